"""How good is the detector on real photographs with real flaws? Seven sets, pictures of 256 x 256 px.

Run from the root of the repository: python -m tests.benchmarks.pictures
Prints one JSON object. For each set, the means over the seeds: AUROC of images and of pixels, AUPRO up to 0.3 where
masks exist, of all flaws and of each kind; the same of the plain squared error of the pixel autoencoder, as in the
article; the seconds of learning (training included) and the milliseconds to judge one picture, heat map and all. For
the circuit board with few normal pictures, the AUROC; for the tiles, how often good test pictures were called abnormal.

What was chosen, such as the length of the code or the cells that count, was chosen on the cookies, the board and the
cracks of the tiles. One choice holds for all sets.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.detection.calibration import promise
from engine.detection.detector import Detector
from engine.protocol.results import JudgeBy
from engine.settings import PRESETS
from tests.benchmarks.detector_trials import Autoencoders, Trial, try_on
from tests.benchmarks.false_alarms import is_expected
from tests.benchmarks.picture_sets import PAPERS, PictureSet, figures, load

SETS = ("board", "cookie", "magnetic_tile", *PAPERS)
FEW = (10, 20, 30)
RATES = (0.05, 0.1)
_TO_WARM_UP = 3


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS, metavar="NAME")
    arguments = parser.parse_args()
    autoencoders: dict[int, Autoencoders] = {}
    results: dict[str, Any] = {"seeds": arguments.seeds, "sets": {}}
    for name in arguments.sets:
        pictures = load(name)
        shape = pictures.normals.shape[1:]
        trained = autoencoders.setdefault(shape[2], Autoencoders(PRESETS["clear"], shape))
        rows: dict[str, list[float]] = defaultdict(list)
        for seed in range(arguments.seeds):
            trial = try_on(trained, pictures.normals, seed)
            for key, value in measured(pictures, trial).items():
                rows[key].append(value)
            if name == "magnetic_tile":
                for key, value in false_alarms(pictures, trial.detector).items():
                    rows[key].append(value)
        if name == "board":
            for count in FEW:
                rows[f"normals_{count}_image_auroc"] = [
                    few(pictures, trained, count, seed) for seed in range(arguments.seeds)
                ]
        results["sets"][name] = {key: round(float(np.mean(values)), 4) for key, values in sorted(rows.items())}
        print(name, json.dumps(results["sets"][name]), flush=True)
    papers = [results["sets"][name] for name in PAPERS if name in results["sets"]]
    if papers:
        results["papers"] = {
            key: round(float(np.mean([paper[key] for paper in papers])), 4) for key in sorted(papers[0])
        }
    print(json.dumps(results))


def measured(pictures: PictureSet, trial: Trial) -> dict[str, float]:
    """Return the figures of one detector on the test pictures, and those of the plain error."""
    scores, maps, errors, ms = [], [], [], []
    for picture in pictures.tests:
        light = picture.astype(np.float32) / np.float32(255)
        reconstruction = trial.model.autoencoder.reconstruct(light[None])[0]
        begun = time.perf_counter()
        found = trial.detector.examine(picture, reconstruction)
        ms.append(1_000 * (time.perf_counter() - begun))
        scores.append(float(found.scores.score[0]))
        maps.append(found.heat[JudgeBy.ALL])
        errors.append(np.square(reconstruction - light).mean(axis=-1))
    plain = np.stack(errors)
    return {
        **figures(pictures, np.array(scores), np.stack(maps)),
        **{f"plain_{key}": value for key, value in figures(pictures, plain.mean(axis=(1, 2)), plain).items()},
        "learning_seconds": trial.seconds,
        "judging_ms": float(np.median(ms[_TO_WARM_UP:])),
    }


def few(pictures: PictureSet, autoencoders: Autoencoders, count: int, seed: int) -> float:
    """Return the AUROC of images with so few normals, a random choice."""
    chosen = np.random.default_rng(seed).permutation(len(pictures.normals))[:count]
    detector = try_on(autoencoders, pictures.normals[chosen], seed).detector
    return figures(pictures, detector.score(pictures.tests).score, _no_maps(pictures))["image_auroc"]


def false_alarms(pictures: PictureSet, detector: Detector) -> dict[str, float]:
    """Return the rate of false alarms for each promise, with its range, and whether it is within that (0 or 1)."""
    p_values = detector.score(pictures.tests[pictures.is_good]).p_value
    found = {}
    for rate in RATES:
        stated = promise(rate, detector.normal_count)
        alarms = int(detector.verdict(p_values, rate).sum())
        found[f"false_alarms_{rate}"] = alarms / len(p_values)
        found[f"false_alarms_{rate}_low"], found[f"false_alarms_{rate}_high"] = stated.low, stated.high
        found[f"false_alarms_{rate}_is_expected"] = is_expected(alarms, len(p_values), rate, detector.normal_count)
    return found


def _no_maps(pictures: PictureSet) -> NDArray[np.float32]:
    return np.zeros(pictures.masks.shape, np.float32)


if __name__ == "__main__":
    main()
