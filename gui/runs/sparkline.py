"""A loss curve as small as a word."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gui.look.theme import plot_colours

_MOST_POINTS = 60


def paint_sparkline(painter: QPainter, box: QRectF, history: Mapping[str, Sequence[float]]) -> None:
    """Paint the losses of a run into a box: the validation loss in front of the training loss.

    Args:
        painter: paints.
        box: where to, in logical pixels.
        history: loss lists by name; what is not finite is left out.
    """
    colours = plot_colours()
    loss, val_loss = thinned(history.get("loss", ())), thinned(history.get("val_loss", ()))
    values = [value for line in (loss, val_loss) for _, value in line]
    if not values:
        return
    low, high = min(values), max(values)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for line, colour, width in ((loss, colours.train, 1.0), (val_loss, colours.validation, 1.6)):
        if not line:
            continue
        points = QPolygonF([_place(point, box, low, high) for point in line])
        painter.setPen(QPen(QColor(colour), width, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(points)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(points.last(), width, width)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.restore()


def thinned(values: Sequence[float]) -> list[tuple[float, float]]:
    """Return at most 61 points (0..1, value) of a line, the last one always; what is not finite is left out."""
    step = max(1, math.ceil(len(values) / _MOST_POINTS))
    places = [*range(0, len(values) - 1, step), *([len(values) - 1] if values else [])]
    span = max(len(values) - 1, 1)
    return [(place / span, values[place]) for place in places if math.isfinite(values[place])]


def _place(point: tuple[float, float], box: QRectF, low: float, high: float) -> QPointF:
    x, value = point
    share = (value - low) / (high - low) if high > low else 0.5
    return QPointF(box.left() + x * box.width(), box.bottom() - share * box.height())
