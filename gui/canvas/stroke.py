"""A stroke of the pen as geometry: the points that were drawn, and the smooth curve through them.

Positions count from the canvas's centre and, like widths, in lengths of its longest side, so that a stroke does
not depend on the size of the widget or of the model's image. x runs to the right, y downwards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

CLOSEST_POINTS = 1 / 280
"""Points nearer to each other than this show tremor and rounding to pixels, not the shape."""


class PenPoint(NamedTuple):
    """Where the pen was, and how wide its line is there."""

    x: float
    y: float
    width: float


class Piece(NamedTuple):
    """A bit of a stroke: a quadratic curve of one width, with round ends."""

    start: tuple[float, float]
    control: tuple[float, float]
    end: tuple[float, float]
    width: float

    @property
    def is_dot(self) -> bool:
        """Whether the pen only touched down, so that there is no line to follow."""
        return self.start == self.control == self.end

    def path(self) -> QPainterPath:
        """Return the line's centre; empty for a dot."""
        path = QPainterPath(QPointF(*self.start))
        path.quadTo(QPointF(*self.control), QPointF(*self.end))
        return path

    def bounds(self) -> QRectF:
        """Return a rectangle that holds all of its ink."""
        xs, ys = zip(self.start, self.control, self.end, strict=True)
        reach = self.width / 2
        left, top = min(xs) - reach, min(ys) - reach
        return QRectF(left, top, max(xs) + reach - left, max(ys) + reach - top)


class Stroke(NamedTuple):
    """A finished stroke: white ink, or black where it erases."""

    points: tuple[PenPoint, ...]
    is_eraser: bool = False

    @property
    def is_uniform(self) -> bool:
        """Whether the line has one width, as a mouse draws it."""
        return len({point.width for point in self.points}) == 1

    def path(self) -> QPainterPath:
        """Return the whole line's centre; empty for a dot."""
        path = QPainterPath(QPointF(self.points[0].x, self.points[0].y))
        for piece in self.pieces():
            path.quadTo(QPointF(*piece.control), QPointF(*piece.end))
        return path

    def pieces(self) -> list[Piece]:
        """Return the curve, from its first point to its last."""
        return [*(_piece(self.points, i) for i in range(len(self.points) - 1)), _tail(self.points)]


class GrowingStroke:
    """A stroke while it is drawn.

    The curve goes through the midpoints between the points, with the points themselves as control points, so it is
    smooth, and later points do not change a piece that is already drawn.
    """

    def __init__(self, first: PenPoint, is_eraser: bool) -> None:
        self.is_eraser = is_eraser
        self._points = [first]
        self._latest = first

    def add(self, point: PenPoint) -> Piece | None:
        """Add a point and return the piece that is now final, if one is."""
        self._latest = point
        last = self._points[-1]
        if math.hypot(point.x - last.x, point.y - last.y) < CLOSEST_POINTS:
            return None
        self._points.append(point)
        return _piece(self._points, len(self._points) - 2)

    def settled(self) -> list[Piece]:
        """Return all pieces that `add` has returned."""
        return [_piece(self._points, i) for i in range(len(self._points) - 1)]

    def tail(self) -> Piece:
        """Return the rest, from the last settled piece to the pen, which the next point may change."""
        return _tail(self._points)

    def finish(self) -> tuple[Stroke, list[Piece]]:
        """Return the whole stroke, which ends where the pen last was, and its pieces that `add` did not return."""
        pieces = []
        if self._latest is not self._points[-1]:
            self._points.append(self._latest)
            pieces.append(_piece(self._points, len(self._points) - 2))
        return Stroke(tuple(self._points), self.is_eraser), [*pieces, self.tail()]


def _piece(points: Sequence[PenPoint], index: int) -> Piece:
    """Return the settled piece around point `index`, which is not the last one."""
    point, after = points[index], points[index + 1]
    at = (point.x, point.y)
    start = _middle(points[index - 1], point) if index > 0 else at
    return Piece(start, at, _middle(point, after), point.width)


def _tail(points: Sequence[PenPoint]) -> Piece:
    last = points[-1]
    at = (last.x, last.y)
    start = _middle(points[-2], last) if len(points) > 1 else at
    return Piece(start, at, at, last.width)


def _middle(a: PenPoint, b: PenPoint) -> tuple[float, float]:
    return ((a.x + b.x) / 2, (a.y + b.y) / 2)
