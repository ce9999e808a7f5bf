"""Converting the numbers in a file to uint8 pixels, in blocks, so that memory holds little beside the result.

What is accepted:

- uint8: 0..255, unchanged. bool: 0 and 255. Other integers: 0..255, unchanged.
- Floats within 0..1 are brightness: times 255 and rounded. Whole floats within 0..255 are pixels. All float images
  of one file are examined together, so that a dark test set is scaled like its training set.
- Everything else is refused: with a guessed scale the model would train on wrong values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.datasets.files.stored_array import StoredArray, shape_text
from engine.datasets.image_dataset import Images
from engine.errors import UserError
from engine.image_shape import LONGEST_SIDE_PX, SHORTEST_SIDE_PX
from engine.progress import Progress

_ROUNDING = 1e-6  # how far a brightness computed in float32 may be outside 0..1


def check_image_shape(stored: StoredArray) -> None:
    """Check that an array can be grey images, before it is read.

    Raises:
        UserError: the array is not (n, h, w) or (n, h, w, 1) with sides from `SHORTEST_SIDE_PX` to `LONGEST_SIDE_PX`.
    """
    shape = stored.shape
    if len(shape) == 4 and shape[3] in (3, 4):
        raise UserError(
            "{array} holds colour images (its shape is {shape}), but only grey ones can be opened; turn them to "
            "grey first.",
            array=stored.label,
            shape=shape_text(shape),
        )
    if len(shape) not in (3, 4) or (len(shape) == 4 and shape[3] != 1):
        raise UserError(
            "{array} has the shape {shape}, but grey images must be number × height × width; reshape the array.",
            array=stored.label,
            shape=shape_text(shape),
        )
    if stored.size and not all(SHORTEST_SIDE_PX <= side <= LONGEST_SIDE_PX for side in shape[1:3]):
        raise UserError(
            "The images of {array} are {height} × {width} pixels, but each side must have from {low} to {high}; "
            "resize them.",
            array=stored.label,
            height=shape[1],
            width=shape[2],
            low=SHORTEST_SIDE_PX,
            high=LONGEST_SIDE_PX,
        )


def passes(stored: StoredArray) -> int:
    """Return how many times `float_scale` and `read_images` go through an array together."""
    if stored.is_mappable:
        return 0
    return 2 if stored.dtype.kind == "f" else 1


def float_scale(arrays: Sequence[StoredArray], progress: Progress) -> float:
    """Return what the float images of one file must be multiplied by to become 0..255: 255 or 1.

    Raises:
        UserError: a value is NaN, infinite, or outside both ranges.
    """
    low, high, is_whole = 0.0, 0.0, True
    for stored in arrays:
        if stored.dtype.kind != "f":
            continue
        for block in stored.blocks():
            if not np.isfinite(block).all():
                raise UserError(
                    "{array} has values that are NaN or infinite; replace them by numbers from 0 to 1.",
                    array=stored.label,
                )
            low, high = min(low, float(block.min())), max(high, float(block.max()))
            is_whole = is_whole and bool((block == np.rint(block)).all())
            if low < -_ROUNDING or high > 255 or (high > 1 + _ROUNDING and not is_whole):
                raise UserError(
                    "{array} has values from {low:.6g} to {high:.6g}, but decimal numbers must lie between 0 and "
                    "1 and whole ones between 0 and 255; rescale them.",
                    array=stored.label,
                    low=low,
                    high=high,
                )
            progress.advance(block.nbytes)
    return 255.0 if high <= 1 + _ROUNDING else 1.0


def read_images(stored: StoredArray, scale: float, progress: Progress) -> Images:
    """Read images from a file.

    Args:
        stored: has passed `check_image_shape` and `StoredArray.check_promise`.
        scale: the result of `float_scale`.
        progress: advanced by the bytes of every block.

    Returns:
        (n, height, width, 1) uint8, C order; memory-mapped where `StoredArray.is_mappable`.

    Raises:
        UserError: a value is out of range, or the file cannot be read.
    """

    def to_pixels(block: NDArray[Any]) -> NDArray[Any]:
        if stored.dtype.kind == "b":
            is_white = block.view(np.uint8) != 0  # not every byte in a file is a valid bool
            return np.where(is_white, np.uint8(255), np.uint8(0))
        if stored.dtype.kind == "f":
            wide = block.astype(np.promote_types(block.dtype.newbyteorder("="), np.float32))
            return np.asarray(np.clip(np.rint(wide * scale), 0, 255))
        low, high = (0, 255) if stored.dtype == np.uint8 else (int(block.min()), int(block.max()))
        if low < 0 or high > 255:
            raise UserError(
                "{array} has values from {low} to {high}, but pixels must be from 0 to 255; rescale them.",
                array=stored.label,
                low=low,
                high=high,
            )
        return block

    shape = (*stored.shape[:3], 1)
    if stored.is_mappable:
        return stored.map().reshape(shape)
    return np.ascontiguousarray(stored.read(np.uint8, to_pixels, progress.advance)).reshape(shape)
