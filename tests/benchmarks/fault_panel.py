"""How well is every fault distinguished from undamaged images, with all digits of MNIST normal?

Run from the root of the repository: python -m tests.benchmarks.fault_panel
Prints one JSON object with three panels: `taught`, as in the application; `family_left_out`, where each fault is
measured by a detector that was fitted without damaged copies of its whole family; and `other_seed_and_strength`, where
the first detector is measured with other seeds and strengths than the panel's. Then `mirrored`: undamaged digits,
mirrored and centred again as in MNIST; half of them still look like digits.

Tuned on the last 10,000 training images (see one_vs_rest); the test set is used only for these figures.
"""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from engine.detection.detector import Detector
from engine.detection.roc import auroc
from engine.images.faults import FAMILIES, FAULTS
from engine.session.fault_panel import ROWS, measure_faults
from engine.session.study import TrainedModel
from tests.benchmarks.detector_trials import Autoencoders, load_mnist, try_on

SEED, OTHER_SEED = 1, 4_321
OTHER_STRENGTHS: dict[str, tuple[float, ...]] = {
    "low_light": (0.5, 0.35),
    "over_exposure": (0.2,),
    "noise": (0.13,),
    "dead_rows": (4,),
    "dead_columns": (4,),
    "stuck_pixels": (9, 4),
    "blur": (1.2, 0.8),
    "occlusion": (9,),
    "scratch": (2.0,),
    "shift": (4,),
}


def main() -> None:
    """Run the benchmark."""
    dataset = load_mnist()
    test = dataset.x_test
    assert test is not None
    images = dataset.x_train
    trial = try_on(Autoencoders(), images)
    taught = panel(trial.detector, trial.model, test, ROWS, SEED)
    other_rows = tuple((name, strength) for name, strengths in OTHER_STRENGTHS.items() for strength in strengths)
    other = panel(trial.detector, trial.model, test, other_rows, OTHER_SEED)
    left_out: dict[str, dict[str, float]] = {}
    for family in FAMILIES:
        detector = Detector.fit(
            images, trial.model.autoencoder, is_unseen=trial.model.is_unseen, without=(family,)
        )
        rows = tuple(row for row in ROWS if FAULTS[row[0]].family == family)
        left_out |= panel(detector, trial.model, test, rows, SEED)
    mirrored = np.roll(test[:, :, ::-1], 1, axis=2)  # MNIST's centre of mass is at index 14, not 13.5
    scores = np.concatenate([trial.detector.score(part).score for part in (test, mirrored)])
    print(
        json.dumps(
            {
                "seconds": round(trial.seconds, 1),
                "taught": taught | _summary(taught, 0.98, 0.93),
                "family_left_out": left_out | _summary(left_out, 0.95, 0.88),
                "other_seed_and_strength": other | _summary(other, 0.98, 0.93),
                "mirrored": round(auroc(np.arange(len(scores)) < len(test), scores) or 0.0, 4),
            }
        )
    )


def panel(
    detector: Detector,
    model: TrainedModel,
    test: NDArray[np.uint8],
    rows: tuple[tuple[str, float], ...],
    seed: int,
) -> dict[str, dict[str, float]]:
    """Return ours and the plain error's AUROC for each fault and strength."""
    measured = measure_faults(detector, model.autoencoder.reconstruct, test, seed=seed, rows=rows)
    return {
        f"{row.name} {row.strength:g}": {"auroc": round(row.auroc, 4), "auroc_error": round(row.auroc_error, 4)}
        for row in measured
    }


def _summary(rows: dict[str, dict[str, float]], bar_mean: float, bar_worst: float) -> dict[str, dict[str, float]]:
    ours = [row["auroc"] for row in rows.values()]
    return {
        "summary": {
            "mean_auroc": round(float(np.mean(ours)), 4),
            "worst_auroc": min(ours),
            "bar_mean_auroc": bar_mean,
            "bar_worst_auroc": bar_worst,
        }
    }


if __name__ == "__main__":
    main()
