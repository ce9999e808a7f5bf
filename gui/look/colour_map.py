"""The colours of an error map: perceptually even from dark, through the accent, to bright."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

_ANCHORS = ("#08090d", "#1d2a63", "#3558d4", "#8a6fe0", "#e08aa8", "#fac98a", "#fdf6d8")
"""Way-points of rising lightness; the blue is the light theme's accent."""

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

    Neighbouring entries differ by the same amount as the eye sees it, and each is lighter than the one
    before, so the map also reads in grey. Colours are interpolated in OKLab (Björn Ottosson, "A perceptual
    color space for image processing", 2020) along a smooth curve, by its arc length.
    """
    anchors = np.array([[int(a[i : i + 2], 16) for i in (1, 3, 5)] for a in _ANCHORS]) / 255.0
    curve = _smooth_curve(oklab(anchors), points=4_096)
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    wanted = np.linspace(0.0, lengths[-1], 256)
    even = np.stack([np.interp(wanted, lengths, curve[:, axis]) for axis in range(3)], axis=1)  # (256, 3)
    colours: NDArray[np.uint8] = np.round(255.0 * srgb(even)).astype(np.uint8)
    colours.flags.writeable = False
    return colours


def oklab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sRGB colours of 0..1 in OKLab, (n, 3) -> (n, 3): lightness 0..1, then green-red, blue-yellow."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    lab: NDArray[np.float64] = np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T
    return lab


def srgb(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return OKLab colours in sRGB of 0..1, clipped to what a screen can show, (n, 3) -> (n, 3)."""
    linear = np.clip((lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_LMS).T, 0.0, 1.0)
    rgb: NDArray[np.float64] = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return rgb


def _smooth_curve(anchors: NDArray[np.float64], points: int) -> NDArray[np.float64]:
    """Return a Catmull-Rom curve through the anchors, (k, 3) -> (points, 3)."""
    padded = np.concatenate([[2 * anchors[0] - anchors[1]], anchors, [2 * anchors[-1] - anchors[-2]]])
    position = np.linspace(0.0, len(anchors) - 1.0, points)
    segment = np.minimum(position.astype(int), len(anchors) - 2)
    t = (position - segment)[:, None]
    p0, p1, p2, p3 = (padded[segment + offset] for offset in range(4))
    curve: NDArray[np.float64] = 0.5 * (
        2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )
    return curve
