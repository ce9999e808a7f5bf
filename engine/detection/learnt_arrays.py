"""What a detector has learnt, as plain arrays for a model file; everything read back is validated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.detection.boosted_trees import DEPTH, TREES
from engine.detection.calibration import Rarity
from engine.detection.cross_fitting import HEAT, Learnt
from engine.detection.evidence.collection import FEATURES, Collection, columns_of
from engine.detection.evidence.dense_autoencoder import CODE, HIDDEN
from engine.detection.evidence.detail import PATCH_PX, Detail
from engine.detection.evidence.gradient_maps import map_length
from engine.detection.evidence.shape import FEWEST_IMAGES, Shape
from engine.detection.fusion import COMPONENTS, TWO_SIDED, Fusion
from engine.detection.normal_images import MOST_NORMALS
from engine.image_shape import ImageShape

Arrays = Mapping[str, NDArray[Any]]

LARGEST = 1e6
"""Of what is learnt; of ordinary images it stays below 100."""
LARGEST_VALUE = 1e12
"""Of the values whose rarity is known: some are squares and quotients."""
_UNBOUNDED = frozenset({"fusion_trees_thresholds"})  # the largest float32 stands for "never"


def encode(learnt: Learnt) -> dict[str, NDArray[Any]]:
    """Return the arrays by name; the names consist of small letters and ``_``."""
    parts: dict[str, Arrays] = {
        "shape": learnt.evidence.shape.arrays(),
        "detail": learnt.evidence.detail.arrays(),
        "fusion": learnt.fusion.arrays(),
        "rarity": {name: rarity.array() for name, rarity in zip(COMPONENTS, learnt.rarities, strict=True)},
        "heat": {name: rarity.array() for name, rarity in zip(HEAT, learnt.heat, strict=True)},
    }
    arrays = {f"{part}_{name}": array for part, named in parts.items() for name, array in named.items()}
    return {**arrays, "normal_scores": learnt.normal_scores}


def decode(arrays: Arrays, image_shape: ImageShape) -> Learnt:
    """Rebuild what `encode` was given, identical to the bit.

    Args:
        arrays: from a file.
        image_shape: (height, width, channels) of the model, in px.

    Raises:
        ValueError: an array is missing, has a wrong shape or dtype, or holds invalid values.
    """
    height, width, _channels = image_shape
    maps = map_length(height, width)
    normals, axes = _sides(arrays, "shape_normals", 2)
    if not (FEWEST_IMAGES <= normals <= MOST_NORMALS and 1 <= axes <= maps):
        raise ValueError(f"shape_normals cannot be of {normals} images and {axes} axes")
    shapes: dict[str, tuple[int, ...]] = {
        "shape_mean": (maps,),
        "shape_axes": (maps, axes),
        "shape_normals": (normals, axes),
        "shape_usual": (normals,),
        "shape_level": (1,),
        "detail_pixel_mean": (height, width),
        "detail_pixel_deviation": (height, width),
        "detail_patch_mean": (PATCH_PX**2,),
        "detail_patch_axes": (PATCH_PX**2, PATCH_PX**2),
        "fusion_centre": (len(FEATURES),),
        "fusion_scale": (len(FEATURES),),
        "fusion_trees_thresholds": (TREES, 2**DEPTH - 1),
        "fusion_trees_leaves": (TREES, 2**DEPTH),
        "normal_scores": (_sides(arrays, "normal_scores", 1)[0],),
    }
    sides = (axes, HIDDEN, CODE, HIDDEN, axes)
    for layer in range(4):
        shapes[f"shape_autoencoder_{layer}"] = sides[layer : layer + 2]
        shapes[f"shape_autoencoder_{layer + 4}"] = sides[layer + 1 : layer + 2]
    for kind in TWO_SIDED:
        columns = columns_of(kind)
        count = columns.stop - columns.start
        shapes[f"fusion_mean_{kind}"] = (count,)
        shapes[f"fusion_whitening_{kind}"] = (count, count)
    checked: dict[str, NDArray[Any]] = {name: _checked(arrays, name, shape) for name, shape in shapes.items()}
    trees = _checked(arrays, "fusion_trees_columns", (TREES, 2**DEPTH - 1), np.int32)
    if ((trees < 0) | (trees >= len(FEATURES))).any():
        raise ValueError("fusion_trees_columns names features that there are not")
    checked["fusion_trees_columns"] = trees
    scores = checked["normal_scores"]
    if len(scores) == 0 or (np.diff(scores) < 0).any():
        raise ValueError("normal_scores must rise")
    for name in ("fusion_scale", "detail_pixel_deviation"):
        if (checked[name] <= 0).any():
            raise ValueError(f"{name} must be positive")
    if (checked["shape_usual"] < 0).any():
        raise ValueError("shape_usual must not be negative")
    return Learnt(
        Collection(Shape.from_arrays(_part(checked, "shape")), Detail.from_arrays(_part(checked, "detail"))),
        Fusion.from_arrays(_part(checked, "fusion")),
        tuple(_rarity(arrays, f"rarity_{name}") for name in COMPONENTS),
        tuple(_rarity(arrays, f"heat_{name}") for name in HEAT),
        scores,
    )


def _sides(arrays: Arrays, name: str, dimensions: int) -> tuple[int, ...]:
    if name not in arrays:
        raise ValueError(f"{name} is missing")
    shape = arrays[name].shape
    if len(shape) != dimensions:
        raise ValueError(f"{name} must have {dimensions} dimensions, not the shape {shape}")
    return shape


def _checked(arrays: Arrays, name: str, shape: tuple[int, ...], dtype: type = np.float32) -> NDArray[Any]:
    if _sides(arrays, name, len(shape)) != shape:
        raise ValueError(f"{name} must be of the shape {shape}, not {arrays[name].shape}")
    array = arrays[name]
    if array.dtype != dtype:
        raise ValueError(f"{name} must be of {np.dtype(dtype)}, not {array.dtype}")
    largest = np.finfo(np.float32).max if name in _UNBOUNDED else LARGEST
    if not (np.abs(array) <= largest).all():  # False for NaN
        raise ValueError(f"{name} holds numbers that are not finite, or too large")
    return np.ascontiguousarray(array)


def _rarity(arrays: Arrays, name: str) -> Rarity:
    _sides(arrays, name, 2)
    if arrays[name].dtype != np.float64:
        raise ValueError(f"{name} must be of float64, not {arrays[name].dtype}")
    if arrays[name].shape[1] > MOST_NORMALS or not (np.abs(arrays[name]) <= LARGEST_VALUE).all():
        raise ValueError(f"{name} holds too many numbers, or numbers that are not finite or too large")
    try:
        return Rarity.from_array(arrays[name])
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def _part(arrays: Arrays, part: str) -> dict[str, NDArray[Any]]:
    start = part + "_"
    return {name.removeprefix(start): array for name, array in arrays.items() if name.startswith(start)}
