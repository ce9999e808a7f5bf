"""Rows and columns: straight cuts along the pixel grid, as a broken sensor makes them and a pen does not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.detection.evidence.views import Views

Floats = NDArray[np.float32]

NAME = "lines"
LABEL = "Rows and columns"
EXPLANATION = "Straight cuts along rows and columns: dark or bright lines, and strokes that break off at one."
_OF_AXIS = ("step", "step_3", "gap", "gap_share", "wide_gap", "wide_gap_share", "line", "empty", "cut", "cut_back")
FEATURES = (*(f"row_{name}" for name in _OF_AXIS), *(f"column_{name}" for name in _OF_AXIS))

_DARK = np.float32(0.02)


def features(views: Views) -> Floats:
    """Return (n, 20) float32: ten numbers along the rows, and the same along the columns."""
    light = views.brightness
    columns = np.ascontiguousarray(light.transpose(0, 2, 1))
    return np.concatenate([_along_rows(light), _along_rows(columns)], axis=1)


def _along_rows(light: Floats) -> Floats:
    """Return (n, 10) float32: the largest differences between a row and its neighbours, over all rows."""
    one = np.float32(1)
    above, below = light[:, :-1], light[:, 1:]
    fall = above - below  # (n, height - 1, width)
    steps = np.sort(np.abs(fall).sum(axis=2), axis=1)
    usual = light.sum(axis=2).max(axis=1) + np.float32(0.1)
    columns = [steps[:, -1] / usual, steps[:, -3] / usual]
    for reach in (1, 2):
        before, middle, after = light[:, : -2 * reach], light[:, reach:-reach], light[:, 2 * reach :]
        bridge = np.minimum(before, after)  # the least brightness of a stroke that passes through both rows
        gap = np.maximum(bridge - middle, 0).sum(axis=2)  # (n, height - 2 reach)
        columns += [gap.max(axis=1), (gap / (bridge.sum(axis=2) + one)).max(axis=1)]
        if reach == 1:
            line = np.maximum(middle - np.maximum(before, after), 0).sum(axis=2).max(axis=1)
    profile = light.max(axis=2)  # (n, height)
    is_empty = profile < _DARK
    was_ink = np.maximum.accumulate(~is_empty, axis=1)
    will_be_ink = np.maximum.accumulate(~is_empty[:, ::-1], axis=1)[:, ::-1]
    empty = (is_empty & was_ink & will_be_ink).sum(axis=1, dtype=np.float32)
    cut = np.where(below < _DARK, fall, 0).sum(axis=2).max(axis=1)
    cut_back = np.where(above < _DARK, -fall, 0).sum(axis=2).max(axis=1)
    return np.stack([*columns, line, empty, cut, cut_back], axis=1)
