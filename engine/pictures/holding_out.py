"""Holding out normal pictures to test with, where a folder has none for that."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SHARE = 0.2
_BLOCKS = 10  # of pictures in a row, of which some are held out where all are near copies of each other
_LARGEST_GROUP = 0.5  # of all pictures; then the groups tell nothing


def held_out(groups: NDArray[np.intp], seed: int = 0) -> NDArray[np.bool_]:
    """Return which pictures are held out, (n,) bool: a random fifth, whole groups of near copies at a time.

    Where most pictures are near copies of each other, e.g. of a fixed camera, so that groups tell nothing, whole
    stretches of the order of names are held out, since what was taken one after the other is most alike.

    Args:
        groups: the group of each picture, in the order of their names.
        seed: the same seed holds out the same pictures.
    """
    n = len(groups)
    random = np.random.default_rng(seed)
    names, sizes = np.unique(groups, return_counts=True)
    if sizes.max(initial=0) > _LARGEST_GROUP * n:
        groups = np.arange(n) * min(_BLOCKS, n) // max(n, 1)
        names, sizes = np.unique(groups, return_counts=True)
    is_out = np.zeros(n, bool)
    wanted = most_held_out(n)
    for place in random.permutation(len(names)):
        if is_out.sum() + sizes[place] <= wanted:
            is_out |= groups == names[place]
    return is_out


def most_held_out(count: int) -> int:
    """Return how many of so many pictures are held out; fewer where near copies would be parted."""
    return max(1, round(_SHARE * count))
