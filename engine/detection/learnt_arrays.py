"""What a detector has learnt, as plain arrays for a model file; everything read back is validated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.detection import autoencoder_evidence
from engine.detection.autoencoder_evidence import AutoencoderEvidence
from engine.detection.boosted_trees import DEPTH, TREES
from engine.detection.calibration import Rarity
from engine.detection.evidence.code import MOST_AXES, NEAREST, Codes
from engine.detection.evidence.collection import FEATURES, Collection, columns_of
from engine.detection.evidence.dense_autoencoder import CODE, HIDDEN
from engine.detection.evidence.detail import PATCH_PX, Detail
from engine.detection.evidence.gradient_maps import map_length
from engine.detection.evidence.shape import FEWEST_IMAGES, Shape
from engine.detection.fusion import COMPONENTS, TWO_SIDED, Fusion
from engine.detection.image_evidence import ImageEvidence
from engine.detection.judging import choices
from engine.detection.normals.normal_images import MOST_NORMALS
from engine.image_shape import ImageShape
from engine.protocol.results import JudgeBy

Arrays = Mapping[str, NDArray[Any]]

LARGEST = 1e6
"""Of what is learnt; of ordinary images it stays below 100."""
LARGEST_VALUE = 1e12
"""Of the values whose rarity is known: some are squares and quotients."""
_UNBOUNDED = frozenset({"fusion_trees_thresholds"})  # the largest float32 stands for "never"


@dataclass(frozen=True, eq=False)
class Learnt:
    """Everything that a detector has learnt.

    Attributes:
        images: from normal images alone.
        autoencoder: from the autoencoder's answers to them; None if it has no part in the verdict.
        normal_scores: by each choice of what to judge by, (n,) float32, ascending: the held-out scores of the normals.
    """

    images: ImageEvidence
    autoencoder: AutoencoderEvidence | None
    normal_scores: Mapping[JudgeBy, NDArray[np.float32]]


def encode(learnt: Learnt) -> dict[str, NDArray[Any]]:
    """Return the arrays by name; the names consist of small letters and ``_``."""
    images, autoencoder = learnt.images, learnt.autoencoder
    parts: dict[str, Arrays] = {
        "shape": images.evidence.shape.arrays(),
        "detail": images.evidence.detail.arrays(),
        "fusion": images.fusion.arrays(),
        "rarity": {name: rarity.array() for name, rarity in zip(COMPONENTS, images.rarities, strict=True)},
        "heat": {"patch": images.patch.array()},
        "normal_scores": {_score_name(choice): scores for choice, scores in learnt.normal_scores.items()},
        "normal": {"gallery": images.gallery},
    }
    if autoencoder is not None:
        names = autoencoder_evidence.KINDS
        rarities = {name: rarity.array() for name, rarity in zip(names, autoencoder.rarities, strict=True)}
        parts["autoencoder"] = {
            **{f"rarity_{name}": array for name, array in rarities.items()},
            **{f"codes_{name}": array for name, array in autoencoder.codes.arrays().items()},
            "heat": autoencoder.spot.array(),
            "explained": np.array([autoencoder.explained]),
        }
    return {f"{part}_{name}": array for part, named in parts.items() for name, array in named.items()}


def decode(arrays: Arrays, image_shape: ImageShape, *, uses_autoencoder: bool) -> Learnt:
    """Rebuild what `encode` was given, identical to the bit.

    Args:
        arrays: from a file.
        image_shape: (height, width, channels) of the model, in px.
        uses_autoencoder: whether the autoencoder has a part in the verdict.

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
    for name in ("fusion_scale", "detail_pixel_deviation"):
        if (checked[name] <= 0).any():
            raise ValueError(f"{name} must be positive")
    if (checked["shape_usual"] < 0).any():
        raise ValueError("shape_usual must not be negative")
    images = ImageEvidence(
        Collection(Shape.from_arrays(_part(checked, "shape")), Detail.from_arrays(_part(checked, "detail"))),
        Fusion.from_arrays(_part(checked, "fusion")),
        tuple(_rarity(arrays, f"rarity_{name}") for name in COMPONENTS),
        _rarity(arrays, "heat_patch"),
        _gallery(arrays, image_shape, normals),
    )
    autoencoder = _autoencoder(arrays) if uses_autoencoder else None
    kinds = ((*autoencoder_evidence.KINDS,) if uses_autoencoder else ()) + COMPONENTS
    scores = {choice: _normal_scores(arrays, choice) for choice in choices(kinds)}
    return Learnt(images, autoencoder, MappingProxyType(scores))


def _score_name(choice: JudgeBy) -> str:
    return choice.value.replace("-", "_")


def _normal_scores(arrays: Arrays, choice: JudgeBy) -> NDArray[np.float32]:
    name = f"normal_scores_{_score_name(choice)}"
    scores: NDArray[np.float32] = _checked(arrays, name, (_sides(arrays, name, 1)[0],))
    if len(scores) == 0 or (np.diff(scores) < 0).any():
        raise ValueError(f"{name} must rise")
    return scores


def _gallery(arrays: Arrays, image_shape: ImageShape, normals: int) -> NDArray[np.uint8]:
    shown = _sides(arrays, "normal_gallery", 4)[0]
    if not 1 <= shown <= normals:
        raise ValueError(f"normal_gallery cannot be of {shown} images, of {normals} in all")
    gallery: NDArray[np.uint8] = _checked(arrays, "normal_gallery", (shown, *image_shape), np.uint8)
    return gallery


def _autoencoder(arrays: Arrays) -> AutoencoderEvidence:
    count, axes = _sides(arrays, "autoencoder_codes_normals", 2)
    length = _sides(arrays, "autoencoder_codes_mean", 1)[0]
    if not (NEAREST < count <= MOST_NORMALS and 1 <= axes <= MOST_AXES):
        raise ValueError(f"autoencoder_codes_normals cannot be of {count} images and {axes} axes")
    shapes: dict[str, tuple[int, ...]] = {"mean": (length,), "axes": (length, axes), "normals": (count, axes)}
    codes = {name: _checked(arrays, f"autoencoder_codes_{name}", shape) for name, shape in shapes.items()}
    explained = _checked(arrays, "autoencoder_explained", (1,), np.float64)
    rarities = tuple(_rarity(arrays, f"autoencoder_rarity_{name}") for name in autoencoder_evidence.KINDS)
    spot = _rarity(arrays, "autoencoder_heat")
    return AutoencoderEvidence(rarities, spot, Codes.from_arrays(codes), float(explained[0]))


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
    if dtype is not np.uint8 and not (np.abs(array) <= largest).all():  # False for NaN
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
