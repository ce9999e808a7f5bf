"""Is the promised rate of false alarms kept? 50 random splits of normal digits with 99, 200 and 1,000 to learn from.

Run from the root of the repository: python -m tests.benchmarks.false_alarms
Prints one JSON object: for each number of normals and each promise, the mean of the rates that new normal images
really had, and the share of the splits in which that rate lay in the stated range. The range is of 90 %, and what is
counted has its own error: from the 4,000 new images of each split and from there being 50 splits, which is about 4 %.

Every split draws its digit, its normals and its new images from the training images of MNIST; each trains preset
Article's architecture on the normals, a tenth for validation, and fits a detector.
"""

from __future__ import annotations

import argparse
import json

import numpy as np

from engine.calibration import promise
from engine.settings import PRESETS
from tests.benchmarks.detector_trials import Autoencoders, load_mnist, try_on

SPLITS = 50
TEST = 4_000
PROMISES: dict[int, tuple[float, ...]] = {99: (0.05, 0.1), 200: (0.05, 0.1), 1_000: (0.01, 0.05, 0.1)}


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--splits", type=int, default=SPLITS)
    splits = parser.parse_args().splits
    dataset = load_mnist()
    autoencoders = Autoencoders(PRESETS["article"])
    rows = []
    for count, rates in PROMISES.items():
        real: dict[float, list[float]] = {rate: [] for rate in rates}
        for split in range(splits):
            images = dataset.normal_train((split % 10,))
            order = np.random.default_rng([count, split]).permutation(len(images))
            trial = try_on(autoencoders, images[order[:count]], seed=split)
            p_values = trial.detector.score(images[order[count : count + TEST]]).p_value
            for rate in rates:
                real[rate].append(float(trial.detector.verdict(p_values, rate).mean()))
        for rate in rates:
            stated = promise(rate, count)
            is_within = [stated.low <= value <= stated.high for value in real[rate]]
            rows.append(
                {
                    "normals": count,
                    "promised": rate,
                    "expected": round(stated.expected_rate, 5),
                    "mean": round(float(np.mean(real[rate])), 5),
                    "range": [round(stated.low, 5), round(stated.high, 5)],
                    "share_within": round(float(np.mean(is_within)), 3),
                    "share_below": round(float(np.mean([value < stated.low for value in real[rate]])), 3),
                    "share_above": round(float(np.mean([value > stated.high for value in real[rate]])), 3),
                }
            )
    print(json.dumps({"splits": splits, "new_images": TEST, "rows": rows, "bar_share_within": 0.9}))


if __name__ == "__main__":
    main()
