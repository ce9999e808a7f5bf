"""From maps of distances to one map of a picture, its score, and each kind's part in it.

The kinds measure in different units, so each map is divided by what is usual in normal pictures that were held out,
and they are added: a place that several kinds find unusual counts more than one that only one of them does. The score
is the mean of the few largest cells after a slight blur. Where these cells are, each kind has its part of the sum.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.detection.pictures.descriptors import CELLS

Floats = NDArray[np.float32]

TOP_CELLS = 5
_BLUR_CELLS = 0.7


def blurred(maps: Floats) -> Floats:
    """Return (..., 32, 32) float32 maps, slightly blurred; nothing beyond the edges counts."""
    return np.asarray(_BLUR @ maps @ _BLUR.T, np.float32)


def top_cells(maps: Floats) -> Floats:
    """Return the score and the parts of blurred maps.

    Args:
        maps: (n, k, 32, 32) float32, of each kind, divided by what is usual, at least 0.

    Returns:
        (n, k) float32, at least 0: each kind's part in the score, which is their sum.
    """
    n, k = maps.shape[:2]
    cells = maps.reshape(n, k, -1)
    top = np.argpartition(cells.sum(axis=1), -TOP_CELLS, axis=1)[:, -TOP_CELLS:]  # (n, top)
    return np.asarray(np.take_along_axis(cells, top[:, None], axis=2).mean(axis=2), np.float32)


def _blur() -> Floats:
    away = np.arange(CELLS)[:, None] - np.arange(CELLS)
    weights = np.exp(-0.5 * (away / _BLUR_CELLS) ** 2)
    weights[weights < 1e-4] = 0
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)


_BLUR = _blur()
