"""What a detector has learnt, as plain arrays for a model file; everything read back is validated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.detection import autoencoder_evidence
from engine.detection.array_checks import Arrays, checked, rarity, sides
from engine.detection.autoencoder_evidence import AutoencoderEvidence
from engine.detection.evidence.code import MOST_AXES, NEAREST, Codes
from engine.detection.evidence.views import is_picture
from engine.detection.image_evidence import ImageEvidence
from engine.detection.judging import choices
from engine.detection.normals.normal_images import MOST_NORMALS
from engine.detection.pictures.arrays import decode_pictures
from engine.detection.small_images.arrays import decode_small_images
from engine.image_shape import ImageShape
from engine.protocol.results import JudgeBy


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
    autoencoder = learnt.autoencoder
    parts: dict[str, Arrays] = {
        "normal_scores": {_score_name(choice): scores for choice, scores in learnt.normal_scores.items()},
    }
    if autoencoder is not None:
        names = autoencoder_evidence.KINDS
        rarities = {name: one.array() for name, one in zip(names, autoencoder.rarities, strict=True)}
        parts["autoencoder"] = {
            **{f"rarity_{name}": array for name, array in rarities.items()},
            **{f"codes_{name}": array for name, array in autoencoder.codes.arrays().items()},
            "heat": autoencoder.spot.array(),
            "explained": np.array([autoencoder.explained]),
        }
    named = {f"{part}_{name}": array for part, arrays in parts.items() for name, array in arrays.items()}
    return {**learnt.images.arrays(), **named}


def decode(arrays: Arrays, image_shape: ImageShape, *, uses_autoencoder: bool) -> Learnt:
    """Rebuild what `encode` was given, identical to the bit.

    Args:
        arrays: from a file.
        image_shape: (height, width, channels) of the model, in px.
        uses_autoencoder: whether the autoencoder has a part in the verdict.

    Raises:
        ValueError: an array is missing, has a wrong shape or dtype, or holds invalid values.
    """
    images: ImageEvidence
    if is_picture(image_shape):
        images = decode_pictures(arrays, image_shape)
    else:
        images = decode_small_images(arrays, image_shape)
    autoencoder = _autoencoder(arrays) if uses_autoencoder else None
    kinds = autoencoder_evidence.KINDS if uses_autoencoder else ()
    kinds = (*kinds, *(kind.name for kind in images.kinds))
    scores = {choice: _normal_scores(arrays, choice) for choice in choices(kinds)}
    return Learnt(images, autoencoder, MappingProxyType(scores))


def _score_name(choice: JudgeBy) -> str:
    return choice.value.replace("-", "_")


def _normal_scores(arrays: Arrays, choice: JudgeBy) -> NDArray[np.float32]:
    name = f"normal_scores_{_score_name(choice)}"
    scores: NDArray[np.float32] = checked(arrays, name, (sides(arrays, name, 1)[0],))
    if len(scores) == 0 or (np.diff(scores) < 0).any():
        raise ValueError(f"{name} must rise")
    return scores


def _autoencoder(arrays: Arrays) -> AutoencoderEvidence:
    count, axes = sides(arrays, "autoencoder_codes_normals", 2)
    length = sides(arrays, "autoencoder_codes_mean", 1)[0]
    if not (NEAREST < count <= MOST_NORMALS and 1 <= axes <= MOST_AXES):
        raise ValueError(f"autoencoder_codes_normals cannot be of {count} images and {axes} axes")
    shapes: dict[str, tuple[int, ...]] = {"mean": (length,), "axes": (length, axes), "normals": (count, axes)}
    codes = {name: checked(arrays, f"autoencoder_codes_{name}", shape) for name, shape in shapes.items()}
    explained = checked(arrays, "autoencoder_explained", (1,), np.float64)
    rarities = tuple(rarity(arrays, f"autoencoder_rarity_{name}") for name in autoencoder_evidence.KINDS)
    spot = rarity(arrays, "autoencoder_heat")
    return AutoencoderEvidence(rarities, spot, Codes.from_arrays(codes), float(explained[0]))
