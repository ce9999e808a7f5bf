"""A hand that draws with real mouse events, for the tour and the end-to-end tests."""

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
    side = min(canvas.width(), canvas.height())
    left, top = (canvas.width() - side) / 2, (canvas.height() - side) / 2
    for stroke in strokes:
        places = [QPointF(left + x * side, top + y * side) for x, y in stroke]
        _send(canvas, QEvent.Type.MouseButtonPress, places[0], Qt.MouseButton.LeftButton)
        for place in places[1:]:
            _send(canvas, QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton)
            QCoreApplication.processEvents()
        _send(canvas, QEvent.Type.MouseButtonRelease, places[-1], Qt.MouseButton.LeftButton)


def _send(canvas: QWidget, kind: QEvent.Type, place: QPointF, button: Qt.MouseButton) -> None:
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, place, canvas.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.sendEvent(canvas, event)
