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
        step = -(-maps[..., 0].size // _MOST_CELLS)
        cells = np.concatenate([_relative(one).reshape(-1, maps.shape[-1])[::step] for one in maps]).astype(
            np.float64
        )
        mean = cells.mean(axis=0)
        cells -= mean
        deviation = np.sqrt(np.square(cells).mean(axis=0)) + _SMALLEST_DEVIATION
        cells /= deviation
        variance, axes = np.linalg.eigh(cells.T @ cells / len(cells))
        kept = slice(-1, -1 - LENGTH, -1)
        scale = np.sqrt(np.maximum(variance[kept], 0) + _DAMPING * variance[-1])
        return cls(mean.astype(np.float32), (axes[:, kept] / scale / deviation[:, None]).astype(np.float32))

    def __call__(self, maps: Floats) -> Floats:
        """Return (n, 32, 32, `LENGTH`) float32 of (n, 32, 32, d) descriptor maps."""
        white = np.empty((*maps.shape[:3], self.axes.shape[1]), np.float32)
        for number, one in enumerate(maps):
            white[number] = (_relative(one) - self.mean) @ self.axes
        return white

    def arrays(self) -> dict[str, Floats]:
        """Return the attributes as arrays."""
        return {"mean": self.mean, "axes": self.axes}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Floats]) -> Whitening:
        """Rebuild the object from `arrays`; their shapes have been validated."""
        return cls(arrays["mean"], arrays["axes"])


def _relative(one: Floats) -> Floats:
    """Return a descriptor map whose brightness is that against the picture's mean: more light is not unusual here."""
    relative = one.copy()
    relative[..., 0] -= relative[..., 0].mean()
    return relative
