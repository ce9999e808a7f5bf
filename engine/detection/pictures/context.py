"""What is seen in a cell, foretold from the cells around it: what cannot be foretold is unusual.

A seam, a shadow or a texture goes on from cell to cell, a flaw does not. The cell is foretold by a linear regression on
eight cells two away from it, so that none of them sees what lies in the middle of the cell itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_AWAY = 2  # cells
_AROUND = tuple(
    (down, right)
    for down in (0, _AWAY, 2 * _AWAY)
    for right in (0, _AWAY, 2 * _AWAY)
    if (down, right) != (_AWAY, _AWAY)
)
NEIGHBOURS = len(_AROUND)
_MOST_CELLS = 12_000
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
    def fit(cls, maps: Floats) -> Context:
        """Learn from some of the cells of (n, rows, columns, k) float32 maps of normal pictures."""
        n, rows, columns, k = maps.shape
        each = max(1, min(rows * columns, _MOST_CELLS // n))
        random = np.random.default_rng(0)  # a fixed choice: the same pictures give the same regression
        around, values = [], []
        for one in maps:
            chosen = random.permutation(rows * columns)[:each]
            around.append(_around(one[None]).reshape(rows * columns, -1)[chosen])
            values.append(one.reshape(rows * columns, k)[chosen])
        given, wanted = np.concatenate(around), np.concatenate(values)
        means = given.mean(axis=0), wanted.mean(axis=0)
        given -= means[0]
        products = (given.T @ given).astype(np.float64)
        products[np.diag_indices_from(products)] += _DAMPING * len(given)
        weights = np.linalg.solve(products, given.T @ (wanted - means[1])).astype(np.float32)
        return cls(weights, np.asarray(means[1] - means[0] @ weights, np.float32))

    def rest(self, maps: Floats) -> Floats:
        """Return (n, rows, columns, k) maps less what is foretold of them, of the same shape."""
        rest = np.empty_like(maps)
        for start in range(0, len(maps), _MAPS_AT_ONCE):
            part = maps[start : start + _MAPS_AT_ONCE]
            rest[start : start + _MAPS_AT_ONCE] = part - (_around(part) @ self.weights + self.bias)
        return rest


def _around(maps: Floats) -> Floats:
    """Return the cells around each cell, (n, rows, columns, 8 k); beyond the edges the map is mirrored."""
    rows, columns = maps.shape[1:3]
    padded = np.pad(maps, ((0, 0), (_AWAY, _AWAY), (_AWAY, _AWAY), (0, 0)), mode="reflect")
    return np.concatenate(
        [padded[:, down : down + rows, right : right + columns] for down, right in _AROUND], axis=-1
    )
