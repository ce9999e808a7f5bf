"""What is seen in a cell, foretold from the cells around it: what cannot be foretold is unusual.

A seam, a shadow or a texture goes on from cell to cell, a flaw does not. The cell is foretold by a linear regression on
eight cells two away from it, so that none of them sees what lies in the middle of the cell itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation

Floats = NDArray[np.float32]

_AWAY = 2  # cells
_AROUND = tuple(
    (down, right)
    for down in (0, _AWAY, 2 * _AWAY)
    for right in (0, _AWAY, 2 * _AWAY)
    if (down, right) != (_AWAY, _AWAY)
)
NEIGHBOURS = len(_AROUND)
_MOST_CELLS = 20_000
_DAMPING = 0.05  # of the variance of whitened values, about 1
_MAPS_AT_ONCE = 16


@dataclass(frozen=True, eq=False)
class Context:
    """A linear regression.

    Attributes:
        weights: (8 k, k) float32.
        bias: (k,) float32.
    """

    weights: Floats
    bias: Floats

    @classmethod
    def fit(
        cls, maps: Floats, parts: Sequence[NDArray[np.intp]], cancellation: Cancellation
    ) -> tuple[Context, list[Context]]:
        """Learn from some of the cells of maps of normal pictures.

        Args:
            maps: (n, rows, columns, k) float32.
            parts: the indices of pictures that are held out together; they hold each picture once.
            cancellation: checked before each picture.

        Returns:
            What was learnt from all of them, and for each part what was learnt from the others.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        each = max(1, min(maps[0, ..., 0].size, _MOST_CELLS // len(maps)))
        random = np.random.default_rng(0)  # a fixed choice: the same pictures give the same regression
        moments = [_moments(maps[part], each, random, cancellation) for part in parts]
        total = np.sum(moments, axis=0)
        k = maps.shape[-1]
        return cls._from_moments(total, k), [cls._from_moments(total - one, k) for one in moments]

    @classmethod
    def _from_moments(cls, moments: NDArray[np.float64], k: int) -> Context:
        """Return the regression from the second moments of what is given, what is wanted and 1, in this order."""
        moments = moments / moments[-1, -1]
        means = moments[-1, :-1]
        covariance = moments[:-1, :-1] - np.outer(means, means)
        given = covariance[:-k, :-k]
        given[np.diag_indices_from(given)] += _DAMPING
        weights = np.linalg.solve(given, covariance[:-k, -k:])
        return cls(weights.astype(np.float32), (means[-k:] - means[:-k] @ weights).astype(np.float32))

    def rest(self, maps: Floats) -> Floats:
        """Return (n, rows, columns, k) maps less what is foretold of them, of the same shape."""
        rest = np.empty_like(maps)
        for start in range(0, len(maps), _MAPS_AT_ONCE):
            part = maps[start : start + _MAPS_AT_ONCE]
            rest[start : start + _MAPS_AT_ONCE] = part - (_around(part) @ self.weights + self.bias)
        return rest


def _moments(
    maps: Floats, each: int, random: np.random.Generator, cancellation: Cancellation
) -> NDArray[np.float64]:
    """Return the sums of products of what is around a cell, what is in it and 1, from so many cells of each map."""
    cells = maps[0, ..., 0].size
    rows = []
    for one in maps:
        cancellation.raise_if_cancelled()
        chosen = random.permutation(cells)[:each]
        around, values = _around(one[None]).reshape(cells, -1)[chosen], one.reshape(cells, -1)[chosen]
        rows.append(np.concatenate([around, values, np.ones((each, 1), np.float32)], axis=1))
    data = np.concatenate(rows)
    return np.asarray(data.T @ data, np.float64)


def _around(maps: Floats) -> Floats:
    """Return the cells around each cell, (n, rows, columns, 8 k); beyond the edges the map is mirrored."""
    rows, columns = maps.shape[1:3]
    padded = np.pad(maps, ((0, 0), (_AWAY, _AWAY), (_AWAY, _AWAY), (0, 0)), mode="reflect")
    return np.concatenate(
        [padded[:, down : down + rows, right : right + columns] for down, right in _AROUND], axis=-1
    )
