"""From maps of distances to one map of a picture, its score, and each kind's part in it.

The kinds measure in different units, so each map is divided by what is usual in normal pictures that were held out,
weighted and added: a place that several kinds find unusual counts more than one that only one of them does. Some
places are restless: there even normal pictures reach high values, e.g. along an edge that is never quite in the same
place. The sum is divided by how restless a place is, the less so the fewer pictures show it. The score is the mean of
the few largest cells. Where these cells are, each kind has its part of the sum.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.detection.pictures.descriptors import CELLS

Floats = NDArray[np.float32]

TOP_CELLS = 3
_BLUR_CELLS, _BLUR_OF_PLACES_CELLS = 0.5, 1.0
_HIGH = 0.95  # the quantile of normal pictures that shows how restless a place is
_STRENGTH, _PICTURES_FOR_HALF = 2.2, 200


def blurred(maps: Floats) -> Floats:
    """Return (..., 32, 32) float32 maps, slightly blurred; nothing beyond the edges counts."""
    return np.asarray(_BLUR @ maps @ _BLUR.T, np.float32)


def usual_of(maps: Floats, weights: Floats) -> Floats:
    """Return by what to divide maps before they are added, (k, 32, 32) float32, positive.

    Args:
        maps: (n, k, 32, 32) float32, at least 0: of held-out normal pictures.
        weights: (k,) float32, positive: how much each kind counts.
    """
    of_kind = np.maximum(np.median(maps, axis=(0, 2, 3)), np.float32(1e-3)) / weights
    total = (maps / of_kind[:, None, None]).sum(axis=1)  # (n, 32, 32)
    high = _BLUR_OF_PLACES @ np.quantile(total, _HIGH, axis=0).astype(np.float32) @ _BLUR_OF_PLACES.T
    strength = _STRENGTH * len(maps) / (len(maps) + _PICTURES_FOR_HALF)
    restless = np.maximum(high / np.float32(np.quantile(total, _HIGH)), 1) ** np.float32(strength)
    return np.asarray(of_kind[:, None, None] * restless, np.float32)


def top_cells(maps: Floats) -> Floats:
    """Return the parts of the score of each picture.

    Args:
        maps: (n, k, 32, 32) float32, of each kind, divided by what is usual, at least 0.

    Returns:
        (n, k) float32, at least 0: each kind's part in the score, which is their sum.
    """
    n, k = maps.shape[:2]
    cells = maps.reshape(n, k, -1)
    top = np.argpartition(cells.sum(axis=1), -TOP_CELLS, axis=1)[:, -TOP_CELLS:]  # (n, top)
    return np.asarray(np.take_along_axis(cells, top[:, None], axis=2).mean(axis=2), np.float32)


def _blur(cells: float) -> Floats:
    away = np.arange(CELLS)[:, None] - np.arange(CELLS)
    weights = np.exp(-0.5 * (away / cells) ** 2)
    weights[weights < 1e-4] = 0
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)


_BLUR, _BLUR_OF_PLACES = _blur(_BLUR_CELLS), _blur(_BLUR_OF_PLACES_CELLS)
