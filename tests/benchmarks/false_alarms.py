"""Is the promised rate of false alarms kept? 50 random splits of normal digits with 99, 200 and 1,000 to learn from.

Run from the root of the repository: python -m tests.benchmarks.false_alarms
Prints one JSON object: for each number of normals and each promised rate, the mean of the rates measured on new normal
images, and the share of the splits in which that rate was in the stated range. The measurement has two errors of its
own. A rate counted on about 5,500 images is not exactly the detector's: `share_within_counted` uses the range widened
by that, by a beta-binomial distribution. And with 50 splits a share of 0.9 is known to about 0.04.

Every split draws a digit at random, then its normals from the training images of MNIST; all other images of the digit,
including those of the test set, are new. For each split the architecture of the preset Article is trained on the
normals, with a tenth for validation, and a detector is fitted.
"""

from __future__ import annotations

import argparse
import json

import numpy as np
from scipy.stats import beta, betabinom

from engine.detection.calibration import alarm_ranks, promise
from engine.settings import PRESETS
from tests.benchmarks.detector_trials import Autoencoders, load_mnist, try_on

SPLITS = 50
PROMISES: dict[int, tuple[float, ...]] = {99: (0.05, 0.1), 200: (0.05, 0.1), 1_000: (0.01, 0.05, 0.1)}


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--splits", type=int, default=SPLITS)
    splits = parser.parse_args().splits
    dataset = load_mnist()
    autoencoders = Autoencoders(PRESETS["article"])
    rows = []
    assert dataset.x_test is not None
    for count, rates in PROMISES.items():
        real: dict[float, list[float]] = {rate: [] for rate in rates}
        counted: dict[float, list[bool]] = {rate: [] for rate in rates}
        for split in range(splits):
            images = dataset.normal_train((split % 10,))
            order = np.random.default_rng([count, split]).permutation(len(images))
            trial = try_on(autoencoders, images[order[:count]], seed=split)
            new = np.concatenate([images[order[count:]], dataset.x_test[dataset.y_test == split % 10]])
            p_values = trial.detector.score(new).p_value
            for rate in rates:
                alarms = int(trial.detector.verdict(p_values, rate).sum())
                real[rate].append(alarms / len(new))
                counted[rate].append(is_expected(alarms, len(new), rate, count))
        for rate in rates:
            stated = promise(rate, count)
            is_within = [stated.low <= value <= stated.high for value in real[rate]]
            rows.append(
                {
                    "normals": count,
                    "promised": rate,
                    "expected": round(stated.expected_rate, 5),
                    "mean": round(float(np.mean(real[rate])), 5),
                    "mean_over_promise": round(float(np.mean(real[rate])) / rate, 3),
                    "range": [round(stated.low, 5), round(stated.high, 5)],
                    "share_within": round(float(np.mean(is_within)), 3),
                    "share_within_counted": round(float(np.mean(counted[rate])), 3),
                    "share_below": round(float(np.mean([value < stated.low for value in real[rate]])), 3),
                    "share_above": round(float(np.mean([value > stated.high for value in real[rate]])), 3),
                }
            )
    print(json.dumps({"splits": splits, "rows": rows, "bar_share_within": 0.9}))


def is_expected(alarms: int, images: int, rate: float, count: int) -> bool:
    """Whether a count of alarms among so many images agrees with the stated range (beta-binomial)."""
    stated, ranks = promise(rate, count), alarm_ranks(rate, count)
    tail = float(beta.cdf(stated.low, ranks, count + 1 - ranks))
    low, high = betabinom.ppf([tail, 1 - tail], images, ranks, count + 1 - ranks)
    return bool(low <= alarms <= high)


if __name__ == "__main__":
    main()
