"""Converting the numbers in a file to int64 labels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.datasets.files.stored_array import StoredArray, shape_text
from engine.datasets.image_dataset import Labels
from engine.errors import UserError
from engine.progress import Progress

MAX_CLASSES = 1_000
_MAX_EXACT = 2**53  # beyond it, float64 cannot represent every whole number


def check_label_shape(stored: StoredArray, images: StoredArray) -> None:
    """Check that labels can belong to images, before they are read.

    Raises:
        UserError: the array is not one number for each of the images.
    """
    if len(stored.shape) != 1:
        raise UserError(
            "{array} has the shape {shape}, but labels must be one whole number an image; reshape the array or "
            "leave it out.",
            array=stored.label,
            shape=shape_text(stored.shape),
        )
    if stored.size != images.shape[0]:
        raise UserError(
            "{array} has {labels} labels for the {images} images of {others}; there must be one an image.",
            array=stored.label,
            labels=stored.size,
            images=images.shape[0],
            others=images.label,
        )


def read_labels(stored: StoredArray, progress: Progress) -> Labels:
    """Read labels from a file.

    Args:
        stored: has passed `check_label_shape`. Floats are accepted if they are whole, as spreadsheets write them.
        progress: advanced by the bytes of every block.

    Returns:
        (n,) int64.

    Raises:
        UserError: a label is not a whole number, there are too many classes, or the file cannot be read.
    """

    def to_labels(block: NDArray[Any]) -> NDArray[Any]:
        if stored.dtype.kind == "b":
            return np.asarray(block.view(np.uint8) != 0)
        is_bad = ~_is_int64(block)
        if is_bad.any():
            raise UserError(
                "{array} has the label {value}, but labels must be whole numbers of at most 15 digits; round them "
                "or leave them out.",
                array=stored.label,
                value=block[is_bad][0].item(),
            )
        return block

    labels: Labels = stored.read(np.int64, to_labels, progress.advance)
    classes = len(np.unique(labels))
    if classes > MAX_CLASSES:
        raise UserError(
            "{array} has {classes} different labels, but at most {limit} can be told apart; group them or leave "
            "them out.",
            array=stored.label,
            classes=classes,
            limit=MAX_CLASSES,
        )
    return labels


def _is_int64(block: NDArray[Any]) -> NDArray[np.bool_]:
    if block.dtype.kind != "f":
        return np.asarray(block <= np.iinfo(np.int64).max)
    is_exact = np.abs(block) < _MAX_EXACT  # False for NaN
    return np.asarray(is_exact & (np.rint(block) == block))
