"""A hash of the content of arrays, to recognise the same data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCK_BYTES = 64 * 1024
_MOST_BLOCKS = 64


def content_hash(arrays: Sequence[NDArray[Any] | None]) -> str:
    """Return a hash of the arrays' dtypes, shapes and values, the same on every system and in every run.

    Of an array of more than 4 MiB only 64 blocks of 64 KiB are hashed, spread from its beginning to its end, so that a
    mapped file of gigabytes takes no longer than MNIST. Two such data sets get the same hash if they differ only
    outside these blocks, e.g. in a few edited images.

    Args:
        arrays: their order matters; None stands for a missing array and matters, too.
    """
    content = hashlib.sha256()
    for array in arrays:
        if array is None:
            content.update(b"none;")
            continue
        content.update(f"{array.dtype.newbyteorder('<').str}{array.shape};".encode())
        rows_at_once = max(1, _BLOCK_BYTES // max(1, array[:1].nbytes))
        starts = np.arange(0, len(array), rows_at_once)
        if len(starts) > _MOST_BLOCKS:
            starts = np.linspace(0, len(array) - rows_at_once, _MOST_BLOCKS).astype(np.int64)
        for start in starts.tolist():
            block = array[start : start + rows_at_once]
            content.update(np.ascontiguousarray(block, block.dtype.newbyteorder("<")).data)
    return content.hexdigest()
