"""A few small pictures of a group, prepared as the data set's will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation
from engine.errors import UserError
from engine.pictures.folder_scan import PictureFile
from engine.pictures.parallel_preparation import prepared_in_order
from engine.pictures.preparation import PicturePreparation

MOST_PREVIEWS = 6
_LARGEST_PX = 128  # they are painted at less than half of that, on a screen of twice the density


def previews(
    files: Sequence[PictureFile], preparation: PicturePreparation, cancellation: Cancellation
) -> NDArray[np.uint8]:
    """Return up to six pictures of a group, spread over its files, (k, side, side, channels) uint8.

    Those that cannot be read are missing: they will be listed when the folder is opened.

    Args:
        files: the group's pictures.
        preparation: its fit and colour are used; the side is smaller.
        cancellation: checked at each picture.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    small = replace(preparation, size_px=min(preparation.size_px, _LARGEST_PX))
    places = np.unique(np.linspace(0, len(files) - 1, min(MOST_PREVIEWS, len(files))).astype(int))
    chosen = [files[place] for place in places]
    results = prepared_in_order(lambda file: small.prepare(file.path), chosen, cancellation)
    images = [image for image in results if not isinstance(image, UserError)]
    return np.stack(images) if images else np.zeros((0, *small.image_shape), np.uint8)
