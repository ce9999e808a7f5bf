"""Strokes of a curved line, sent to a canvas as Qt's mouse events."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from gui.canvas.canvas import DrawingCanvas


def curved_three(canvas: DrawingCanvas) -> list[QPoint]:
    """Return the points of a handwritten 3, two bows one below the other, in px of the canvas."""
    area = canvas.pen_area()
    upper = [(0.47 + 0.2 * math.cos(a), 0.33 + 0.17 * math.sin(a)) for a in (-2.7 + 0.18 * i for i in range(23))]
    lower = [(0.47 + 0.24 * math.cos(a), 0.66 + 0.18 * math.sin(a)) for a in (-1.6 + 0.18 * i for i in range(23))]
    return [
        QPointF(area.left() + x * area.width(), area.top() + y * area.height()).toPoint() for x, y in upper + lower
    ]


def draw(canvas: DrawingCanvas, points: list[QPoint]) -> None:
    """Press, move and release the left button."""
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, left, pos=points[-1])
