"""Shuffled batches of images that are in memory or in a mapped file of any size."""

from __future__ import annotations

import math
import mmap

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import Images

_BLOCK_BYTES = 256 * 1024  # read in one piece from a mapped file, so that the disk does not seek for each image
_WINDOW_BYTES = 16 * 1024 * 1024  # of blocks whose images are shuffled among each other
_MOST_MAPPED_BYTES = 2 * 1024 * 1024  # read before the pages are released; the system may map ten times as much


class Batches:
    """Goes through all images once an epoch, in another order each time, and returns them in batches.

    The order depends on the seed and the epoch's number only, so that a run can be continued at any batch.

    Images in memory are shuffled all together. From a mapped file, a window of random blocks is read into memory and
    shuffled, so that the resident size stays bounded.

    Args:
        images: (n, height, width, channels) uint8, n >= 1; an array or a view of a `numpy.memmap`.
        batch_size: images in a batch, at least 1; the last batch of an epoch may be smaller.
        seed: for the orders.
    """

    def __init__(self, images: Images, batch_size: int, seed: int) -> None:
        self.batch_size = batch_size
        source = _InMemory if _mapping_of(images) is None else _Mapped
        self._shuffled = source(images, seed)
        self._count = len(images)
        self._left = 0

    @property
    def steps_per_epoch(self) -> int:
        """Number of batches an epoch."""
        return math.ceil(self._count / self.batch_size)

    @property
    def steps_left(self) -> int:
        """Number of batches until the end of the epoch; 0 before the first."""
        return math.ceil(self._left / self.batch_size)

    def counts(self, steps: int) -> list[int]:
        """Return the number of images in each of an epoch's first batches."""
        return [min(self.batch_size, self._count - step * self.batch_size) for step in range(steps)]

    def start_epoch(self, epoch: int) -> None:
        """Draw the order of an epoch, counted from 0, in which `fill` goes through the images."""
        self._shuffled.start_epoch(epoch)
        self._left = self._count

    def skip(self, steps: int) -> None:
        """Leave out the next batches of the epoch, at most `steps_left`: they were used before an interruption."""
        count = min(steps * self.batch_size, self._left)
        self._shuffled.skip(count)
        self._left -= count

    def fill(self, chunk: Images, steps: int) -> NDArray[np.int32]:
        """Copy the next batches of the epoch to the front of `chunk`.

        Args:
            chunk: (k, batch_size, height, width, channels) uint8, contiguous.
            steps: how many batches, 1..k and at most `steps_left`.

        Returns:
            The number of images in each batch, (k,) int32: `batch_size`, less in the epoch's last one, and 0
            beyond `steps`. The rest of the chunk is left over from earlier batches and must be ignored.
        """
        count = min(steps * self.batch_size, self._left)
        self._shuffled.read(chunk.reshape(-1, *chunk.shape[2:])[:count])
        self._left -= count
        first_of_batch = np.arange(len(chunk)) * self.batch_size
        return np.clip(count - first_of_batch, 0, self.batch_size).astype(np.int32)


def let_go(images: Images) -> None:
    """Release the pages of the mapped file behind `images`, if any; they are read again when needed."""
    mapping = _mapping_of(images)
    if mapping is not None and hasattr(mmap, "MADV_DONTNEED"):  # not on Windows, which trims by itself
        mapping.madvise(mmap.MADV_DONTNEED)


def _mapping_of(images: Images) -> mmap.mmap | None:
    """Return the mapped file behind an array, or None where it is in memory."""
    base: object = images
    while isinstance(base, np.ndarray):
        base = base.base
    return base if isinstance(base, mmap.mmap) else None


def _random_of(seed: int, epoch: int) -> np.random.Generator:
    """Return the random numbers of one epoch."""
    return np.random.default_rng((seed, epoch, 1))  # two numbers would be those of a step's noise


class _InMemory:
    """Images of an array, shuffled all together."""

    def __init__(self, images: Images, seed: int) -> None:
        self._images = images
        self._seed = seed
        self._order = np.empty(0, np.uint32)
        self._taken = 0

    def start_epoch(self, epoch: int) -> None:
        self._order = np.arange(len(self._images), dtype=np.uint32)
        _random_of(self._seed, epoch).shuffle(self._order)
        self._taken = 0

    def skip(self, count: int) -> None:
        self._taken += count

    def read(self, images: Images) -> None:
        """Copy the next images into an array of as many."""
        chosen = self._order[self._taken : self._taken + len(images)]
        np.take(self._images, chosen, axis=0, out=images, mode="clip")
        self._taken += len(images)


class _Mapped:
    """Images of a mapped file, shuffled within windows of random blocks."""

    def __init__(self, images: Images, seed: int) -> None:
        image_bytes = images[:1].nbytes
        self._images = images
        self._seed = seed
        self._random = _random_of(seed, 0)
        self._block = max(1, _BLOCK_BYTES // image_bytes)
        self._blocks_per_window = max(1, _WINDOW_BYTES // (image_bytes * self._block))
        self._piece = max(1, _MOST_MAPPED_BYTES // image_bytes)
        self._blocks = np.empty(0, np.int64)
        self._blocks_taken = 0
        self._window = images[:0]
        self._taken = 0

    def start_epoch(self, epoch: int) -> None:
        self._random = _random_of(self._seed, epoch)
        self._blocks = np.arange(math.ceil(len(self._images) / self._block), dtype=np.int64)
        self._random.shuffle(self._blocks)
        self._blocks_taken = self._taken = 0
        self._window = self._images[:0]

    def read(self, images: Images) -> None:
        """Copy the next images into an array of as many."""
        done = 0
        while done < len(images):
            if self._taken == len(self._window):
                self._load_window()
            part = self._window[self._taken : self._taken + len(images) - done]
            images[done : done + len(part)] = part
            done += len(part)
            self._taken += len(part)

    def skip(self, count: int) -> None:
        while count > 0:
            if self._taken == len(self._window):
                self._load_window()
            part = min(count, len(self._window) - self._taken)
            self._taken += part
            count -= part

    def _load_window(self) -> None:
        blocks = np.sort(self._blocks[self._blocks_taken : self._blocks_taken + self._blocks_per_window])
        self._blocks_taken += len(blocks)
        numbers = (blocks[:, None] * self._block + np.arange(self._block)).ravel()
        numbers = numbers[numbers < len(self._images)]
        places = self._random.permutation(len(numbers))
        self._window = np.empty((len(numbers), *self._images.shape[1:]), np.uint8)
        for start in range(0, len(numbers), self._piece):
            piece = slice(start, start + self._piece)
            self._window[places[piece]] = self._images[numbers[piece]]
            let_go(self._images)
        self._taken = 0
