"""Holding out normal pictures to test with, where a folder has none for that.

Near copies, such as the frames of a burst, stay on one side: if one of them is learnt from and another one tested, the
test shows less than a new picture would. They are found by a perceptual hash.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation

_SHARE = 0.2
_BLOCKS = 10  # of pictures in a row, of which some are held out where all are near copies of each other
_LARGEST_GROUP = 0.5  # of all pictures; then the groups tell nothing
_MOST_BITS = 6  # of 64: noise, JPEG, less light or a shift by a pixel change up to 4, other pictures 20 or more
_SHARE_OF_USUAL = 0.25  # of the usual difference, where all pictures are alike, e.g. of parts in a fixed place
_USUAL_PAIRS = 2_000
_ROWS_AT_ONCE = 256


def hash_of(image: NDArray[np.uint8]) -> int:
    """Return the perceptual hash of an image (height, width, 1 or 3) uint8, 64 bits.

    It tells which of the low frequencies of the image are above their median (imagehash.phash), so that noise,
    compression and a small shift change few of its bits.
    """
    import imagehash  # imported here, as is SciPy in it: only a set without test pictures needs it
    from PIL import Image

    picture = Image.fromarray(image[:, :, 0] if image.shape[2] == 1 else image)
    return int.from_bytes(np.packbits(imagehash.phash(picture).hash.ravel()).tobytes(), "big")


def grouped(hashes: Sequence[int], cancellation: Cancellation) -> NDArray[np.intp]:
    """Return the group of each picture, (n,): near copies, and what a chain of them connects, are in one group.

    Args:
        hashes: of `hash_of`, in the order of the pictures' names.
        cancellation: checked often.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    n = len(hashes)
    if n < 2:
        return np.arange(n)
    codes = np.array(hashes, np.uint64)
    most = _largest_difference(codes)
    groups = np.full(n, -1)
    for first in range(n):
        if groups[first] < 0:
            groups[first] = first
            latest = np.array([first])
            while len(latest) and len(left := np.flatnonzero(groups < 0)):
                cancellation.raise_if_cancelled()
                latest = left[_is_near_any(codes[left], codes[latest], most)]
                groups[latest] = first
    return groups


def _is_near_any(codes: NDArray[np.uint64], others: NDArray[np.uint64], most: float) -> NDArray[np.bool_]:
    is_near = np.zeros(len(codes), bool)
    for start in range(0, len(others), _ROWS_AT_ONCE):
        part = others[start : start + _ROWS_AT_ONCE, None]
        is_near |= (np.bitwise_count(part ^ codes) <= most).any(axis=0)
    return is_near


def held_out(groups: NDArray[np.intp], seed: int = 0) -> NDArray[np.bool_]:
    """Return which pictures are held out, (n,) bool: a random fifth, whole groups of near copies at a time.

    Where most pictures are near copies of each other, e.g. of a fixed camera, so that groups tell nothing, or where
    there are a few large groups only, whole
    stretches of the order of names are held out, since what was taken one after the other is most alike.

    Args:
        groups: the group of each picture, in the order of their names.
        seed: the same seed holds out the same pictures.
    """
    n = len(groups)
    random = np.random.default_rng(seed)
    wanted = most_held_out(n)
    names, sizes = np.unique(groups, return_counts=True)
    if sizes.max(initial=0) > _LARGEST_GROUP * n or sizes.min(initial=n) > wanted:
        groups = np.arange(n) * min(_BLOCKS, n) // max(n, 1)
        names, sizes = np.unique(groups, return_counts=True)
    is_out = np.zeros(n, bool)
    for place in random.permutation(len(names)):
        if is_out.sum() + sizes[place] <= wanted:
            is_out |= groups == names[place]
    return is_out


def _largest_difference(codes: NDArray[np.uint64]) -> float:
    """Return by how many bits near copies of these pictures differ at most."""
    random = np.random.default_rng(0)
    pairs = random.integers(0, len(codes), (2, _USUAL_PAIRS))
    pairs = pairs[:, pairs[0] != pairs[1]]
    differences = np.bitwise_count(codes[pairs[0]] ^ codes[pairs[1]])
    return min(_MOST_BITS, _SHARE_OF_USUAL * float(np.median(differences)))


def most_held_out(count: int) -> int:
    """Return how many of so many pictures are held out; fewer where near copies would be parted."""
    return max(1, round(_SHARE * count))
