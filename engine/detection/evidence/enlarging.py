"""Small maps enlarged to the size of their image."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def enlarged(small: Floats, shape: tuple[int, ...]) -> Floats:
    """Return a (rows, columns) map at (height, width) px, linear between the middles of its cells; float32.

    A map that has that size already comes back as it is.
    """
    if small.shape == tuple(shape):
        return small
    height, width = shape
    return np.asarray(_weights(height, small.shape[0]) @ small @ _weights(width, small.shape[1]).T, np.float32)


@lru_cache(maxsize=16)
def _weights(side: int, cells: int) -> Floats:
    """Return (side, cells): how much of each cell is in each pixel along a side."""
    place = np.clip((np.arange(side) + 0.5) * cells / side - 0.5, 0, cells - 1)
    weights = np.maximum(1 - np.abs(place[:, None] - np.arange(cells)), 0)
    return np.asarray(weights, np.float32)
