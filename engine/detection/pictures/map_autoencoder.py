"""A linear autoencoder of whole descriptor maps: what it rebuilds from its short code is usual in normal pictures.

The best linear autoencoder projects on the principal axes (P. Baldi and K. Hornik, "Neural networks and principal
component analysis: learning from examples without local minima", Neural Networks 2, 1989), so it is computed and not
trained, in a second. Of few pictures it also learns the maps shifted by a cell each way: then a picture that lies a
little beside the others can be rebuilt, too.

Then what is left of a cell is foretold from what is left around it (see `Context`). What is left after both says
little by its size: some places are never rebuilt well. So it is compared with what is left, at the same place, of
normal pictures that neither had seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation
from engine.detection.pictures.context import Context
from engine.detection.pictures.likeness import parts_of
from engine.detection.pictures.place_gaussians import PlaceGaussians

Floats = NDArray[np.float32]

LONGEST_CODE = 32
_PARTS = 4
_MOST_SHIFTED = 60  # with more pictures none is learnt shifted, which would add little and take long
_SHIFTS = ((0, 1), (0, -1), (1, 0), (-1, 0))  # cells, down and right
_VALUES_AT_ONCE = 4_096


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
    def fit(cls, maps: Floats, cancellation: Cancellation) -> LinearAutoencoder:
        """Learn from (n, rows, columns, k) float32 maps of normal pictures, n >= 2.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        mean = maps.mean(axis=0)
        shifts = _SHIFTS if len(maps) <= _MOST_SHIFTED else ()
        values = np.concatenate([maps, *(_shifted(maps, down, right) for down, right in shifts)])
        values -= mean
        values = values.reshape(len(values), -1)
        products = np.zeros((len(values), len(values)), np.float64)
        for start in range(0, values.shape[1], _VALUES_AT_ONCE):
            cancellation.raise_if_cancelled()
            part = values[:, start : start + _VALUES_AT_ONCE]
            products += part @ part.T
        variance, axes = np.linalg.eigh(products)
        length = min(LONGEST_CODE, len(maps) - 1)
        kept = slice(-1, -1 - length, -1)
        scale = np.sqrt(np.maximum(variance[kept], 1e-6 * max(float(variance[-1]), 1e-9)))
        cancellation.raise_if_cancelled()
        return cls(mean.reshape(-1), values.T @ (axes[:, kept] / scale).astype(np.float32))

    def rest(self, maps: Floats) -> Floats:
        """Return maps less what is rebuilt of them, of the same shape."""
        values = maps.reshape(len(maps), -1) - self.mean
        values -= (values @ self.axes) @ self.axes.T
        return values.reshape(maps.shape)


@dataclass(frozen=True, eq=False)
class MapAutoencoder:
    """The autoencoder, what is foretold of the rest, and what is usually left at each place.

    Attributes:
        autoencoder: of the maps.
        context: of what the autoencoder leaves.
        usual: of what is left of normal pictures after both.
    """

    autoencoder: LinearAutoencoder
    context: Context
    usual: PlaceGaussians

    @classmethod
    def fit(cls, maps: Floats, groups: NDArray[np.intp], cancellation: Cancellation) -> MapAutoencoder:
        """Learn from maps of normal pictures.

        Args:
            maps: (n, rows, columns, k) float32.
            groups: (n,) the number of each picture's group, at least 4 groups.
            cancellation: checked often.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        parts = parts_of(groups, _PARTS)
        rest = np.empty_like(maps)
        for held in parts:
            others = np.delete(maps, held, axis=0)
            rest[held] = LinearAutoencoder.fit(others, cancellation).rest(maps[held])
        context = Context.fit(rest)
        left = np.empty_like(maps)
        for held in parts:
            cancellation.raise_if_cancelled()
            left[held] = Context.fit(np.delete(rest, held, axis=0)).rest(rest[held])
        del rest
        cancellation.raise_if_cancelled()
        return cls(LinearAutoencoder.fit(maps, cancellation), context, PlaceGaussians.fit(left))

    def distances(self, maps: Floats) -> Floats:
        """Return how unusual what is left of each cell is, (n, rows, columns) float32, at least 0."""
        return self.usual.distances(self.context.rest(self.autoencoder.rest(maps)))

    def arrays(self) -> dict[str, Floats]:
        """Return the attributes as arrays."""
        return {
            "mean": self.autoencoder.mean,
            "axes": self.autoencoder.axes,
            "context_weights": self.context.weights,
            "context_bias": self.context.bias,
            "rest_mean": self.usual.mean,
            "rest_whitening": self.usual.whitening,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Floats]) -> MapAutoencoder:
        """Rebuild the object from `arrays`; their shapes have been validated."""
        return cls(
            LinearAutoencoder(arrays["mean"], arrays["axes"]),
            Context(arrays["context_weights"], arrays["context_bias"]),
            PlaceGaussians(arrays["rest_mean"], arrays["rest_whitening"]),
        )


def _shifted(maps: Floats, down: int, right: int) -> Floats:
    """Return the maps shifted by so many cells, at most one; the edges are repeated."""
    padded = np.pad(maps, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")
    rows, columns = maps.shape[1:3]
    return padded[:, 1 - down : 1 - down + rows, 1 - right : 1 - right + columns]
