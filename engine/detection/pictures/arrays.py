"""What was learnt from pictures, read back from a model file."""

from __future__ import annotations

import numpy as np

from engine.detection.array_checks import Arrays, checked, gallery, part_of, rarity, require_positive, sides
from engine.detection.normals.normal_images import MOST_PICTURES
from engine.detection.pictures.context import NEIGHBOURS
from engine.detection.pictures.descriptors import CELLS, descriptor_length
from engine.detection.pictures.fine_light import FineLight, fine_shape
from engine.detection.pictures.map_autoencoder import LONGEST_CODE
from engine.detection.pictures.map_models import KINDS_OF_MAPS, MapModels
from engine.detection.pictures.near_cells import MOST_REFERENCES
from engine.detection.pictures.picture_evidence import PictureEvidence
from engine.detection.pictures.whitening import LENGTH
from engine.detection.pictures.whole_picture import WholePicture
from engine.image_shape import ImageShape


def decode_pictures(arrays: Arrays, image_shape: ImageShape) -> PictureEvidence:
    """Rebuild what `PictureEvidence.arrays` returned, identical to the bit.

    Args:
        arrays: from a file.
        image_shape: (height, width, channels) of the model, in px.

    Raises:
        ValueError: an array is missing, has a wrong shape or dtype, or holds invalid values.
    """
    values, places = CELLS * CELLS * LENGTH, CELLS * CELLS
    described = descriptor_length(image_shape[2])
    code = sides(arrays, "maps_autoencoder_axes", 2)[1]
    references = sides(arrays, "maps_near_references", 4)[0]
    if not 1 <= code <= LONGEST_CODE:
        raise ValueError(f"maps_autoencoder_axes cannot be of a code of {code}")
    if not 1 <= references <= MOST_REFERENCES:
        raise ValueError(f"maps_near_references cannot be of {references} pictures")
    shapes: dict[str, tuple[int, ...]] = {
        "maps_whitening_mean": (described,),
        "maps_whitening_axes": (described, LENGTH),
        "maps_autoencoder_mean": (values,),
        "maps_autoencoder_axes": (values, code),
        "maps_autoencoder_context_weights": (NEIGHBOURS * LENGTH, LENGTH),
        "maps_autoencoder_context_bias": (LENGTH,),
        "maps_autoencoder_rest_mean": (places, LENGTH),
        "maps_autoencoder_rest_whitening": (places, LENGTH, LENGTH),
        "maps_places_mean": (places, LENGTH),
        "maps_places_whitening": (places, LENGTH, LENGTH),
        "maps_near_references": (references, CELLS, CELLS, LENGTH),
        "usual": (len(KINDS_OF_MAPS), CELLS, CELLS),
        "fine_mean": fine_shape(image_shape),
        "fine_deviation": fine_shape(image_shape),
        "whole_mean": (described,),
        "whole_whitening": (described, described),
    }
    found = {name: checked(arrays, name, shape, np.float32) for name, shape in shapes.items()}
    require_positive(found, ("usual", "fine_deviation"))
    return PictureEvidence(
        MapModels.from_arrays(part_of(found, "maps")),
        found["usual"],
        WholePicture.from_arrays(part_of(found, "whole")),
        FineLight.from_arrays(part_of(found, "fine")),
        rarity(arrays, "rarity_maps"),
        rarity(arrays, "rarity_whole"),
        rarity(arrays, "rarity_spot"),
        gallery(arrays, image_shape, MOST_PICTURES),
    )
