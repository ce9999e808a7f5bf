"""Checks of what a detector has learnt when it is read from a file: nothing in there is trusted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.detection.calibration import Rarity
from engine.detection.normals.normal_images import MOST_NORMALS
from engine.image_shape import ImageShape

Arrays = Mapping[str, NDArray[Any]]

LARGEST = 1e6
"""Of what is learnt; of ordinary images it stays below 100."""
LARGEST_VALUE = 1e12
"""Of the values whose rarity is known: some are squares and quotients."""


def sides(arrays: Arrays, name: str, dimensions: int) -> tuple[int, ...]:
    """Return the shape of an array that must have so many dimensions.

    Raises:
        ValueError: it is missing, or has another number of them.
    """
    if name not in arrays:
        raise ValueError(f"{name} is missing")
    shape = arrays[name].shape
    if len(shape) != dimensions:
        raise ValueError(f"{name} must have {dimensions} dimensions, not the shape {shape}")
    return shape


def checked(
    arrays: Arrays, name: str, shape: tuple[int, ...], dtype: type = np.float32, largest: float = LARGEST
) -> NDArray[Any]:
    """Return an array that must be of this shape and dtype and hold no number of a larger size.

    Raises:
        ValueError: it is missing or different.
    """
    if sides(arrays, name, len(shape)) != shape:
        raise ValueError(f"{name} must be of the shape {shape}, not {arrays[name].shape}")
    array = arrays[name]
    if array.dtype != dtype:
        raise ValueError(f"{name} must be of {np.dtype(dtype)}, not {array.dtype}")
    if dtype is not np.uint8 and not (np.abs(array) <= largest).all():  # False for NaN
        raise ValueError(f"{name} holds numbers that are not finite, or too large")
    return np.ascontiguousarray(array)


def require_positive(arrays: Arrays, names: Collection[str]) -> None:
    """Let arrays pass that hold positive numbers only.

    Raises:
        ValueError: one holds another number.
    """
    for name in names:
        if (arrays[name] <= 0).any():
            raise ValueError(f"{name} must be positive")


def rarity(arrays: Arrays, name: str) -> Rarity:
    """Return the `Rarity` that an array holds.

    Raises:
        ValueError: it is missing or holds none.
    """
    sides(arrays, name, 2)
    if arrays[name].dtype != np.float64:
        raise ValueError(f"{name} must be of float64, not {arrays[name].dtype}")
    if arrays[name].shape[1] > MOST_NORMALS or not (np.abs(arrays[name]) <= LARGEST_VALUE).all():
        raise ValueError(f"{name} holds too many numbers, or numbers that are not finite or too large")
    try:
        return Rarity.from_array(arrays[name])
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def gallery(arrays: Arrays, image_shape: ImageShape, normals: int) -> NDArray[np.uint8]:
    """Return the normal images that are kept, (g, height, width, channels) uint8, at most so many, at least one.

    Raises:
        ValueError: they are missing or of another shape.
    """
    shown = sides(arrays, "normal_gallery", 4)[0]
    if not 1 <= shown <= normals:
        raise ValueError(f"normal_gallery cannot be of {shown} images, of {normals} in all")
    images: NDArray[np.uint8] = checked(arrays, "normal_gallery", (shown, *image_shape), np.uint8)
    return images


def part_of(arrays: Arrays, part: str) -> dict[str, NDArray[Any]]:
    """Return the arrays whose names begin with a part's name, by the rest of their names."""
    start = part + "_"
    return {name.removeprefix(start): array for name, array in arrays.items() if name.startswith(start)}
