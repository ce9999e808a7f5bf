"""Painting ROC curves, on the screen and into files alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from engine.protocol.results import RocCurve
from gui.look.colours import Colours
from gui.look.theme import SPACING_PX, TIGHT_PX

_CELLS = 400
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class RocPicture:
    """All that is to be seen.

    Attributes:
        curves: our curve, and the plain error's: with what they are called.
        point: false and true positive rate at the threshold, or None.
        point_text: what the point says.
        x_text: what the axis of false alarms is called.
        y_text: what the axis of found anomalies is called.
    """

    curves: tuple[tuple[str, RocCurve], ...]
    point: tuple[float, float] | None
    point_text: str
    x_text: str
    y_text: str


def paint_roc(painter: QPainter, room: QRectF, picture: RocPicture, theme: Colours) -> None:
    """Paint axes, the diagonal of chance, the curves, the threshold's point and the legend."""
    metrics = painter.fontMetrics()
    line = metrics.height()
    left = line + metrics.horizontalAdvance("0.75") + 2 * TIGHT_PX
    side_room = room.adjusted(left, TIGHT_PX, -2 * TIGHT_PX, -(2 * line + 2 * TIGHT_PX))
    side = max(min(side_room.width(), side_room.height()), 1.0)
    area = QRectF(0, 0, side, side)
    area.moveCenter(side_room.center())
    _paint_axes(painter, area, picture, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.muted), 1, Qt.PenStyle.DotLine))
    painter.drawLine(area.bottomLeft(), area.topRight())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for number, (_, curve) in reversed(list(enumerate(picture.curves))):
        painter.setPen(_pen(number, theme))
        painter.drawPolyline(_polyline(curve, area))
    if picture.point is not None:
        point = QPointF(area.left() + picture.point[0] * side, area.bottom() - picture.point[1] * side)
        painter.setPen(QPen(QColor(theme.card), 1.5))
        painter.setBrush(QColor(theme.error))
        painter.drawEllipse(point, 5.0, 5.0)
    _paint_legend(painter, area, picture, theme)


def _paint_axes(painter: QPainter, area: QRectF, picture: RocPicture, theme: Colours) -> None:
    metrics = painter.fontMetrics()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for tick in _TICKS:
        x, y = area.left() + tick * area.width(), area.bottom() - tick * area.height()
        painter.setPen(QPen(QColor(theme.plot.grid), 1))
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        painter.drawLine(QLineF(area.left(), y, area.right(), y))
        painter.setPen(QColor(theme.muted))
        text = f"{tick:g}"
        width = metrics.horizontalAdvance(text)
        if area.width() > 160 or tick in (0.0, 0.5, 1.0):
            painter.drawText(QPointF(x - width / 2, area.bottom() + TIGHT_PX + metrics.ascent()), text)
            painter.drawText(QPointF(area.left() - TIGHT_PX - width, y + metrics.ascent() / 2 - 1), text)
    below = QRectF(area.left(), area.bottom() + TIGHT_PX + metrics.height(), area.width(), metrics.height())
    painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextDontClip, picture.x_text)
    painter.save()
    painter.translate(
        area.left() - metrics.horizontalAdvance("0.75") - 2 * TIGHT_PX - metrics.height(), area.bottom()
    )
    painter.rotate(-90)
    upright = QRectF(0, 0, area.height(), metrics.height())
    painter.drawText(upright, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextDontClip, picture.y_text)
    painter.restore()


def _paint_legend(painter: QPainter, area: QRectF, picture: RocPicture, theme: Colours) -> None:
    metrics = painter.fontMetrics()
    rows = [f"{name}  {curve.auroc:.3f}" for name, curve in picture.curves]
    if picture.point is not None:
        rows.append(picture.point_text)
    height = metrics.height() + 2
    width = max(map(metrics.horizontalAdvance, rows), default=0) + 24
    box = QRectF(area.right() - width - SPACING_PX, area.bottom() - len(rows) * height - SPACING_PX, width, 0)
    box.setHeight(len(rows) * height)
    back = QColor(theme.card)
    back.setAlphaF(0.85)
    painter.fillRect(box.adjusted(-TIGHT_PX, -1, TIGHT_PX, 1), back)
    for number, text in enumerate(rows):
        y = box.top() + number * height
        if number < len(picture.curves):
            painter.setPen(_pen(number, theme))
            painter.drawLine(QLineF(box.left(), y + height / 2, box.left() + 18, y + height / 2))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.error))
            painter.drawEllipse(QPointF(box.left() + 9, y + height / 2), 4.5, 4.5)
        painter.setPen(QColor(theme.text))
        painter.drawText(QPointF(box.left() + 24, y + metrics.ascent() + 1), text)


def _pen(number: int, theme: Colours) -> QPen:
    """Return the pen of a curve; the second is dashed as well as of another colour."""
    if number == 0:
        return QPen(QColor(theme.plot.train), 2)
    return QPen(QColor(theme.plot.validation), 1.75, Qt.PenStyle.DashLine)


def _polyline(curve: RocCurve, area: QRectF) -> QPolygonF:
    to_area = QTransform(area.width(), 0.0, 0.0, -area.height(), area.left(), area.bottom())
    return to_area.map(_unit_polyline(curve))


@lru_cache(maxsize=4)
def _unit_polyline(curve: RocCurve) -> QPolygonF:
    """Return the curve within 0..1, at most one point a cell of a fine grid: 10,000 images have as many steps."""
    false, true = curve.false_positive_rate, curve.true_positive_rate
    cells = np.rint(false * _CELLS) * (_CELLS + 1) + np.rint(true * _CELLS)
    kept = np.concatenate([[True], cells[1:] != cells[:-1]])
    kept[-1] = True
    return QPolygonF([QPointF(x, y) for x, y in zip(false[kept].tolist(), true[kept].tolist(), strict=True)])
