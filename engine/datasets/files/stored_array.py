"""An array in a file: what its header says is checked before any of its data are read."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from engine.errors import UserError
from engine.file_problems import damaged, reading, shown

MAX_BYTES = 4 * 2**30
"""The most bytes that the arrays of one file may have together, unless they are memory-mapped."""
MAX_EXPANSION = 200
"""How many times larger than its compressed form an array may be. MNIST reaches 5, deflate at most 1,030."""
ALWAYS_ALLOWED_BYTES = 64 * 2**20
"""Up to this size any compression ratio is allowed."""
MAP_BYTES = 256 * 2**20
"""From this size on plain uint8 data are memory-mapped. Smaller ones are safer in memory: a program that overwrites a
mapped file truncates it first, and a process that reads it at that moment is killed by SIGBUS."""
BLOCK_BYTES = 4 * 2**20
_MAX_NAME = 60

_KINDS = {
    "O": "Python objects, which could run code and are never opened",
    "V": "records",
    "c": "complex numbers",
    "U": "text",
    "S": "text",
    "a": "text",
    "M": "dates",
    "m": "durations",
}

Done = Callable[[int], None]


class ByteStream(Protocol):
    """What is required of an opened file."""

    def read(self, size: int, /) -> bytes:
        """Return `size` bytes, or fewer at the end of the file."""


@dataclass(frozen=True, eq=False)
class StoredArray:
    """An array in a file.

    Attributes:
        path: the file.
        name: the array's name in an .npz, or "".
        dtype: bool, or an integer or float type of any byte order.
        shape: the array's shape.
        is_fortran: whether the first axis varies fastest in the file.
        packed_bytes: the array's size on disk.
        unpacked_bytes: how many bytes of data the file claims to have, or None if only reading it shows.
        open_data: opens the file for reading at the array's first byte.
        data_offset: where the uncompressed data begin in the file, in bytes; None if they are compressed.
    """

    path: Path
    name: str
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    is_fortran: bool
    packed_bytes: int
    unpacked_bytes: int | None
    open_data: Callable[[], AbstractContextManager[ByteStream]]
    data_offset: int | None = None

    @property
    def label(self) -> str:
        """The array's name in messages: "x_train in digits.npz"."""
        return label_of(self.path, self.name)

    @property
    def size(self) -> int:
        """Number of elements according to the header; Python's integers cannot overflow."""
        return math.prod(self.shape)

    @property
    def nbytes(self) -> int:
        """Bytes of data according to the header."""
        return self.size * self.dtype.itemsize

    @property
    def is_mappable(self) -> bool:
        """Whether the data in the file can be used without conversion, and are large enough to be memory-mapped."""
        is_plain = self.data_offset is not None and not self.is_fortran
        return is_plain and self.dtype == np.uint8 and self.nbytes >= MAP_BYTES

    def map(self) -> NDArray[np.uint8]:
        """Return the data of an array that `is_mappable`, memory-mapped and read-only, in its shape."""
        with reading(self.path):
            return np.memmap(self.path, np.uint8, "r", self.data_offset or 0, self.shape)

    def check_promise(self) -> None:
        """Compare the header's sizes with what the file can hold.

        Raises:
            UserError: the array is empty, its size does not match the file's, or its compression ratio is implausible.
        """
        if self.size == 0:
            raise UserError(
                "{array} is empty (its shape is {shape}); choose a file with at least one image.",
                array=self.label,
                shape=shape_text(self.shape),
            )
        if self.unpacked_bytes is not None and self.unpacked_bytes != self.nbytes:
            raise damaged(
                self.path, f"{self.label}: {self.nbytes} bytes are promised, {self.unpacked_bytes} are there"
            )
        if self.nbytes > max(ALWAYS_ALLOWED_BYTES, MAX_EXPANSION * self.packed_bytes):
            raise UserError(
                "{array} would unpack {packed} to {unpacked}, more than the {limit}-fold that is believable for "
                "images; save it again uncompressed if it is sound.",
                array=self.label,
                packed=byte_text(self.packed_bytes),
                unpacked=byte_text(self.nbytes),
                limit=MAX_EXPANSION,
            )

    def blocks(self) -> Iterator[NDArray[Any]]:
        """Yield the elements in the order of the file, as flat arrays of at most `BLOCK_BYTES`.

        No more is read than the header says, whatever the file decompresses to.

        Raises:
            UserError: the file is too short or too long, or cannot be read.
        """
        left = self.nbytes
        with reading(self.path), self.open_data() as stream:
            while left:
                wanted = min(left, BLOCK_BYTES)  # all item sizes divide the block's
                data = stream.read(wanted)
                if len(data) < wanted:
                    raise damaged(self.path, f"{self.label} ends {left - len(data)} bytes early")
                left -= wanted
                yield np.frombuffer(data, self.dtype)
            if stream.read(1):  # reaching the end also checks the checksums of zip and gzip
                raise damaged(self.path, f"{self.label} goes on after the {self.nbytes} bytes of its header")

    def read(self, dtype: DTypeLike, convert: Callable[[NDArray[Any]], NDArray[Any]], done: Done) -> NDArray[Any]:
        """Return the whole array in its shape, converted block by block.

        Args:
            dtype: of the result.
            convert: takes a flat block of `self.dtype` and returns as many elements.
            done: called with the number of bytes of every block.

        Raises:
            UserError: the file cannot be read, or there is not enough memory.
        """
        with reading(self.path):
            flat = np.empty(self.size, dtype)
        at = 0
        for block in self.blocks():
            flat[at : at + len(block)] = convert(block)
            at += len(block)
            done(block.nbytes)
        return flat.reshape(self.shape[::-1]).T if self.is_fortran else flat.reshape(self.shape)


def dtype_of(code: str, label: str) -> np.dtype[Any]:
    """Return the type of an array's numbers.

    Args:
        code: as NumPy writes it in a file, e.g. "<f4" or "|u1".
        label: the array's name in messages.

    Raises:
        UserError: it is not a numeric type that this program accepts.
    """
    kind = code.lstrip("<>|=")
    if kind in ("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"):
        return np.dtype(code)
    raise UserError(
        "{array} holds {kind}, but images and labels must be plain numbers; save it as uint8.",
        array=label,
        kind=_KINDS.get(kind[:1], f"values of the unknown type {code[:20]!r}"),
    )


def label_of(path: Path, name: str) -> str:
    """Return the name in messages of the array `name` in the file `path`."""
    short = name if len(name) <= _MAX_NAME else f"{name[:_MAX_NAME]}…"
    return f"{short} in {shown(path)}" if name else shown(path)


def shape_text(shape: tuple[int, ...]) -> str:
    """Return a shape as text: "60000 × 28 × 28"."""
    return " × ".join(map(str, shape)) or "a single number"


def byte_text(count: int) -> str:
    """Return a number of bytes as text: "1.5 GiB"."""
    for unit, size in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{count} bytes"
