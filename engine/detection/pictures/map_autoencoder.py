"""A linear autoencoder of whole descriptor maps: what it rebuilds from its short code is usual in normal pictures.

The best linear autoencoder projects on the principal axes (P. Baldi and K. Hornik, "Neural networks and principal
component analysis: learning from examples without local minima", Neural Networks 2, 1989), so it is computed and not
trained, in a second. It also learns the maps shifted by a cell each way: then a picture that lies a little beside
the others can be rebuilt, too.

What is left of a picture says little by its size: some places are rebuilt badly in every picture. So it is compared
with what is left, at the same place, of normal pictures that the autoencoder had not seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation
from engine.detection.pictures.place_gaussians import PlaceGaussians

Floats = NDArray[np.float32]

LONGEST_CODE = 32
_PARTS = 4
_MOST_SHIFTED = 100  # pictures that are learnt shifted, too
_SHIFTS = ((0, 1), (0, -1), (1, 0), (-1, 0))  # of a cell, down and right


@dataclass(frozen=True, eq=False)
class LinearAutoencoder:
    """Projects on the principal axes of maps.

    Attributes:
        mean: (v,) float32, v the values of a map.
        axes: (v, code) float32, of unit length.
    """

    mean: Floats
    axes: Floats

    @classmethod
    def fit(cls, maps: Floats) -> LinearAutoencoder:
        """Learn from (n, rows, columns, k) float32 maps of normal pictures, n >= 2."""
        mean = maps.mean(axis=0)
        values = np.concatenate([maps, *(_shifted(maps[:_MOST_SHIFTED], down, right) for down, right in _SHIFTS)])
        values -= mean
        values = values.reshape(len(values), -1)
        variance, axes = np.linalg.eigh((values @ values.T).astype(np.float64))
        length = min(LONGEST_CODE, len(maps) - 1)
        kept = slice(-1, -1 - length, -1)
        scale = np.sqrt(np.maximum(variance[kept], 1e-6 * max(variance[-1], 1e-9)))
        return cls(mean.reshape(-1), values.T @ (axes[:, kept] / scale).astype(np.float32))

    def rest(self, maps: Floats) -> Floats:
        """Return maps less what is rebuilt of them, of the same shape."""
        values = maps.reshape(len(maps), -1) - self.mean
        values -= (values @ self.axes) @ self.axes.T
        return values.reshape(maps.shape)


@dataclass(frozen=True, eq=False)
class MapAutoencoder:
    """The autoencoder, and what is usually left at each place.

    Attributes:
        autoencoder: of the maps.
        usual: of what is left of normal pictures.
    """

    autoencoder: LinearAutoencoder
    usual: PlaceGaussians

    @classmethod
    def fit(cls, maps: Floats, cancellation: Cancellation) -> MapAutoencoder:
        """Learn from (n, rows, columns, k) float32 maps of normal pictures, n >= 6.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        rest = np.empty_like(maps)
        everything = np.arange(len(maps))
        for part in range(_PARTS):
            cancellation.raise_if_cancelled()
            is_held = everything % _PARTS == part
            rest[is_held] = LinearAutoencoder.fit(maps[~is_held]).rest(maps[is_held])
        cancellation.raise_if_cancelled()
        return cls(LinearAutoencoder.fit(maps), PlaceGaussians.fit(rest))

    def distances(self, maps: Floats) -> Floats:
        """Return how unusual what is left of each cell is, (n, rows, columns) float32, at least 0."""
        return self.usual.distances(self.autoencoder.rest(maps))

    def arrays(self) -> dict[str, Floats]:
        """Return the attributes as arrays."""
        usual = {f"rest_{name}": array for name, array in self.usual.arrays().items()}
        return {"mean": self.autoencoder.mean, "axes": self.autoencoder.axes, **usual}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Floats]) -> MapAutoencoder:
        """Rebuild the object from `arrays`; their shapes have been validated."""
        return cls(
            LinearAutoencoder(arrays["mean"], arrays["axes"]),
            PlaceGaussians(arrays["rest_mean"], arrays["rest_whitening"]),
        )


def _shifted(maps: Floats, down: int, right: int) -> Floats:
    """Return the maps shifted by so many cells, at most one; the edges are repeated."""
    padded = np.pad(maps, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")
    rows, columns = maps.shape[1:3]
    return padded[:, 1 - down : 1 - down + rows, 1 - right : 1 - right + columns]
