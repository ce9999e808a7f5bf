"""How the lines of the loss plot are drawn, and short samples of them for a key."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from gui.look.colours import PlotColours

SAMPLE_SIZE = QSize(24, 12)

_FINISHED_DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (5, 2),
    (1.5, 1.5),
    (6, 2, 1.5, 2),
    (9, 3),
    (3, 1.5),
    (4, 1, 1, 1),
)
"""Beside their colours, for eyes that distinguish few of them: the patterns alone distinguish seven runs. Seven and the
number of colours have no divisor in common, so colour and pattern together are repeated late."""


class LineStyle(NamedTuple):
    """How one line is drawn.

    Attributes:
        colour: "#rrggbb".
        width_px: its width.
        dashes: dash pattern in line widths; () is solid.
        marker: "circle", "square" or "".
        opacity: 0..1.
    """

    colour: str
    width_px: float
    dashes: tuple[float, ...] = ()
    marker: str = ""
    opacity: float = 1.0


def current_style(series: str, colours: PlotColours) -> LineStyle:
    """Return how the current run's "batch", "train" or "validation" loss is drawn."""
    if series == "batch":
        return LineStyle(colours.train, 0.8, opacity=0.55)
    if series == "train":
        return LineStyle(colours.train, 1.8, marker="circle")
    return LineStyle(colours.validation, 1.8, dashes=(4, 2), marker="square")


def finished_style(number: int, colours: PlotColours, *, is_secondary: bool = False) -> LineStyle:
    """Return how a finished run is drawn.

    Args:
        number: the run's place in the order of colours and dashes, from 0, in turn.
        colours: the theme's.
        is_secondary: whether this is the training loss beside a validation loss, which is fainter.
    """
    return LineStyle(
        colours.finished[number % len(colours.finished)],
        0.8 if is_secondary else 1.3,
        _FINISHED_DASHES[number % len(_FINISHED_DASHES)],
        opacity=0.45 if is_secondary else 0.8,
    )


def paint_sample(painter: QPainter, box: QRectF, style: LineStyle) -> None:
    """Paint a short piece of the line into a box, with its marker in the middle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(style.colour)
    colour.setAlphaF(style.opacity)
    pen = QPen(colour, style.width_px)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if style.dashes:
        pen.setDashPattern(list(style.dashes))
    painter.setPen(pen)
    centre = box.center()
    painter.drawLine(QPointF(box.left(), centre.y()), QPointF(box.right(), centre.y()))
    if style.marker:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        mark = QRectF(centre.x() - 2.5, centre.y() - 2.5, 5.0, 5.0)
        if style.marker == "circle":
            painter.drawEllipse(mark)
        else:
            painter.drawRect(mark)
    painter.restore()


def sample_icon(style: LineStyle, ratio: float) -> QIcon:
    """Return a short piece of the line as an icon of `SAMPLE_SIZE`.

    Args:
        style: the line.
        ratio: device pixels a logical pixel.
    """
    pixmap = QPixmap(SAMPLE_SIZE * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_sample(painter, QRectF(0, 0, SAMPLE_SIZE.width(), SAMPLE_SIZE.height()), style)
    painter.end()
    return QIcon(pixmap)
