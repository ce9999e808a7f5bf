"""How well is each digit distinguished from all others? Each class of MNIST in turn is normal, on the full test set.

Run from the root of the repository: python -m tests.benchmarks.one_vs_rest
Prints one JSON object. `seconds` is the time for a class: training the preset Clear, fitting the detector, and
scoring the test set.

Nothing was tuned on the test set. Features, neighbours, weights and shares were tuned by training on the first
50,000 training images of MNIST and measuring on its last 10,000. `--choosing` prints those figures and leaves the
test set untouched.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

import numpy as np

from engine.datasets.image_dataset import ImageDataset, each_in_turn
from engine.session.study import study
from tests.benchmarks.detector_trials import Autoencoders, load_mnist

BAR_MEAN, BAR_WORST, BAR_SECONDS = 0.995, 0.988, 30.0
CHOOSING_FROM = 50_000


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--choosing", action="store_true", help="measure on the last 10,000 training images")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    dataset = load_mnist()
    if arguments.choosing:
        images, labels = dataset.x_train, dataset.y_train
        assert labels is not None
        dataset = replace(
            dataset,
            x_train=images[:CHOOSING_FROM],
            y_train=labels[:CHOOSING_FROM],
            x_test=images[CHOOSING_FROM:],
            y_test=labels[CHOOSING_FROM:],
        )
    print(json.dumps(measure(rows_of(dataset, arguments.seed))))


def rows_of(dataset: ImageDataset, seed: int) -> list[dict[str, float]]:
    """Return a row for each digit."""
    autoencoders = Autoencoders()
    rows = study(
        dataset,
        each_in_turn(dataset),
        lambda images: autoencoders.train(images, seed),
        seed=seed,
        report=lambda template, fraction, **values: None,
    )
    return [
        {
            "label": row.normal[0],
            "auroc": round(row.auroc, 5),
            "auroc_error": round(row.auroc_error, 5),
            "auroc_neighbours": round(row.auroc_neighbours, 5),
            "seconds": round(row.seconds, 2),
        }
        for row in rows
    ]


def measure(rows: list[dict[str, float]]) -> dict[str, object]:
    """Return the figures and the bars."""
    ours = [row["auroc"] for row in rows]
    return {
        "classes": rows,
        "mean_auroc": round(float(np.mean(ours)), 5),
        "worst_auroc": min(ours),
        "mean_auroc_error": round(float(np.mean([row["auroc_error"] for row in rows])), 5),
        "mean_auroc_neighbours": round(float(np.mean([row["auroc_neighbours"] for row in rows])), 5),
        "most_seconds": max(row["seconds"] for row in rows),
        "bar_mean_auroc": BAR_MEAN,
        "bar_worst_auroc": BAR_WORST,
        "bar_seconds": BAR_SECONDS,
    }


if __name__ == "__main__":
    main()
