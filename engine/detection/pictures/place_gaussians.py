"""A Gaussian for each cell: how usual what is seen there is at this very place.

It follows PaDiM (T. Defard, A. Setkov, A. Loesch and R. Audigier, "PaDiM: a patch distribution modeling framework for
anomaly detection and localization", ICPR Workshops 2021). From few pictures the covariance at one place is uncertain,
so it is averaged with that of all places, which counts like so many pictures more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation

Floats = NDArray[np.float32]

_PICTURES_OF_ALL_PLACES = 100
_DAMPING = 1e-2  # of the mean variance


@dataclass(frozen=True, eq=False)
class PlaceGaussians:
    """The mean and the covariance of whitened descriptors at each place.

    Attributes:
        mean: (cells, k) float32.
        whitening: (cells, k, k) float32: a squared length after it is a Mahalanobis distance.
    """

    mean: Floats
    whitening: Floats

    @classmethod
    def fit(cls, maps: Floats, cancellation: Cancellation) -> PlaceGaussians:
        """Learn from (n, rows, columns, k) float32 maps of normal pictures, n >= 2.

        Raises:
            Cancelled: `cancellation` was requested; it is checked before each row.
        """
        n, rows, columns, k = maps.shape
        mean = maps.mean(axis=0).reshape(-1, k)
        covariance = np.empty((rows * columns, k, k), np.float32)  # n - 1 times
        for row in range(rows):  # one after the other, so that what is between takes little memory
            cancellation.raise_if_cancelled()
            part = slice(row * columns, (row + 1) * columns)
            centred = maps[:, row].transpose(1, 0, 2) - mean[part, None]  # (columns, n, k)
            covariance[part] = centred.transpose(0, 2, 1) @ centred
        of_all = covariance.mean(axis=0) / np.float32(n - 1)
        covariance += np.float32(_PICTURES_OF_ALL_PLACES) * of_all
        covariance /= np.float32(n - 1 + _PICTURES_OF_ALL_PLACES)
        least = np.float32(_DAMPING * max(float(np.trace(of_all)) / k, 1e-6))
        covariance[:, np.arange(k), np.arange(k)] += least
        return cls(mean, np.linalg.inv(np.linalg.cholesky(covariance)).astype(np.float32))

    def distances(self, maps: Floats) -> Floats:
        """Return the Mahalanobis distance of each cell, over the root of k, (n, rows, columns) float32."""
        centred = _by_place(maps) - self.mean[:, None]
        whitened = centred @ self.whitening.transpose(0, 2, 1)
        squares = np.einsum("pnk,pnk->np", whitened, whitened) / np.float32(maps.shape[-1])
        return np.asarray(np.sqrt(squares).reshape(maps.shape[:3]), np.float32)

    def arrays(self) -> dict[str, Floats]:
        """Return the attributes as arrays."""
        return {"mean": self.mean, "whitening": self.whitening}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Floats]) -> PlaceGaussians:
        """Rebuild the object from `arrays`; their shapes have been validated."""
        return cls(arrays["mean"], arrays["whitening"])


def _by_place(maps: Floats) -> Floats:
    n, rows, columns, k = maps.shape
    return np.ascontiguousarray(maps.reshape(n, rows * columns, k).transpose(1, 0, 2))
