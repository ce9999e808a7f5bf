"""The paper of a photographed or scanned page: its light at each place, and whether the ink is darker or lighter.

All of it is found on a small copy, in which the grain is averaged away.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_SMALL_PX = 84  # the longest side of the small copy
_WIDEST_INK = 0.6  # of the longest side: a dark place that is wider is a shadow
_EDGE_DEPTH = 0.15  # of a side: how far from the border a scanner's dark edge may reach
_EDGE_JUMP = 0.2  # of the picture's range: between the scanner's edge and the paper
_FITS = 6  # of the smooth light, each without what the one before found to be no paper


def without_edges(grey: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Return a copy without the dark or bright strips along the borders that scanners leave, and where these were.

    Args:
        grey: (height, width) uint8.

    Returns:
        The picture with paper in place of the strips, and (height, width) bool, where they were.
    """
    filled, is_edge = grey.copy(), np.zeros(grey.shape, bool)
    for turn in (_as_it_is, np.flipud, np.transpose, _from_the_right):
        page = turn(filled)
        depth = _edge_depth(page)
        if depth:
            turn(is_edge)[:depth] = True
            page[:depth] = np.median(page[depth : depth + 3])
    return filled, is_edge


def _as_it_is(array: NDArray[Any]) -> NDArray[Any]:
    return array


def _from_the_right(array: NDArray[Any]) -> NDArray[Any]:
    return array.T[::-1]


def _edge_depth(grey: NDArray[np.uint8]) -> int:
    """Return how many of the first rows are a strip along the border: unlike the paper, up to a jump."""
    reach = round(_EDGE_DEPTH * len(grey))
    rows = np.median(grey[: reach + 3], axis=1)
    low, high = np.percentile(grey[:: max(1, len(grey) // 200)], (1, 99))
    least = max(_EDGE_JUMP * (high - low), 24)
    is_unlike = np.abs(rows - np.median(rows[reach:])) > least / 2
    depth = len(rows) if is_unlike.all() else int(np.argmin(is_unlike))
    if not 0 < depth <= reach:
        return 0
    rise = max(2, round(0.015 * len(grey)))  # an edge is never perfectly sharp
    jump = abs(float(rows[min(depth + rise, len(rows) - 1)]) - float(rows[max(depth - rise, 0)]))
    return min(depth + rise, len(grey) - 1) if jump > least else 0


def light_of_paper(grey: NDArray[np.uint8]) -> tuple[Floats, bool]:
    """Return the paper's light at each pixel, (height, width) float32, and whether the ink is lighter than the paper.

    The light is a smooth surface, plus what a morphological closing (for dark ink) or opening leaves beside it: that
    fills the ink and keeps the edges of shadows.

    Args:
        grey: (height, width) uint8.
    """
    small = _shrunk(grey)
    is_lighter = _is_ink_lighter(small)
    sign = np.float32(-1 if is_lighter else 1)
    smooth = _smooth_surface(small)
    window = round(_WIDEST_INK * max(small.shape)) | 1
    rest = sign * (small - smooth)
    closed = -_highest(-_highest(rest, window), window)
    return _enlarged(smooth + sign * closed, grey.shape), is_lighter


def _shrunk(grey: NDArray[np.uint8]) -> Floats:
    height, width = grey.shape
    step = max(1.0, max(height, width) / _SMALL_PX)
    small: Floats = grey.astype(np.float32)
    for axis, side in enumerate((height, width)):
        starts = np.floor(np.arange(max(1, round(side / step))) * step).astype(int)
        counts = np.diff(np.append(starts, side)).astype(np.float32)
        small = (np.add.reduceat(small, starts, axis=axis) / np.expand_dims(counts, 1 - axis)).astype(np.float32)
    return small


def _enlarged(small: Floats, shape: tuple[int, ...]) -> Floats:
    """Return the values between the centres of the small pixels by linear interpolation."""
    large = small
    for axis, side in enumerate(shape):
        count = small.shape[axis]
        at = np.clip((np.arange(side) + 0.5) * count / side - 0.5, 0, count - 1)
        below = np.minimum(at.astype(int), max(count - 2, 0))
        share = np.expand_dims((at - below).astype(np.float32), 1 - axis)
        above = np.minimum(below + 1, count - 1)
        large = np.take(large, below, axis=axis) * (1 - share) + np.take(large, above, axis=axis) * share
    return large


def _is_ink_lighter(small: Floats) -> bool:
    """Tell by what differs most from most of the picture; its middle counts most, since corners are often dark."""
    rows, columns = (1.1 - np.abs(np.linspace(-1, 1, side, dtype=np.float32)) for side in small.shape)
    differing = (small - _smooth_surface(small)) ** 3
    return float(rows @ differing @ columns) > 0


def _smooth_surface(small: Floats) -> Floats:
    """Return the quadratic surface that fits most of the picture."""
    y, x = (np.linspace(-1, 1, side, dtype=np.float64) for side in small.shape)
    xx, yy = np.meshgrid(x, y)
    terms = np.stack([np.ones_like(xx), xx, yy, xx * yy, xx * xx, yy * yy], axis=-1).reshape(-1, 6)
    values = small.reshape(-1).astype(np.float64)
    found = np.full_like(values, np.median(values))
    for fit in range(_FITS):
        off = np.abs(values - found)
        is_paper = off <= max(float(np.quantile(off, 0.6)), 2.0)
        count = (
            1 if fit == 0 else 3 if fit < 3 else 6
        )  # from a plane level to a bowl, else the ink bends the start
        weights, *_ = np.linalg.lstsq(terms[is_paper, :count], values[is_paper], rcond=None)
        found = terms[:, :count] @ weights
    return found.reshape(small.shape).astype(np.float32)


def _highest(values: Floats, window: int) -> Floats:
    """Return the highest value in a square around each pixel; outside the picture there is none."""
    reach = window // 2
    for axis in (0, 1):
        padding = [(reach, reach) if place == axis else (0, 0) for place in (0, 1)]
        padded = np.pad(values, padding, constant_values=-np.inf)
        values = np.lib.stride_tricks.sliding_window_view(padded, window, axis=axis).max(axis=-1)
    return values
