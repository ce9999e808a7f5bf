"""Near copies among pictures, such as the frames of a burst, found by a perceptual hash.

If one of them is learnt from and another one tested, the test shows less than a new picture would.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation

_MOST_BITS = (
    6  # of 64: noise, JPEG, less light or a shift by a pixel change up to 4, and other pictures have 20 or more
)
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
    groups = np.arange(n)
    if n < 2:
        return groups
    codes = np.array(hashes, np.uint64)
    most = _largest_difference(codes)
    for start in range(0, n, _ROWS_AT_ONCE):
        cancellation.raise_if_cancelled()
        rows = codes[start : start + _ROWS_AT_ONCE]
        one, other = np.nonzero(np.bitwise_count(rows[:, None] ^ codes) <= most)
        for first, second in zip((one + start).tolist(), other.tolist(), strict=True):
            if first < second:
                _unite(groups, first, second)
    return np.array([_root(groups, place) for place in range(n)], np.intp)


def _largest_difference(codes: NDArray[np.uint64]) -> float:
    """Return by how many bits near copies of these pictures differ at most."""
    random = np.random.default_rng(0)
    pairs = random.integers(0, len(codes), (2, _USUAL_PAIRS))
    pairs = pairs[:, pairs[0] != pairs[1]]
    differences = np.bitwise_count(codes[pairs[0]] ^ codes[pairs[1]])
    return min(_MOST_BITS, _SHARE_OF_USUAL * float(np.median(differences)))


def _root(groups: NDArray[np.intp], place: int) -> int:
    while groups[place] != place:
        groups[place] = groups[groups[place]]
        place = int(groups[place])
    return place


def _unite(groups: NDArray[np.intp], one: int, other: int) -> None:
    first, second = sorted((_root(groups, one), _root(groups, other)))
    groups[second] = first
