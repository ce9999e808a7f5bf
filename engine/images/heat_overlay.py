"""A heat map over its image, for files that are looked at without the window."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_BEGINS_AT, _FULL_AT = 1.0, 4.0
"""Surprises (-log10 p): one in 10 is not coloured yet, one in 10,000 has the full colour."""
_MOST_OPACITY = 0.7
_YELLOW, _RED = np.array([255, 214, 0], np.float32), np.array([214, 0, 32], np.float32)


def as_rgb(image: Floats) -> NDArray[np.uint8]:
    """Return an image as (height, width, 3) uint8; the argument is that of `overlaid`."""
    return np.asarray(np.rint(255 * _rgb(image)), np.uint8)


def overlaid(image: Floats, heat: Floats) -> NDArray[np.uint8]:
    """Return an image whose unusual places are coloured from yellow to red, (height, width, 3) uint8.

    Args:
        image: (height, width, channels) float32 in 0..1, of 1, 3 or 4 channels; opacity is ignored.
        heat: (height, width) float32, the surprise (-log10 p) of each pixel.
    """
    strength = np.clip((heat - _BEGINS_AT) / (_FULL_AT - _BEGINS_AT), 0, 1)[:, :, None]
    colour = _YELLOW + strength * (_RED - _YELLOW)
    opacity = _MOST_OPACITY * np.minimum(4 * strength, 1)  # a faint colour is seen, too
    return np.asarray(np.rint((1 - opacity) * 255 * _rgb(image) + opacity * colour), np.uint8)


def _rgb(image: Floats) -> Floats:
    return np.repeat(image, 3, axis=2) if image.shape[2] == 1 else image[:, :, :3]
