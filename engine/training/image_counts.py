"""How many images of a training learn, how many validate, and how many make a batch."""

from __future__ import annotations

import math

from engine.errors import UserError
from engine.settings import TrainingSettings

_LEAST_ROOM = 32


def training_count(count: int, validation_split: float) -> int:
    """Return the number of training images; the others, which come last, are for validation.

    Raises:
        UserError: there would be no training image, or no validation image although the split is not 0.
    """
    kept = math.floor(count * (1 - validation_split))  # as Keras rounds it
    if kept == 0:
        raise UserError(
            "A validation split of {split} leaves none of the {count} images to train on; lower it or take more "
            "images.",
            split=validation_split,
            count=count,
        )
    if validation_split > 0 and kept == count:
        raise UserError(
            "A validation split of {split} of {count} images is less than one image; raise it, set it to 0 or "
            "take more images.",
            split=validation_split,
            count=count,
        )
    return kept


def fitting_batch_size(count: int, settings: TrainingSettings) -> int:
    """Return the batch size; with fewer training images, a smaller one that holds all of them.

    The smaller one is a power of two, since each size is compiled separately, which takes a second and memory for ever.
    """
    needed = training_count(count, settings.validation_split)
    return min(settings.batch_size, max(_LEAST_ROOM, 1 << (needed - 1).bit_length()))
