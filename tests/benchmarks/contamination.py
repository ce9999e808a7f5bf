"""How much do abnormal images among the normal ones harm? 0, 2, 5 and 10 % of other digits among those of MNIST.

Run from the root of the repository: python -m tests.benchmarks.contamination
Prints one JSON object: for each digit and share, the AUROC on the full test set of our score and of the plain error,
the share of the wrong digits that the detector's list of the most suspicious images holds, and how many of the first
20 of it are wrong.
"""

from __future__ import annotations

import argparse
import json

import numpy as np

from engine.detection.roc import auroc
from engine.session.study import plain_errors
from tests.benchmarks.detector_trials import Autoencoders, load_mnist, try_on

DIGITS = (3, 8)
SHARES = (0.0, 0.02, 0.05, 0.1)
BARS = {0.02: 0.96, 0.1: 0.90}


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--digits", type=int, nargs="+", default=DIGITS)
    parser.add_argument("--shares", type=float, nargs="+", default=SHARES)
    parser.add_argument("--most", type=int, default=None, help="the most right digits to use")
    arguments = parser.parse_args()
    dataset = load_mnist()
    assert dataset.x_test is not None
    assert dataset.y_train is not None
    assert dataset.y_test is not None
    autoencoders = Autoencoders()
    rows = []
    for digit in arguments.digits:
        right = np.flatnonzero(dataset.y_train == digit)[: arguments.most]
        others = np.random.default_rng(digit).permutation(np.flatnonzero(dataset.y_train != digit))
        for share in arguments.shares:
            wrong = others[: round(len(right) * share / (1 - share))]
            places = np.random.default_rng(0).permutation(np.concatenate([right, wrong]))
            trial = try_on(autoencoders, dataset.x_train[places])
            is_normal = dataset.y_test == digit
            listed = np.isin(places[list(trial.detector.findings.most_suspicious)], wrong)
            rows.append(
                {
                    "digit": digit,
                    "share": share,
                    "auroc": round(auroc(is_normal, trial.detector.score(dataset.x_test).score) or 0.0, 4),
                    "auroc_error": round(
                        auroc(is_normal, plain_errors(dataset.x_test, trial.model.autoencoder.reconstruct)) or 0.0,
                        4,
                    ),
                    "listed": round(float(listed.sum() / len(wrong)), 3) if len(wrong) else None,
                    "wrong_of_first_20": int(listed[:20].sum()),
                    "seconds": round(trial.seconds, 1),
                }
            )
            print(json.dumps(rows[-1]), flush=True)
    print(json.dumps({"rows": rows, "bars_of_digit_3": BARS}))


if __name__ == "__main__":
    main()
