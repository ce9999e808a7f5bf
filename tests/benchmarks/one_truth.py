"""Does the window ever contradict itself? The bundled model's verdicts on 10,000 images and damaged copies.

Run from the root of the repository: python -m tests.benchmarks.one_truth [--images N]
Prints one JSON object. For every image, every choice of what to judge by and several thresholds it counts: verdicts
that differ from whether the bar of contributions reaches beyond the line (`contradictions`), scores that are not the
sum of their contributions (`wrong_sums`), and, among the abnormal ones, those without any region in their map
(`whole`), of which the window says so in words. The images are real MNIST where it is, else new pen digits.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter

import numpy as np
from numpy.typing import NDArray

import resources
from engine.datasets.pen_digits import generate
from engine.detection.autoencoder_evidence import Autoencoder
from engine.detection.calibration import is_abnormal
from engine.detection.detector import Detector
from engine.images.damage import damage
from engine.images.faults import FAULTS
from engine.model_file.project_file import open_project
from engine.protocol.results import JudgeBy
from engine.startup.numpy_forward import NumpyAutoencoder
from gui.verdict.threshold import Threshold
from tests.benchmarks import shared_mnist

ONE_IN = (10, 20, 50, 100, 200, 500, 900)
EXAMINED = 500  # of each kind, one after the other, for their maps


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--images", type=int, default=10_000)
    count: int = parser.parse_args().images
    project = open_project(resources.path("bundled.aestudio"))
    model = NumpyAutoencoder(project)
    autoencoder = Autoencoder(model.reconstruct, model.encode)
    shape = project.info.image_shape
    detector = Detector.from_arrays(project.extra, project.extra_json["detector"], shape, autoencoder)
    real = shared_mnist.PATH.is_file()
    images = shared_mnist.load()[0][:count] if real else generate(count, 7)[0]
    each = max(1, count // len(FAULTS))
    damaged = [
        damage(images[:each], fault.name, fault.panel[-1], seed) for seed, fault in enumerate(FAULTS.values())
    ]
    found = {
        "whole images": count_contradictions(detector, images),
        "damaged": count_contradictions(detector, np.concatenate(damaged)),
        "maps": count_maps(detector, autoencoder, np.concatenate([images[:EXAMINED], *(d[:40] for d in damaged)])),
    }
    print(json.dumps({"data": "MNIST" if real else "Pen digits", **found}))


def count_contradictions(detector: Detector, images: NDArray[np.uint8]) -> dict[str, int]:
    """Count what contradicts itself in the verdicts on (n, height, width, channels) images."""
    scores = detector.score(images)
    counts: Counter[str] = Counter(images=len(images), verdicts=0, abnormal=0, contradictions=0, wrong_sums=0)
    threshold = Threshold()
    threshold.set_normal_scores(detector.normal_scores)
    for choice, judgement in scores.by.items():
        threshold.request_judge_by(choice)
        sums = judgement.contributions.sum(axis=1)
        counts["wrong_sums"] += int((np.abs(sums - judgement.score) > 1e-3 * (1 + judgement.score)).sum())
        for one_in in ONE_IN:
            threshold.request(one_in)
            alarms = is_abnormal(judgement.p_value, threshold.alpha)
            shown = np.array([threshold.is_abnormal(float(p)) for p in judgement.p_value])
            beyond = np.array([threshold.is_beyond(float(score)) for score in judgement.score])
            counts["verdicts"] += len(alarms)
            counts["abnormal"] += int(alarms.sum())
            counts["contradictions"] += int(((alarms != beyond) | (shown != alarms)).sum())
    return dict(counts)


def count_maps(detector: Detector, autoencoder: Autoencoder, images: NDArray[np.uint8]) -> dict[str, int]:
    """Count the abnormal images at 1 in 100 by all evidence, and those of them whose map has no region."""
    counts: Counter[str] = Counter(images=len(images), abnormal=0, whole=0)
    for image in images:
        light = image.astype(np.float32) / np.float32(255)
        finding = detector.examine(light, autoencoder.reconstruct(light[None])[0])
        if is_abnormal(finding.scores.p_value, 0.01)[0]:
            counts["abnormal"] += 1
            counts["whole"] += int(finding.heat[JudgeBy.ALL].max() < 2.0)
    return dict(counts)


if __name__ == "__main__":
    main()
