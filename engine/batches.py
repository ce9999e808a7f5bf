"""Shuffled batches of images that are in memory or in a mapped file of any size."""

from __future__ import annotations

import math
import mmap

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import Images

_BLOCK_BYTES = 256 * 1024  # read in one piece from a mapped file, so that a disk need not seek for each image
_WINDOW_BYTES = 64 * 1024 * 1024  # of blocks that are shuffled among each other, and the most held of the file


class Batches:
    """Goes through all images once an epoch, in another order each time, and gives them in batches.

    Images in memory are shuffled as one. Of a mapped file, random blocks make up a window and the images within
    it are shuffled; what was read is let go after each window, so that the resident size stays bounded.

    Args:
        images: (n, height, width, channels) uint8, n >= 1; an array or a view of a `numpy.memmap`.
        batch_size: images in a batch, 1..n; the last batch of an epoch has what is left.
        seed: the orders follow from it.
    """

    def __init__(self, images: Images, batch_size: int, seed: int) -> None:
        self.batch_size = batch_size
        self._images = images
        self._is_mapped = _mapping_of(images) is not None
        self._random = np.random.default_rng(seed)
        self._order = np.empty(0, np.uint32)
        self._taken = 0
        self._held_bytes = 0

    @property
    def steps_per_epoch(self) -> int:
        """Number of batches an epoch."""
        return math.ceil(len(self._images) / self.batch_size)

    @property
    def steps_left(self) -> int:
        """Number of batches until the end of the epoch; 0 before the first."""
        return math.ceil((len(self._order) - self._taken) / self.batch_size)

    def start_epoch(self) -> None:
        """Draw the next order, from which `fill` takes."""
        self._order = self._mapped_order() if self._is_mapped else self._permutation(len(self._images))
        self._taken = 0

    def fill(self, chunk: Images, steps: int) -> NDArray[np.int32]:
        """Copy the next batches of the epoch to the front of `chunk`.

        Args:
            chunk: (k, batch_size, height, width, channels) uint8, contiguous.
            steps: how many batches, 1..k and at most `steps_left`.

        Returns:
            The number of images in each batch, (k,) int32: `batch_size`, less in the epoch's last one, and 0
            beyond `steps`. What the chunk holds beyond them is left over and means nothing.
        """
        chosen = self._order[self._taken : self._taken + steps * self.batch_size]
        images = chunk.reshape(-1, *chunk.shape[2:])
        np.take(self._images, chosen, axis=0, out=images[: len(chosen)], mode="clip")
        self._taken += len(chosen)
        self._let_go(images[: len(chosen)].nbytes)
        first_of_batch = np.arange(len(chunk)) * self.batch_size
        counts: NDArray[np.int32] = np.clip(len(chosen) - first_of_batch, 0, self.batch_size).astype(np.int32)
        return counts

    def _permutation(self, count: int) -> NDArray[np.uint32]:
        order = np.arange(count, dtype=np.uint32)
        self._random.shuffle(order)
        return order

    def _mapped_order(self) -> NDArray[np.uint32]:
        image_bytes = self._images[:1].nbytes
        block = max(1, _BLOCK_BYTES // image_bytes)
        window = max(1, _WINDOW_BYTES // image_bytes)
        count = len(self._images)
        blocks = self._permutation(math.ceil(count / block)).astype(np.uint64)
        places = (blocks[:, None] * np.uint64(block) + np.arange(block, dtype=np.uint64)).ravel()
        order: NDArray[np.uint32] = places[places < count].astype(np.uint32)
        for start in range(0, count, window):
            self._random.shuffle(order[start : start + window])
        return order

    def _let_go(self, read_bytes: int) -> None:
        self._held_bytes += read_bytes
        if self._is_mapped and self._held_bytes > _WINDOW_BYTES:
            let_go(self._images)
            self._held_bytes = 0


def let_go(images: Images) -> None:
    """Take a mapped file's pages out of this process, where there is one; they are read again when needed."""
    mapping = _mapping_of(images)
    if mapping is not None and hasattr(mmap, "MADV_DONTNEED"):  # Windows has none, and trims by itself
        mapping.madvise(mmap.MADV_DONTNEED)


def _mapping_of(images: Images) -> mmap.mmap | None:
    """Return the mapped file behind an array, or None where it is in memory."""
    base: object = images
    while isinstance(base, np.ndarray):
        base = base.base
    return base if isinstance(base, mmap.mmap) else None
