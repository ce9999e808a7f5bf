"""How good is a detector with 100 normal images of one digit? Each digit of MNIST in turn, on the full test set.

Run from the root of the repository: python -m tests.benchmarks.few_normals
Prints one JSON object: the mean over `--draws` random draws of 100 training images, for each digit.

Tuned on the last 10,000 training images (see one_vs_rest); the test set is used only for these figures.
"""

from __future__ import annotations

import argparse
import json

import numpy as np

from engine.detection.roc import auroc
from tests.benchmarks.detector_trials import Autoencoders, load_mnist, try_on

NORMALS = 100
BAR_MEAN = 0.985


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--draws", type=int, default=2)
    draws = parser.parse_args().draws
    dataset = load_mnist()
    assert dataset.x_test is not None
    assert dataset.y_test is not None
    autoencoders = Autoencoders()
    rows = []
    for label in dataset.labels:
        images = dataset.normal_train((label,))
        areas, seconds = [], []
        for draw in range(draws):
            chosen = np.random.default_rng([label, draw]).permutation(len(images))[:NORMALS]
            trial = try_on(autoencoders, images[chosen], seed=draw)
            areas.append(auroc(dataset.y_test == label, trial.detector.score(dataset.x_test).score) or 0.0)
            seconds.append(trial.seconds)
        rows.append(
            {
                "label": label,
                "auroc": round(float(np.mean(areas)), 5),
                "seconds": round(float(np.mean(seconds)), 2),
            }
        )
    figures = {
        "normals": NORMALS,
        "draws": draws,
        "classes": rows,
        "mean_auroc": round(float(np.mean([row["auroc"] for row in rows])), 5),
        "bar_mean_auroc": BAR_MEAN,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
