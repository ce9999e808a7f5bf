"""How much does the process grow with each training? Twenty in a row of one architecture, then twenty mixed ones.

Run from the root of the repository: python -m tests.benchmarks.training_memory
With ``--latent-sizes``: how much does it grow when eight latent sizes are compiled one after the other?
With ``--keep-all``, too: how much if none of them were released?
Prints one JSON object. The first training, which loads and compiles, does not count. In the mixed trainings everything
changes from run to run; each batch size is compiled when it first occurs, which is given separately.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation
from engine.datasets.pen_digits import generate
from engine.image_shape import USUAL_SHAPE
from engine.protocol.run_control import RunControl
from engine.session import trainers
from engine.settings import PRESETS, TrainingSettings
from engine.training.trainer import Trainer

TRAININGS = 20
IMAGES = 2000
BATCH_SIZES = (32, 128, 256)
BAR_MIB = 2.0
LATENT_SIZES = (2, 4, 8, 16, 24, 32, 48, 96)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--latent-sizes", action="store_true")
    parser.add_argument("--keep-all", action="store_true")
    chosen = parser.parse_args()
    if chosen.latent_sizes:
        look_at_latent_sizes(keeps_all=chosen.keep_all)
    else:
        train_again_and_again()


def look_at_latent_sizes(*, keeps_all: bool) -> None:
    """Compile the current model and then those of other latent sizes, as the window does in advance."""
    if keeps_all:
        trainers.MOST_IDLE = len(LATENT_SIZES)
    settings = PRESETS["clear"]
    current: list[Trainer] = []
    kept = trainers.Trainers(lambda: current[0] if current else None)

    def look(latent_dim: int) -> float:
        requested = replace(settings, latent_dim=latent_dim)
        trainer = kept.for_key((requested.model_spec(USUAL_SHAPE), requested.loss), Cancellation(), lambda: None)
        current[:] = current or [trainer]
        trainer.prepare(6_000, requested)
        return resident_mib()

    before = look(settings.latent_dim)
    grown = [round(look(latent_dim) - before, 1) for latent_dim in LATENT_SIZES]
    print(json.dumps({"latent_sizes": LATENT_SIZES, "kept": len(kept), "growth_mib": grown}))


def train_again_and_again() -> None:
    """Train with the same settings, then with others each time."""
    images, _ = generate(IMAGES, seed=0)
    settings = replace(PRESETS["article"], samples=None)
    trainer = Trainer(settings.model_spec((28, 28, 1)), settings.loss)
    train(trainer, images, settings)
    same = [train(trainer, images, replace(settings, seed=number)) for number in range(TRAININGS)]
    mixed: list[float] = []
    first_of_batch_size: list[float] = []
    compiled = {settings.batch_size}
    for number in range(TRAININGS):
        varied = replace(
            settings,
            batch_size=BATCH_SIZES[number % 3],
            epochs=2 + number % 5,
            learning_rate=1e-3 * (1 + number % 4),
            noise_sd=0.1 * (number % 2),
            mask_fraction=0.3 * (number // 2 % 2),
            seed=number,
        )
        growth = train(trainer, images, varied)
        (mixed if varied.batch_size in compiled else first_of_batch_size).append(growth)
        compiled.add(varied.batch_size)
    figures = {
        "trainings": TRAININGS,
        "mean_growth_mib": round(sum(same) / len(same), 3),
        "median_growth_mib": round(median(same), 3),
        "largest_growth_mib": round(max(same), 3),
        "mixed_mean_growth_mib": round(sum(mixed) / len(mixed), 3),
        "growth_per_new_batch_size_mib": [round(growth, 1) for growth in first_of_batch_size],
        "bar_mean_growth_mib": BAR_MIB,
    }
    print(json.dumps(figures))


def train(trainer: Trainer, images: NDArray[np.uint8], settings: TrainingSettings) -> float:
    """Train with new weights and return by how much the resident memory grew, in MiB."""
    before = resident_mib()
    trainer.reset(settings.seed)
    trainer.fit(images, settings, RunControl(), 1, lambda event: None, lambda: None)
    return resident_mib() - before


def resident_mib() -> float:
    """Return the resident size of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("The system does not report the resident size; run this on Linux.")


if __name__ == "__main__":
    main()
