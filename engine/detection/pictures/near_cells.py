"""The most similar cell of normal pictures, at this place or beside it: whether such a part has been seen there at all.

Unlike a Gaussian it allows a part to look different from one normal picture to the next, as where an object turns. It
follows PatchCore (K. Roth et al., "Towards total recall in industrial anomaly detection", CVPR 2022), but looks only at
the same place and one cell around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

MOST_REFERENCES = 60
"""Normal pictures that are compared with; more take longer and find hardly more."""
_REACH = 1  # cells


@dataclass(frozen=True, eq=False)
class NearCells:
    """Normal pictures to compare with.

    Attributes:
        references: (m, rows, columns, k) float32 whitened maps, m at most `MOST_REFERENCES`.
    """

    references: Floats

    @classmethod
    def fit(cls, maps: Floats) -> NearCells:
        """Learn from (n, rows, columns, k) float32 maps of normal pictures, in random order."""
        return cls(np.ascontiguousarray(maps[:MOST_REFERENCES]))

    def distances(self, maps: Floats) -> Floats:
        """Return the distance of each cell to the nearest one around its place, over the root of k.

        Args:
            maps: (n, rows, columns, k) float32.

        Returns:
            (n, rows, columns) float32.
        """
        _n, rows, columns, k = maps.shape
        queries = maps.transpose(1, 2, 0, 3)  # (rows, columns, n, k)
        squares = np.einsum("rcnk,rcnk->rcn", queries, queries)
        nearest = np.full(squares.shape, np.inf, np.float32)
        known, known_squares = self._by_place
        side = 2 * _REACH + 1
        for down in range(side):
            for right in range(side):
                part = np.s_[down : down + rows, right : right + columns]
                far = known_squares[part][:, :, None] - 2 * (queries @ known[part])  # (rows, columns, n, m)
                np.minimum(nearest, far.min(axis=-1), out=nearest)
        distances = np.sqrt(np.maximum(nearest + squares, 0) / np.float32(k))
        return np.ascontiguousarray(distances.transpose(2, 0, 1))

    @cached_property
    def _by_place(self) -> tuple[Floats, Floats]:
        """The references' cells by place, (rows + 2, columns + 2, k, m), and their squares, without k."""
        reach = ((_REACH, _REACH),) * 2
        padded = np.pad(self.references, ((0, 0), *reach, (0, 0)), mode="edge")
        known = np.ascontiguousarray(padded.transpose(1, 2, 3, 0))
        return known, np.einsum("rckm,rckm->rcm", known, known)

    def arrays(self) -> dict[str, Floats]:
        """Return the attributes as arrays."""
        return {"references": self.references}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Floats]) -> NearCells:
        """Rebuild the object from `arrays`; their shapes have been validated."""
        return cls(arrays["references"])
