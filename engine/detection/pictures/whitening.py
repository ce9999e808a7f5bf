"""Descriptors whitened: fewer numbers that are independent of each other in normal pictures, and of equal spread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

LENGTH = 36
"""Numbers that are left of a descriptor."""

_MOST_CELLS = 200_000
_DAMPING = 1e-3  # of the largest variance, so that what hardly varies in normal pictures is not blown up
_SMALLEST_DEVIATION = 1e-4


@dataclass(frozen=True, eq=False)
class Whitening:
    """How descriptors are whitened.

    Attributes:
        mean: (d,) float32.
        axes: (d, `LENGTH`) float32.
    """

    mean: Floats
    axes: Floats

    @classmethod
    def fit(cls, maps: Floats) -> Whitening:
        """Learn from (n, 32, 32, d) float32 descriptor maps of normal pictures, d >= `LENGTH`."""
        cells = maps.reshape(-1, maps.shape[-1])
        cells = cells[:: -(-len(cells) // _MOST_CELLS)].astype(np.float64)
        mean = cells.mean(axis=0)
        cells -= mean
        deviation = np.sqrt(np.square(cells).mean(axis=0)) + _SMALLEST_DEVIATION
        cells /= deviation
        variance, axes = np.linalg.eigh(cells.T @ cells / len(cells))
        kept = slice(-1, -1 - LENGTH, -1)
        scale = np.sqrt(np.maximum(variance[kept], 0) + _DAMPING * variance[-1])
        return cls(mean.astype(np.float32), (axes[:, kept] / scale / deviation[:, None]).astype(np.float32))

    def __call__(self, maps: Floats) -> Floats:
        """Return (..., `LENGTH`) float32 of (..., d) descriptors."""
        return np.asarray((maps - self.mean) @ self.axes, np.float32)

    def arrays(self) -> dict[str, Floats]:
        """Return the attributes as arrays."""
        return {"mean": self.mean, "axes": self.axes}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Floats]) -> Whitening:
        """Rebuild the object from `arrays`; their shapes have been validated."""
        return cls(arrays["mean"], arrays["axes"])
