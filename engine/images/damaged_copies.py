"""Damaged copies of normal test images: what is abnormal where the data hold nothing abnormal."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import Images, Labels
from engine.images.damage import damage
from engine.images.faults import FAULTS

MOST_COPIES = 2_000
"""A fifth of MNIST's test set: with ten faults 200 copies each, so scoring them takes a fifth longer."""
_FIRST_LABEL = 2**62
"""Of the first fault's copies; no data set has such a label, and the faults are sorted after the classes."""
_NAMES = tuple(FAULTS)


_MOST_VALUES = 1 << 26  # as float32: 256 MiB


def most_damaged(images: Images, most: int) -> int:
    """Return how many of (n, height, width, channels) images to damage at once, at most `most`; of pictures fewer."""
    return max(len(_NAMES), min(most, _MOST_VALUES // math.prod(images.shape[1:])))


class ImagesToJudge(NamedTuple):
    """A test set that is to be judged.

    Attributes:
        images: (n, height, width, channels) uint8.
        labels: (n,) int64, or None; a copy has its fault in place of its class, see `fault_of_label`.
        is_normal: (n,) bool.
    """

    images: Images
    labels: Labels | None
    is_normal: NDArray[np.bool_]


def with_damaged_copies(images: Images, labels: Labels | None, seed: int) -> ImagesToJudge:
    """Return normal test images, and after them damaged copies of the first ones, which are abnormal.

    Each copy has one fault, the faults take turns, and each has the strength that the fault panel measures first.

    Args:
        images: (n, height, width, channels) uint8, all normal.
        labels: (n,) int64, or None where there are none.
        seed: for the places and the noise.
    """
    count = min(len(images), most_damaged(images, MOST_COPIES))
    copies = images[:count].copy()
    faults = np.arange(count) % len(_NAMES)
    for number, name in enumerate(_NAMES):
        chosen = faults == number
        copies[chosen] = damage(copies[chosen], name, FAULTS[name].panel[0], seed + number)
    return ImagesToJudge(
        np.concatenate([images, copies]),
        None if labels is None else np.concatenate([labels, _FIRST_LABEL + faults]),
        np.arange(len(images) + count) < len(images),
    )


def fault_of_label(label: int) -> str | None:
    """Return the fault, a key of `FAULTS`, whose copies have this label; None for a class of the data."""
    number = label - _FIRST_LABEL
    return _NAMES[number] if 0 <= number < len(_NAMES) else None
