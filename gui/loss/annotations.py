"""The letters around the loss plot's curves and the read-out under the mouse, painted by Qt."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gui.loss.view_data import LossLook, PlotFrame, Reading

_PADDING_PX = 6.0
_DISTANCE_PX = 12.0


class AxisNames(NamedTuple):
    """What the two axes are called."""

    epoch: str
    loss: str


def paint_frame(painter: QPainter, frame: PlotFrame, look: LossLook, names: AxisNames) -> None:
    """Write the numbers and the names of both axes.

    Args:
        painter: on the canvas, with the font to write in.
        frame: what to write and where.
        look: the colours.
        names: the names of the axes.
    """
    painter.setPen(QColor(look.colours.text))
    line = QFontMetricsF(painter.font()).height()
    bottom = frame.top + frame.height
    for tick in frame.epochs:
        box = QRectF(tick.place_px - 60.0, bottom + 3.0, 120.0, line)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tick.text)
    for tick in frame.losses:
        box = QRectF(0.0, tick.place_px - line / 2, frame.left - 6.0, line)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick.text)
    box = QRectF(frame.left, bottom + 2.0 + line, frame.width, line)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, names.epoch)
    painter.save()
    painter.translate(1.0, bottom)
    painter.rotate(-90.0)
    painter.drawText(QRectF(0.0, 0.0, frame.height, line), Qt.AlignmentFlag.AlignCenter, names.loss)
    painter.restore()


def paint_reading(painter: QPainter, frame: PlotFrame, look: LossLook, reading: Reading, text: str) -> None:
    """Mark a point with a cross-hair and tell it in a box beside it, always whole within the plot's width.

    Args:
        painter: on the canvas, with the font to write in.
        frame: where the curves are.
        look: the colours.
        reading: the point.
        text: what to tell, in a few lines.
    """
    colours = look.colours
    point = QPointF(reading.x_px, reading.y_px)
    right, bottom = frame.left + frame.width, frame.top + frame.height
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colours.text), 1.0, Qt.PenStyle.DotLine))
    painter.drawLine(QPointF(point.x(), frame.top), QPointF(point.x(), bottom))
    painter.drawLine(QPointF(frame.left, point.y()), QPointF(right, point.y()))
    painter.setPen(QPen(QColor(colours.text), 1.6))
    painter.setBrush(QColor(colours.background))
    painter.drawEllipse(point, 4.0, 4.0)

    size = QFontMetricsF(painter.font()).boundingRect(QRectF(0, 0, 400, 200), 0, text).size()
    box = QRectF(0.0, 0.0, size.width() + 2 * _PADDING_PX, size.height() + 2 * _PADDING_PX)
    is_left = point.x() + _DISTANCE_PX + box.width() > right + _PADDING_PX
    x = point.x() - _DISTANCE_PX - box.width() if is_left else point.x() + _DISTANCE_PX
    y = point.y() - _DISTANCE_PX - box.height()
    if y < 0.0:
        y = min(point.y() + _DISTANCE_PX, bottom - box.height())
    box.moveTo(max(2.0, x), max(2.0, y))
    painter.setPen(QPen(QColor(colours.text), 1.0))
    painter.drawRoundedRect(box, 4.0, 4.0)
    painter.drawText(box.adjusted(_PADDING_PX, _PADDING_PX, 0.0, 0.0), Qt.AlignmentFlag.AlignLeft, text)
