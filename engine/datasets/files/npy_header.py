"""The header of NumPy's .npy format, read without evaluating untrusted text.

Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. The header is a Python literal with
three keys. They are found by regular expressions, since a hostile literal could make Python's parser use any amount of
memory and time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.datasets.files.stored_array import ByteStream, dtype_of
from engine.errors import UserError

MAGIC = b"\x93NUMPY"
_MAX_HEADER_BYTES = 10_000  # NumPy's own limit
_LENGTH_BYTES = {1: 2, 2: 4, 3: 4}  # by major version
_DESCR = re.compile(r"""['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|\[)""")
_FORTRAN = re.compile(r"""['"]fortran_order['"]\s*:\s*(True|False)""")
_SHAPE = re.compile(r"""['"]shape['"]\s*:\s*\(([\d\s,L]*)\)""")  # Python 2 wrote 3L
_MAX_DIMENSIONS = 8
_MAX_DIGITS = 18


@dataclass(frozen=True)
class NpyHeader:
    """What a .npy file says about its array. `data_offset` is where the data begin, in bytes."""

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    is_fortran: bool
    data_offset: int


def read_npy_header(stream: ByteStream, label: str) -> NpyHeader:
    """Read a header from the start of a stream, and no byte beyond it.

    Args:
        stream: positioned at the first byte.
        label: the array's name in messages.

    Raises:
        UserError: it is not a .npy header, or its type is not a plain number.
    """
    start = stream.read(8)
    if len(start) < 8 or not start.startswith(MAGIC) or start[6] not in _LENGTH_BYTES:
        raise _not_npy(label, f"it starts with {start!r}")
    length_bytes = stream.read(_LENGTH_BYTES[start[6]])
    length = int.from_bytes(length_bytes, "little")
    if length > _MAX_HEADER_BYTES:
        raise _not_npy(label, f"its header claims {length} bytes")
    raw = stream.read(length)
    if len(raw) < length:
        raise _not_npy(label, "its header is cut off")
    text = raw.decode("latin-1")
    descr, fortran, shape = _DESCR.search(text), _FORTRAN.search(text), _SHAPE.search(text)
    if not (descr and fortran and shape):
        raise _not_npy(label, f"its header is {text!r}")
    sides = [side.strip().rstrip("L") for side in shape[1].split(",") if side.strip()]
    is_sane = len(sides) <= _MAX_DIMENSIONS and all(s.isdecimal() and len(s) <= _MAX_DIGITS for s in sides)
    if not is_sane:
        raise _not_npy(label, f"its shape is ({shape[1]})")
    return NpyHeader(
        dtype=dtype_of("V" if descr[1] is None else descr[1], label),
        shape=tuple(map(int, sides)),
        is_fortran=fortran[1] == "True",
        data_offset=8 + len(length_bytes) + length,
    )


def _not_npy(label: str, details: str) -> UserError:
    return UserError(
        "{array} is damaged or no NumPy array, so it cannot be read; make or download it again.",
        array=label,
        details=f"{label}: {details}",
    )
