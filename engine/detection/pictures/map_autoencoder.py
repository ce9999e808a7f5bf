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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation
from engine.detection.pictures.context import Context
from engine.detection.pictures.likeness import parts_of
from engine.detection.pictures.place_gaussians import PlaceGaussians

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]

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
    def fit(
        cls, maps: Floats, parts: Sequence[Indices], cancellation: Cancellation
    ) -> tuple[LinearAutoencoder, list[LinearAutoencoder]]:
        """Learn from maps of normal pictures.

        Args:
            maps: (n, rows, columns, k) float32.
            parts: the indices of pictures that are held out together; they hold each picture once.
            cancellation: checked often.

        Returns:
            What was learnt from all of them, and for each part what was learnt from the others.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        shifts = _SHIFTS if len(maps) <= _MOST_SHIFTED else ()
        values = np.concatenate([maps, *(_shifted(maps, down, right) for down, right in shifts)])
        mean = maps.mean(axis=0)
        values -= mean
        values = values.reshape(len(values), -1)
        products = np.zeros((len(values), len(values)))
        for start in range(0, values.shape[1], _VALUES_AT_ONCE):
            cancellation.raise_if_cancelled()
            part = values[:, start : start + _VALUES_AT_ONCE]
            products += part @ part.T
        learnt = []
        for held in (np.arange(0), *parts):
            cancellation.raise_if_cancelled()
            is_learnt = np.ones(len(maps), bool)
            is_learnt[held] = False
            learnt.append(cls._of(values, products, mean.reshape(-1), is_learnt))
        return learnt[0], learnt[1:]

    @classmethod
    def _of(
        cls, values: Floats, products: NDArray[np.float64], mean: Floats, is_learnt: NDArray[np.bool_]
    ) -> LinearAutoencoder:
        """Return what is learnt from some of the pictures.

        Args:
            values: (m, v) float32 maps less the mean of all, those as they are first and then each shift of them.
            products: (m, m), of these with each other.
            mean: (v,) float32, of all.
            is_learnt: (n,) bool: which pictures to learn from, at least two.
        """
        count = int(is_learnt.sum())
        rows = np.flatnonzero(np.tile(is_learnt, len(values) // len(is_learnt)))
        # The principal axes of v values follow from the products of the few maps with each other, centred.
        own = products[np.ix_(rows, rows)]
        to_mean = own[:, :count].mean(axis=1)
        own = own - to_mean[:, None] - to_mean + to_mean[:count].mean()
        variance, vectors = np.linalg.eigh(own)
        kept = slice(-1, -1 - min(LONGEST_CODE, count - 1), -1)
        scale = np.sqrt(np.maximum(variance[kept], 1e-6 * max(float(variance[-1]), 1e-9)))
        weights = np.zeros((len(values), scale.size), np.float32)
        weights[rows] = vectors[:, kept] / scale
        weights[rows[:count]] -= weights.sum(axis=0) / np.float32(count)  # each row of values less their mean
        own_mean = values[rows[:count]].mean(axis=0)
        return cls(mean + own_mean, values.T @ weights)

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
    def fit(cls, maps: Floats, groups: Indices, cancellation: Cancellation) -> MapAutoencoder:
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
        autoencoder, autoencoders = LinearAutoencoder.fit(maps, parts, cancellation)
        for held, without in zip(parts, autoencoders, strict=True):
            rest[held] = without.rest(maps[held])
        cancellation.raise_if_cancelled()
        context, contexts = Context.fit(rest, parts, cancellation)
        for held, foretelling in zip(parts, contexts, strict=True):
            cancellation.raise_if_cancelled()
            rest[held] = foretelling.rest(rest[held])
        cancellation.raise_if_cancelled()
        return cls(autoencoder, context, PlaceGaussians.fit(rest, cancellation))

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
