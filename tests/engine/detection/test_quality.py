"""Is the detector as good as it was? One digit against the rest and four faults, on few images, in a minute.

It is for choices that are right in form and wrong in effect: shares, weights, features. The benchmarks `one_vs_rest`
and `fault_panel` measure the same on all of MNIST in forty minutes. Everything follows from seeds, so the thresholds
lie between the figures of the detector as it is and those that wrong choices give.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from engine.datasets.pen_digits import generate
from engine.detection.autoencoder_evidence import Autoencoder
from engine.detection.detector import Detector
from engine.detection.roc import auroc
from engine.images.damage import damage
from tests.engine.detection.detector_examples import Floats, Images

pytestmark = pytest.mark.slow

DIGITS = (3, 8)
NORMALS, NEW, OTHERS = 200, 400, 2_000  # of a digit to learn from, of it to test with, and of all others
VALIDATION = 20  # of the normals, which the autoencoder does not learn from
FAULTS = (("stuck_pixels", 3), ("dead_rows", 1), ("occlusion", 8), ("low_light", 0.3))  # milder than the panel's


class PrincipalAxes:
    """A linear autoencoder of 16 numbers, learnt in one step: it flatters what it has learnt, as a trained one does."""

    def __init__(self, images: Images) -> None:
        flat = images.reshape(len(images), -1) / np.float32(255)
        self._mean = flat.mean(axis=0)
        self._axes = np.linalg.svd(flat - self._mean, full_matrices=False)[2][:16]

    def __call__(self, light: Floats) -> Floats:
        flat = light.reshape(len(light), -1) - self._mean
        return np.clip(flat @ self._axes.T @ self._axes + self._mean, 0, 1).reshape(light.shape)

    def encode(self, light: Floats) -> Floats:
        return np.asarray((light.reshape(len(light), -1) - self._mean) @ self._axes.T, np.float32)


@dataclass(frozen=True)
class Figures:
    """What was measured, as means over the digits.

    Attributes:
        rest: AUROC against all other digits.
        faults: AUROC against damaged copies, the mean over the faults.
        false_alarms: the share of new normal images that are called abnormal at a promise of 1 in 10.
    """

    rest: float
    faults: float
    false_alarms: float


def measured(train: tuple[Images, np.ndarray], test: tuple[Images, np.ndarray]) -> Figures:
    rest, faults, alarms = [], [], []
    for digit in DIGITS:
        normals = train[0][train[1] == digit][:NORMALS]
        autoencoder = PrincipalAxes(normals[:-VALIDATION])
        is_unseen = np.arange(NORMALS) >= NORMALS - VALIDATION
        detector = Detector.fit(normals, Autoencoder(autoencoder, autoencoder.encode), is_unseen=is_unseen)
        new, others = test[0][test[1] == digit][:NEW], test[0][test[1] != digit][:OTHERS]
        found = detector.score(new)
        rest.append(area(found.score, detector.score(others).score))
        faults += [area(found.score, detector.score(damage(new, *fault, seed=7)).score) for fault in FAULTS]
        alarms.append(detector.verdict(found.p_value, 0.1).mean())
    figures = Figures(*(float(np.mean(values)) for values in (rest, faults, alarms)))
    print(figures, np.round(rest, 4), np.round(faults, 4))  # pytest shows it where a threshold is missed
    return figures


def area(normal: Floats, abnormal: Floats) -> float:
    is_normal = np.arange(len(normal) + len(abnormal)) < len(normal)
    found = auroc(is_normal, np.concatenate([normal, abnormal]))
    assert found is not None
    return found


def test_pen_digits_are_told_from_other_digits_and_from_damaged_ones() -> None:
    figures = measured(generate(4_000, seed=1), generate(4_000, seed=2))
    assert figures.rest > 0.9935
    assert figures.faults > 0.97
    assert 0.05 < figures.false_alarms < 0.2


@pytest.mark.shared_data
def test_real_digits_are_told_from_other_digits_and_from_damaged_ones(shared_mnist: Path) -> None:
    with np.load(shared_mnist) as mnist:
        train, test = (
            (mnist[f"x_{part}"][:12_000, ..., None], mnist[f"y_{part}"][:12_000]) for part in ("train", "test")
        )
    figures = measured(train, test)
    assert figures.rest > 0.988
    assert figures.faults > 0.925
    assert 0.05 < figures.false_alarms < 0.2
