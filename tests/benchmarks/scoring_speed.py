"""How fast is a verdict? One drawing with all evidence and its heat map, and 10,000 images at once.

Run from the root of the repository: python -m tests.benchmarks.scoring_speed
Prints one JSON object. The detector was fitted to the largest number of normal images of MNIST that it uses, with all
digits normal and the preset Clear; the times include the autoencoder's reconstruction.
"""

from __future__ import annotations

import json
import time

import numpy as np

from engine.detection.evidence.views import to_float32
from engine.detection.normals.normal_images import MOST_NORMALS
from tests.benchmarks.detector_trials import Autoencoders, load_mnist, try_on

DRAWINGS, WARM_UP = 200, 10
REPEATS = 3
BAR_DRAWING_MS, BAR_IMAGES_PER_SECOND = 10.0, 5_000


def main() -> None:
    """Run the benchmark."""
    dataset = load_mnist()
    test = dataset.x_test
    assert test is not None
    trial = try_on(Autoencoders(), dataset.x_train)
    detector = trial.detector
    milliseconds = []
    for image in to_float32(test[: WARM_UP + DRAWINGS]):
        begun = time.perf_counter()
        detector.examine(image, trial.model.autoencoder.reconstruct(image[None])[0])
        milliseconds.append((time.perf_counter() - begun) * 1_000)
    milliseconds = milliseconds[WARM_UP:]
    seconds = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        detector.score(test)
        seconds.append(time.perf_counter() - begun)
    print(
        json.dumps(
            {
                "normals": MOST_NORMALS,
                "fit_seconds": round(trial.seconds, 2),
                "drawing_ms_median": round(float(np.median(milliseconds)), 2),
                "drawing_ms_95": round(float(np.quantile(milliseconds, 0.95)), 2),
                "images_per_second": round(len(test) / float(np.median(seconds))),
                "bar_drawing_ms": BAR_DRAWING_MS,
                "bar_images_per_second": BAR_IMAGES_PER_SECOND,
            }
        )
    )


if __name__ == "__main__":
    main()
