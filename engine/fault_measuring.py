"""The fault panel: how well each fault is told from undamaged normal images."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import Images
from engine.detector import Detector
from engine.errors import UserError
from engine.evaluation import auroc
from engine.faults import FAULTS, damage
from engine.verdict_messages import FaultRow

MOST_IMAGES = 2_000
_FEWEST_IMAGES = 20


def measurements() -> list[tuple[str, float]]:
    """Return every fault's name with each strength that is measured."""
    return [(fault.name, strength) for fault in FAULTS.values() for strength in fault.panel]


def measure_faults(
    images: Images,
    detector: Detector,
    errors_of: Callable[[Images], NDArray[np.float32]],
    cancelled: Callable[[], bool],
    *,
    seed: int = 0,
) -> Iterator[FaultRow]:
    """Damage normal test images in every way, and yield the AUROC of whole against damaged ones, ours and plain.

    Args:
        images: (n, height, width, channels) uint8, normal and not learnt from; the first 2,000 are taken.
        detector: gives our scores.
        errors_of: gives the autoencoder's plain mean squared error of each image.
        cancelled: asked often.
        seed: places and noise follow from it.

    Raises:
        UserError: there are fewer than 20 images.
        Cancelled: as it says.
    """
    if len(images) < _FEWEST_IMAGES:
        raise UserError(
            "Measuring faults needs at least {fewest} normal test images and there are {count}; open a larger test "
            "set or let more classes be normal.",
            fewest=_FEWEST_IMAGES,
            count=len(images),
        )
    images = images[:MOST_IMAGES]
    is_whole = np.repeat([True, False], len(images))
    scores, errors = detector.score(images, cancelled).score, errors_of(images)
    for name, strength in measurements():
        damaged = damage(images, name, strength, seed)
        ours = auroc(is_whole, np.concatenate([scores, detector.score(damaged, cancelled).score]))
        plain = auroc(is_whole, np.concatenate([errors, errors_of(damaged)]))
        assert ours is not None
        assert plain is not None  # there are images of both sorts
        yield FaultRow(name, strength, ours, plain)
