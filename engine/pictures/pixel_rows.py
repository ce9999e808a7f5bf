"""Rows of pixels that are written one after the other: to a file while there is room on the disk, else to memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from engine.errors import UserError
from engine.pictures.cache_folder import cache_folder

MOST_MEMORY_BYTES = 2 << 30
_ROWS_AT_ONCE = 64


class PixelRows:
    """Images of one shape, written in one order and read in another.

    A file is written and not mapped while it grows: writing to a mapped file on a full disk would end the process.

    Args:
        file: where they are written; None for the memory.
        shape: (height, width, channels) of each.
    """

    def __init__(self, file: Path | None, shape: tuple[int, ...]) -> None:
        self._shape = shape
        self._file = file
        self._stream: BinaryIO | None = None
        self._rows: list[NDArray[np.uint8]] = []
        self._count = 0
        if file is not None:
            try:
                self._stream = file.open("w+b", buffering=0)
            except OSError:
                self._file = None

    def __len__(self) -> int:
        return self._count

    @property
    def is_on_disk(self) -> bool:
        """Whether all of them are in the file; otherwise the disk has no room, or there is none."""
        return self._stream is not None

    def append(self, row: NDArray[np.uint8]) -> None:
        """Write one more image.

        Raises:
            UserError: neither the disk nor the memory has room for it.
        """
        if self._stream is not None:
            try:
                if self._stream.write(row.tobytes()) != row.nbytes:  # a disk with room for a part of it
                    raise OSError
            except OSError:
                self._move_to_memory()
        if self._stream is None:
            self._require_memory(row.nbytes)
            self._rows.append(row)
        self._count += 1

    def in_order(self, order: NDArray[np.intp]) -> Iterator[NDArray[np.uint8]]:
        """Yield the images in another order, a few at a time, (k, height, width, channels)."""
        for start in range(0, len(order), _ROWS_AT_ONCE):
            places = order[start : start + _ROWS_AT_ONCE]
            yield np.stack([self._row(place) for place in places.tolist()])

    def in_memory(self, order: NDArray[np.intp]) -> NDArray[np.uint8]:
        """Return the images in another order, (n, height, width, channels), in memory.

        Raises:
            UserError: they are too many for that.
        """
        self._require_memory(0)
        images = np.empty((len(order), *self._shape), np.uint8)
        start = 0
        for block in self.in_order(order):
            images[start : start + len(block)] = block
            start += len(block)
        return images

    def close(self) -> None:
        """Delete what was written."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        if self._file is not None:
            with suppress(OSError):
                self._file.unlink()
        self._rows = []

    def _row(self, place: int) -> NDArray[np.uint8]:
        if self._stream is None:
            return self._rows[place]
        size = int(np.prod(self._shape))
        self._stream.seek(place * size)
        return np.frombuffer(self._stream.read(size), np.uint8).reshape(self._shape)

    def _move_to_memory(self) -> None:
        self._require_memory(0)
        rows = [self._row(place) for place in range(self._count)]
        self.close()
        self._rows = rows

    def _require_memory(self, more_bytes: int) -> None:
        needed = self._count * int(np.prod(self._shape)) + more_bytes
        if needed > MOST_MEMORY_BYTES:
            raise UserError(
                "The prepared pictures take more than {size} GB, and there is no room for them on the disk of "
                "{folder}; free some space there, or choose a smaller working size.",
                size=MOST_MEMORY_BYTES >> 30,
                folder=cache_folder(),
            )
