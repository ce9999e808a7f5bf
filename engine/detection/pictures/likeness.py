"""Groups of pictures that are more alike than others: photographs of one and the same thing.

They are no copies, so all of them are learnt from. But if one is held out while another is learnt from, it looks more
normal than any new picture will, and the promise about false alarms is broken: with up to six photographs of each tile
18 in 100 good pictures were called abnormal at a promise of 5. So a group is held out as a whole.

Pictures are alike if their whitened descriptor maps, less the mean map, correlate: those of different things hardly do.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]

_ALIKE = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""The correlation from which on pictures are alike. Of different tiles, boards and papers 99 in 100 pairs have less
than 0.35. Where groups become too large, the pictures are of a few kinds rather than of one thing each, and the next
value counts within them."""
_LARGEST_SHARE = 0.1  # of all pictures in one group
_VALUES_AT_ONCE = 4_096


def groups_of(maps: Floats, cancellation: Cancellation) -> Indices:
    """Return the number of each picture's group, (n,).

    Args:
        maps: (n, rows, columns, k) float32, whitened.
        cancellation: checked often.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    n = len(maps)
    values = maps.reshape(n, -1)
    products = np.zeros((n, n))
    for start in range(0, values.shape[1], _VALUES_AT_ONCE):
        cancellation.raise_if_cancelled()
        part = values[:, start : start + _VALUES_AT_ONCE]
        part = part - part.mean(axis=0)
        products += part @ part.T
    length = np.sqrt(np.maximum(np.diag(products), 1e-12))
    correlation = products / length[:, None] / length
    groups = np.zeros(n, np.intp)
    largest = max(2, int(_LARGEST_SHARE * n))
    for alike in _ALIKE:
        sizes = np.bincount(groups)
        for number in np.flatnonzero(sizes > largest):
            members = np.flatnonzero(groups == number)
            found = _connected(correlation[np.ix_(members, members)] > alike)
            groups[members] = np.where(found == 0, number, groups.max() + found)
    sizes = np.bincount(groups)
    is_too_large = sizes[groups] > largest  # they are all alike, so none of them is more so
    groups[is_too_large] = groups.max() + 1 + np.arange(int(is_too_large.sum()))
    return np.unique(groups, return_inverse=True)[1]


def parts_of(groups: Indices, count: int) -> list[Indices]:
    """Return the pictures of each of so many parts of about equal size, which hold each group as a whole."""
    sizes = np.bincount(groups)
    totals, part_of_group = np.zeros(count, int), np.zeros(len(sizes), int)
    for number in np.argsort(-sizes, kind="stable"):
        smallest = int(totals.argmin())
        part_of_group[number] = smallest
        totals[smallest] += sizes[number]
    return [np.flatnonzero(part_of_group[groups] == part) for part in range(count)]


def _connected(is_alike: NDArray[np.bool_]) -> Indices:
    """Return the number of each one's connected component, from 0, (n,)."""
    found = np.full(len(is_alike), -1, np.intp)
    number = 0
    for first in range(len(is_alike)):
        if found[first] >= 0:
            continue
        waiting: Sequence[int] = [first]
        found[first] = number
        while len(waiting) > 0:
            reached = is_alike[waiting].any(axis=0) & (found < 0)
            found[reached] = number
            waiting = np.flatnonzero(reached).tolist()
        number += 1
    return found
