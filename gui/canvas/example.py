"""A drawn digit for the empty canvas of the start page. It is no drawing of the user's: see `gui.answers.example`."""

from __future__ import annotations

import math

from gui.canvas.content import CanvasContent
from gui.canvas.stroke import PenPoint, Stroke

_WIDTH = 2.6 / 28  # the usual brush
_UPPER = [(0.20 * math.cos(a), 0.15 * math.sin(a) - 0.18) for a in (0.2 * i - 2.7 for i in range(22))]
_LOWER = [(0.23 * math.cos(a), 0.19 * math.sin(a) + 0.155) for a in (0.2 * i - 1.5 for i in range(21))]

EXAMPLE = CanvasContent(strokes=(Stroke(tuple(PenPoint(x, y, _WIDTH) for x, y in (*_UPPER, *_LOWER))),))
"""A 3, as it is written in one stroke."""
EXAMPLE_ID = -1
"""The number of the example where the user's drawings have theirs, which count up from 0."""
