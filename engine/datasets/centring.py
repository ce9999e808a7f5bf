"""Whether a data set's images are centred ink, as MNIST's are; then drawings and pictures must become so, too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_MOST_IMAGES = 500  # that are looked at, spread over all
_INK_LEVEL = 16  # of 255; as `engine.images.preparation.INK_LEVEL`
_BOX_OF_FIELD = 20 / 28
_SHARE = 0.9  # of the images, that must be so


def are_centred(images: NDArray[np.uint8]) -> bool:
    """Return whether nearly all of (n, height, width, channels) images are bright ink on black, prepared as in MNIST.

    That is: the longest side of the ink is 20/28 of the image's shorter side, its centre of mass is in the centre, both
    within about a pixel, and nothing else is in the image.
    """
    step = max(1, len(images) // _MOST_IMAGES)
    light = images[::step].mean(axis=3)  # (n, height, width)
    if len(light) == 0:
        return False
    ink = light >= _INK_LEVEL
    is_centred = ink.any(axis=(1, 2))
    mass = np.maximum(light.sum(axis=(1, 2)), 1)
    longest = np.zeros(len(light))
    for axis, side in ((1, light.shape[1]), (2, light.shape[2])):
        lines = ink.any(axis=3 - axis)  # (n, side)
        longest = np.maximum(longest, side - lines.argmax(axis=1) - lines[:, ::-1].argmax(axis=1))
        centre = light.sum(axis=3 - axis) @ np.arange(side) / mass
        is_centred &= np.abs(centre - side // 2) <= 1
    usual = _BOX_OF_FIELD * min(light.shape[1:])
    is_centred &= np.abs(longest - usual) <= max(1.0, 0.05 * usual)
    return bool(is_centred.mean() >= _SHARE)
