"""Ink as a pen on a screen or on paper leaves it, brought to the usual width of strokes, as scanned digits have it.

A pen leaves hard edges. Where an edge is as soft as in a scan (about a pixel of the image from paper to ink), the ink
comes from an image of the data and is left as it is. So it does not matter whether a drawing comes from the canvas or
from a file.
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
MNIST are from 1.6 to 3.5 px wide by the measure used here."""
WIDEST_PEN = 8.0
"""What is wider than this, in px of the image, is no stroke but a filled shape, and left as it is."""

_AT_ONCE = 3  # the largest radius of a disc, px


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
    found = stroke * box_side / longest
    usual = min(max(found, THINNEST), THICKEST)
    if usual == found or max(usual, found) > min(WIDEST_PEN, box_side / 2):
        return 0.0
    return (usual * longest - box_side * stroke) / (box_side - usual)


def widened(fine: Floats, radius: float) -> Floats:
    """Return ink whose outlines are moved outwards by `radius` px.

    Args:
        fine: (height, width) float32, 0..1, with room around it.
        radius: px.
    """
    while radius > _AT_ONCE:  # two small discs, one after the other, cost less than a large one
        fine, radius = _dilated(fine, _AT_ONCE), radius - _AT_ONCE
    whole = int(radius)
    share = np.float32(radius - whole)
    near = _dilated(fine, whole)
    return near if share == 0 else near + share * (_dilated(fine, whole + 1) - near)


def narrowed(fine: Floats, radius: float) -> Floats:
    """Return ink whose outlines are moved inwards by `radius` px; strokes that would vanish stay as they are.

    Args:
        fine: (height, width) float32, 0..1, with room around it.
        radius: px.
    """
    narrow = 1 - widened(1 - fine, radius)
    lost = fine - widened(narrow, radius)
    lost = widened(1 - widened(1 - lost, 1), 1)  # without the corners of strokes that stay
    return np.maximum(narrow, np.where(lost > 0.5, fine, 0))


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
