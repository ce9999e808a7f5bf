"""The colours of an error map and of an anomaly map, perceptually uniform."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

_ERROR = ("#08090d", "#1d2a63", "#3558d4", "#8a6fe0", "#e08aa8", "#fac98a", "#fdf6d8")
"""Of rising lightness; the blue is the light theme's accent."""
_BELOW_THRESHOLD = ("#0d1526", "#2c4f86", "#9fb4cf")
"""From no surprise to just below the threshold: dark to light blue."""
_BEYOND_THRESHOLD = ("#f2b46a", "#e0622b", "#8c0f1c")
"""From the threshold to twice as far: orange to dark red."""

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


@cache
def error_colour_map() -> NDArray[np.uint8]:
    """Return the colours of errors from none to the largest, (256, 3) uint8 RGB, read-only.

    Each is lighter than the one before, so the map also reads in grey.
    """
    return _read_only(_between(_ERROR, 256))


@cache
def anomaly_colour_map() -> NDArray[np.uint8]:
    """Return the colours from no surprise to twice the threshold, (256, 3) uint8 RGB, read-only.

    The threshold is between entries 127 and 128, where the colour jumps from cool to warm: it is a border.
    """
    return _read_only(np.concatenate([_between(_BELOW_THRESHOLD, 128), _between(_BEYOND_THRESHOLD, 128)]))


def oklab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sRGB colours of 0..1 in OKLab, (n, 3) -> (n, 3): lightness 0..1, then green-red, blue-yellow.

    Source: Björn Ottosson, "A perceptual color space for image processing", 2020.
    """
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    lab: NDArray[np.float64] = np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T
    return lab


def srgb(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return OKLab colours in sRGB of 0..1, clipped to what a screen can show, (n, 3) -> (n, 3)."""
    linear = np.clip((lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_LMS).T, 0.0, 1.0)
    rgb: NDArray[np.float64] = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return rgb


def _between(anchors: tuple[str, ...], count: int) -> NDArray[np.uint8]:
    """Return (count, 3) colours from the first anchor through all to the last, in steps that look equal."""
    rgb = np.array([list(bytes.fromhex(anchor[1:])) for anchor in anchors]) / 255.0
    lab = oklab(rgb)
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(lab, axis=0), axis=1))])
    places = np.linspace(0.0, lengths[-1], count)
    even = np.stack([np.interp(places, lengths, lab[:, axis]) for axis in range(3)], axis=1)  # (count, 3)
    return np.round(255.0 * srgb(even)).astype(np.uint8)


def _read_only(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    colours.flags.writeable = False
    return colours
