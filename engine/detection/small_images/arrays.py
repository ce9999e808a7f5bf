"""What was learnt from small images, read back from a model file."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.detection.array_checks import (
    LARGEST,
    Arrays,
    checked,
    gallery,
    part_of,
    rarity,
    require_positive,
    sides,
)
from engine.detection.evidence.collection import FEATURES, Collection, columns_of
from engine.detection.evidence.dense_autoencoder import CODE, HIDDEN
from engine.detection.evidence.detail import PATCH_PX, Detail
from engine.detection.evidence.gradient_maps import map_length
from engine.detection.evidence.shape import FEWEST_IMAGES, Shape
from engine.detection.normals.normal_images import MOST_NORMALS
from engine.detection.small_images.boosted_trees import DEPTH, TREES
from engine.detection.small_images.fusion import COMPONENTS, TWO_SIDED, Fusion
from engine.detection.small_images.small_image_evidence import SmallImageEvidence
from engine.image_shape import ImageShape

_UNBOUNDED = "fusion_trees_thresholds"  # the largest float32 stands for "never"


def decode_small_images(arrays: Arrays, image_shape: ImageShape) -> SmallImageEvidence:
    """Rebuild what `SmallImageEvidence.arrays` returned, identical to the bit.

    Args:
        arrays: from a file.
        image_shape: (height, width, channels) of the model, in px.

    Raises:
        ValueError: an array is missing, has a wrong shape or dtype, or holds invalid values.
    """
    height, width, _channels = image_shape
    maps = map_length(height, width)
    normals, axes = sides(arrays, "shape_normals", 2)
    if not (FEWEST_IMAGES <= normals <= MOST_NORMALS and 1 <= axes <= maps):
        raise ValueError(f"shape_normals cannot be of {normals} images and {axes} axes")
    found: dict[str, NDArray[Any]] = {
        name: checked(
            arrays, name, shape, largest=float(np.finfo(np.float32).max) if name == _UNBOUNDED else LARGEST
        )
        for name, shape in _shapes(height, width, maps, normals, axes).items()
    }
    trees = checked(arrays, "fusion_trees_columns", (TREES, 2**DEPTH - 1), np.int32)
    if ((trees < 0) | (trees >= len(FEATURES))).any():
        raise ValueError("fusion_trees_columns names features that there are not")
    found["fusion_trees_columns"] = trees
    require_positive(found, ("fusion_scale", "detail_pixel_deviation"))
    if (found["shape_usual"] < 0).any():
        raise ValueError("shape_usual must not be negative")
    return SmallImageEvidence(
        Collection(Shape.from_arrays(part_of(found, "shape")), Detail.from_arrays(part_of(found, "detail"))),
        Fusion.from_arrays(part_of(found, "fusion")),
        tuple(rarity(arrays, f"rarity_{name}") for name in COMPONENTS),
        rarity(arrays, "heat_patch"),
        gallery(arrays, image_shape, normals),
    )


def _shapes(height: int, width: int, maps: int, normals: int, axes: int) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the float32 arrays, by name."""
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
    widths = (axes, HIDDEN, CODE, HIDDEN, axes)
    for layer in range(4):
        shapes[f"shape_autoencoder_{layer}"] = widths[layer : layer + 2]
        shapes[f"shape_autoencoder_{layer + 4}"] = widths[layer + 1 : layer + 2]
    for kind in TWO_SIDED:
        columns = columns_of(kind)
        count = columns.stop - columns.start
        shapes[f"fusion_mean_{kind}"] = (count,)
        shapes[f"fusion_whitening_{kind}"] = (count, count)
    return shapes
