"""Drawing with real mouse events, for the tour and the end-to-end tests."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

Point = tuple[float, float]
"""x and y from 0 to 1 across the square that the drawing fills, y downwards."""

THREE: tuple[tuple[Point, ...], ...] = (
    (
        *((0.5 + 0.2 * math.cos(a), 0.32 + 0.15 * math.sin(a)) for a in (i * 0.2 - 2.7 for i in range(22))),
        *((0.5 + 0.23 * math.cos(a), 0.655 + 0.19 * math.sin(a)) for a in (i * 0.2 - 1.5 for i in range(21))),
    ),
)
"""The strokes of a handwritten 3."""

FIVE: tuple[tuple[Point, ...], ...] = (
    (
        *((0.37 - 0.01 * i, 0.22 + 0.04 * i) for i in range(7)),
        *((0.47 + 0.21 * math.cos(a), 0.62 + 0.19 * math.sin(a)) for a in (i * 0.2 - 2.2 for i in range(24))),
    ),
    tuple((0.37 + 0.04 * i, 0.22 - 0.003 * i) for i in range(9)),
)
"""The strokes of a handwritten 5."""


def draw(canvas: QWidget, strokes: Sequence[Sequence[Point]]) -> None:
    """Draw strokes on a widget: press, a few dozen moves along the curve, release.

    Args:
        canvas: the widget that takes the mouse events.
        strokes: each one the points it goes through.
    """
    pen = Pen(canvas)
    for stroke in strokes:
        pen.press(stroke[0])
        for place in stroke[1:]:
            pen.move(place)
            QCoreApplication.processEvents()
        pen.release()


class Pen:
    """Sends the mouse events of a stroke.

    Args:
        canvas: the widget that takes the mouse events.
    """

    def __init__(self, canvas: QWidget) -> None:
        self._canvas = canvas
        self._place = QPointF()

    def press(self, place: Point) -> None:
        """Press the left button."""
        self._send(QEvent.Type.MouseButtonPress, place, Qt.MouseButton.LeftButton)

    def move(self, place: Point) -> None:
        """Move with the button pressed."""
        self._send(QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton)

    def release(self) -> None:
        """Release the button at the last place."""
        self._send_at(QEvent.Type.MouseButtonRelease, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton)

    def _send(self, kind: QEvent.Type, place: Point, button: Qt.MouseButton) -> None:
        canvas = self._canvas
        side = min(canvas.width(), canvas.height())
        left, top = (canvas.width() - side) / 2, (canvas.height() - side) / 2
        self._place = QPointF(left + place[0] * side, top + place[1] * side)
        self._send_at(kind, button, Qt.MouseButton.LeftButton)

    def _send_at(self, kind: QEvent.Type, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        place, canvas = self._place, self._canvas
        event = QMouseEvent(kind, place, canvas.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(canvas, event)
