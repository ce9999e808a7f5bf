"""Arrays to the bytes of a ``.npy`` file, and back from untrusted bytes."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Collection
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"\x93NUMPY\x01\x00"
# NumPy's own reader evaluates the header as a Python literal, which may warn, recurse or run out of memory.
_HEADER = re.compile(
    rb"\{'descr': '([<|][fiu][1248])', 'fortran_order': False, "
    rb"'shape': \(((?:\d{1,9}, ){0,7}(?:\d{1,9},?)?)\), \} *\n"
)


def encode(array: NDArray[Any]) -> bytes:
    """Return the array as a little-endian ``.npy`` file of version 1.0, in C order.

    Raises:
        ValueError: the array holds Python objects.
    """
    stream = io.BytesIO()
    write(stream, array)
    return stream.getvalue()


def write(stream: BinaryIO, array: NDArray[Any]) -> None:
    """Write the array in the form of `encode`, block by block.

    Raises:
        ValueError: the array holds Python objects.
    """
    plain = np.asarray(array, array.dtype.newbyteorder("<"), order="C")
    np.lib.format.write_array(stream, plain, version=(1, 0), allow_pickle=False)


def decode(content: bytes, dtypes: Collection[str]) -> NDArray[Any]:
    """Return the array of a ``.npy`` file as `encode` makes it, read-only and without a copy.

    Args:
        content: the whole file.
        dtypes: the types that are allowed, as NumPy writes them, e.g. "<f4".

    Raises:
        ValueError: the header has another form, or its size is not the number of bytes that follow.
    """
    header_start = len(_MAGIC) + 2
    data_start = header_start + int.from_bytes(content[len(_MAGIC) : header_start], "little")
    header = _HEADER.fullmatch(content[header_start:data_start])
    if not content.startswith(_MAGIC) or header is None:
        raise ValueError("an array's header is not readable")
    dtype_name = header[1].decode()
    if dtype_name not in dtypes:
        raise ValueError(f"an array holds {dtype_name}, which does not belong there")
    shape = tuple(int(side) for side in header[2].split(b",") if side)
    promised = math.prod(shape) * np.dtype(dtype_name).itemsize
    if len(content) - data_start != promised:
        raise ValueError(f"an array holds {len(content) - data_start} bytes where its header promises {promised}")
    return np.ndarray(shape, dtype_name, buffer=content, offset=data_start)
