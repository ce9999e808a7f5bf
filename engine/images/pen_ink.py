"""Ink as a pen on a screen or on paper leaves it, made like the scanned ink of MNIST: softer edges, a usual width.

Where an edge is as soft as in a scan (about a pixel of the image from paper to ink), the ink comes from an image of the
data and is left as it is. So it does not matter whether a drawing comes from the canvas or from a file.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SUB = 4
"""The parts of a pixel of the image in which the ink is changed, along each side."""
SOFT_EDGE = 0.6
"""From this width on, in px of the image, an edge is that of a scan."""
THINNEST, THICKEST = 2.1, 3.2
"""The width that strokes are brought to if they are thinner or thicker, in px of the image. The middle nine tenths of
MNIST are from 1.7 to 3.6 px wide by the measure used here."""

_SOFTNESS = 0.2  # the standard deviation of the blur of a hard edge, px of the image


class InkMeasures(NamedTuple):
    """What was measured of ink, in px of the picture.

    Attributes:
        edge: the mean width of the edges, from paper to full ink.
        stroke: the mean width of the strokes.
    """

    edge: float
    stroke: float


def measure(ink: NDArray[np.uint8]) -> InkMeasures:
    """Measure (height, width) uint8 ink, 255 on 0, with at least one pixel of ink.

    The length of all outlines is the sum of the gradient's magnitude (coarea formula). Across an edge that rises evenly
    from 0 to 1 over w px, the sum of 4 v (1 - v) is 2 w / 3; a stroke has two outlines.
    """
    light = np.pad(ink.astype(np.float32) / np.float32(255), 1)
    across = light[:-1, 1:] - light[:-1, :-1]
    down = light[1:, :-1] - light[:-1, :-1]
    outline = max(float(np.sqrt(across * across + down * down).sum()), 1e-6)
    grey = float((light * (1 - light)).sum())
    return InkMeasures(edge=6 * grey / outline, stroke=2 * float(light.sum()) / outline)


def width_change(stroke: float, longest: float, box_side: int) -> float:
    """Return by how much strokes must be widened, in px of the picture; negative to narrow them.

    Args:
        stroke: their width.
        longest: the longest side of the ink, which grows with the strokes.
        box_side: what that side becomes in the image, px.
    """
    for limit, is_outside in ((THINNEST, np.less), (THICKEST, np.greater)):
        if is_outside(stroke * box_side, limit * longest):
            return (limit * longest - box_side * stroke) / (box_side - limit)
    return 0.0


def widened(fine: Floats, radius: float) -> Floats:
    """Return ink whose outlines are moved outwards by `radius` px; inwards, where it is negative.

    Args:
        fine: (height, width) float32, 0..1, with room around it.
        radius: px.
    """
    if radius < 0:
        return 1 - widened(1 - fine, -radius)
    whole = int(radius)
    share = np.float32(radius - whole)
    near = _dilated(fine, whole)
    return near if share == 0 else near + share * (_dilated(fine, whole + 1) - near)


def _dilated(fine: Floats, radius: int) -> Floats:
    """Return the highest value within a disc around each pixel."""
    if radius == 0:
        return fine
    height, width = fine.shape
    padded = np.pad(fine, radius, mode="edge")
    result = fine.copy()
    for row in range(-radius, radius + 1):
        reach = int((radius * radius - row * row + radius * 0.5) ** 0.5)
        line = padded[radius + row : radius + row + height]
        for column in range(-reach, reach + 1):
            np.maximum(result, line[:, radius + column : radius + column + width], out=result)
    return result


def softened(fine: Floats, edge: float) -> Floats:
    """Return ink whose edges are blurred up to the softness of a scan.

    Args:
        fine: (height, width) float32, 0..1, `SUB` px to a pixel of the image, with room around it.
        edge: the width that the edges have, px of the image.
    """
    missing = max(_SOFTNESS**2 - edge**2 / 12, 0.0) * SUB**2  # variance, px of `fine`
    share = np.float32(missing / 4)  # each of two passes of (share, 1 - 2 share, share) adds 2 share
    soft = fine
    for axis in (0, 1, 0, 1):
        lines = np.moveaxis(soft, axis, 0)
        blurred = lines.copy()
        blurred[1:-1] += share * (lines[:-2] + lines[2:] - 2 * lines[1:-1])
        soft = np.moveaxis(blurred, 0, axis)
    return soft
