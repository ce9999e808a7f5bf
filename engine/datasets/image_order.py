"""The order in which training images are used: their own where they come mixed, otherwise a random one.

The first images of a data set are used if not all are, and the last ones validate. So both must be like the others.
In data sorted by class, by day or by fading light they are not; then the order is drawn at random, with all classes
alike everywhere in it. It depends on the images only, so that the same ones are found again when a run goes on.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Images = NDArray[np.uint8]
Labels = NDArray[np.int64]
Places = NDArray[np.intp]

_PARTS = 10  # that are compared, one after the other
_FEWEST_OF_PART = 8
_MOST_LOOKED_AT = 2_000
_AT_ONCE = 64  # so that large images, which may be mapped, take little memory
_CELLS = 6  # along each side, whose brightness is compared
_LEAST_SHARE = (
    0.03  # of the variance, that lies between the parts, beside what lies there by chance. MNIST has 0.02
)
_DEVIATIONS = 5.0  # above the mean of what mixed images have by chance
_LEAST_VARIANCE = 1e-8  # of full brightness squared, below which all are the same


def mixed_order(images: Images, labels: Labels | None, places: Places) -> Places:
    """Return the places in the order in which they should be used, (k,).

    Args:
        images: (n, height, width, channels) uint8; about 2,000 of them are looked at.
        labels: (n,) of the images, or None.
        places: (k,) ascending indices of the images that are used.
    """
    parts = min(_PARTS, len(places) // _FEWEST_OF_PART)
    if parts < 2:
        return places
    looked_at = places[np.linspace(0, len(places) - 1, min(_MOST_LOOKED_AT, len(places))).astype(np.intp)]
    part = np.arange(len(looked_at)) * parts // len(looked_at)
    measured = _brightness(images, looked_at)
    if labels is not None:
        measured = np.concatenate([measured, _one_hot(labels[looked_at])], axis=1)
    by_chance = (parts - 1 + _DEVIATIONS * np.sqrt(2 * (parts - 1))) / len(looked_at)
    if _share_between(measured, part).max() < _LEAST_SHARE + by_chance:
        return places
    return _random_order(places, None if labels is None else labels[places])


def _random_order(places: Places, labels: Labels | None) -> Places:
    """Return the places in an order in which each class is spread evenly."""
    random = np.random.default_rng(0)
    if labels is None:
        return random.permutation(places)
    depth = np.empty(len(places))
    for label in np.unique(labels):
        own = np.flatnonzero(labels == label)
        depth[random.permutation(own)] = (np.arange(len(own)) + random.random()) / len(own)
    return places[np.argsort(depth, kind="stable")]


def _share_between(measured: NDArray[np.float32], part: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return for each column of (k, m) numbers the share of its variance that lies between the parts, 0..1, (m,)."""
    measured = measured - measured.mean(axis=0)
    total = np.square(measured).sum(axis=0, dtype=np.float64)
    between = np.zeros(measured.shape[1])
    for number in range(part[-1] + 1):
        own = measured[part == number]
        between += len(own) * np.square(own.mean(axis=0, dtype=np.float64))
    return np.asarray(
        np.divide(between, total, out=np.zeros_like(between), where=total > _LEAST_VARIANCE * len(part))
    )


def _brightness(images: Images, places: Places) -> NDArray[np.float32]:
    """Return (k, 36) float32: the mean brightness, 0..1, in a grid of 6 x 6 cells; fewer in smaller images."""
    starts = range(0, len(places), _AT_ONCE)
    return np.concatenate([_brightness_of(images[places[start : start + _AT_ONCE]]) for start in starts])


def _brightness_of(images: Images) -> NDArray[np.float32]:
    rows, columns = (np.unique(np.linspace(0, side, _CELLS + 1).astype(int)[:-1]) for side in images.shape[1:3])
    light = np.add.reduceat(images.mean(axis=-1, dtype=np.float32), rows, axis=1)
    cells = np.add.reduceat(light, columns, axis=2).reshape(len(images), -1)
    return np.asarray(cells * np.float32(len(rows) * len(columns) / 255 / np.prod(images.shape[1:3])), np.float32)


def _one_hot(labels: Labels) -> NDArray[np.float32]:
    return np.asarray(labels[:, None] == np.unique(labels), np.float32)
