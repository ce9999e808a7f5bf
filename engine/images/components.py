"""Connected parts of a mask, by runs of its rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.intp]


def labelled(mask: NDArray[np.bool_]) -> tuple[Labels, int]:
    """Return which part each pixel belongs to, (height, width), and how many parts there are.

    Args:
        mask: (height, width); pixels that touch by an edge or a corner are connected.

    Returns:
        0 where the mask is False, else the part's number from 1 on.
    """
    steps = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, begin = np.nonzero(steps == 1)
    end = np.nonzero(steps == -1)[1]  # exclusive
    parent = list(range(len(row)))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = parent[parent[run]]
            run = parent[run]
        return run

    first_of_row = np.searchsorted(row, np.arange(len(mask) + 1)).tolist()
    begins, ends = begin.tolist(), end.tolist()
    for index in range(1, len(mask)):
        above, last_above = first_of_row[index - 1], first_of_row[index]
        for run in range(first_of_row[index], first_of_row[index + 1]):
            while above < last_above and ends[above] < begins[run]:
                above += 1
            touching = above
            while touching < last_above and begins[touching] <= ends[run]:
                parent[root(touching)] = root(run)
                touching += 1
    roots = np.array([root(run) for run in range(len(row))], np.intp)
    names, number = np.unique(roots, return_inverse=True)
    labels = np.zeros(mask.shape, np.intp)
    labels[mask] = np.repeat(number + 1, end - begin)  # both in the order of rows, then columns
    return labels, len(names)
