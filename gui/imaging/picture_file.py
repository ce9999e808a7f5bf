"""Saving what the window paints as a figure for paper: PNG or SVG, in the light theme's colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication

from engine.errors import UserError
from engine.model_file.atomic_write import write_atomically
from gui.look.colours import LIGHT, Colours

FIGURE_FORMATS = ("png", "svg")
FILE_FILTER = "PNG (*.png);;SVG (*.svg)"
_PIXELS_PER_POINT = 2.5
_MARGIN_PX = 12.0

Paint = Callable[[QPainter, QRectF, Colours], None]
"""Paints a figure into a room, in the given colours."""


def save_figure(path: Path, size: QSize, title: str, paint: Paint) -> None:
    """Save a figure; a PNG has 2.5 pixels for each of the screen's.

    Args:
        path: where to; its ending is .png or .svg.
        size: of the figure, in logical pixels.
        title: what the figure is, for the file's own title.
        paint: paints it.

    Raises:
        UserError: another ending, or the file cannot be written.
    """
    kind = figure_format(path)
    data = _svg(size, title, paint) if kind == "svg" else _png(size, paint)

    def write(stream: BinaryIO) -> None:
        stream.write(data)

    write_atomically(path, write)


def figure_format(path: Path) -> str:
    """Return "png" or "svg", by the ending of a name.

    Raises:
        UserError: it has another ending.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in FIGURE_FORMATS:
        raise UserError(
            "A figure is saved as .png or .svg, not as {ending}; choose a name that ends in one of these.",
            ending=path.suffix or "a name without an ending",
        )
    return kind


def _png(size: QSize, paint: Paint) -> bytes:
    image = QImage(size * _PIXELS_PER_POINT, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_PIXELS_PER_POINT)
    image.fill(Qt.GlobalColor.white)
    _paint(QPainter(image), size, paint)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def _svg(size: QSize, title: str, paint: Paint) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    _paint(QPainter(generator), size, paint)
    return bytes(data.data())


def _paint(painter: QPainter, size: QSize, paint: Paint) -> None:
    font = QFont(QApplication.font())
    painter.setFont(font)
    room = QRectF(0, 0, size.width(), size.height())
    painter.fillRect(room, Qt.GlobalColor.white)
    paint(painter, room.adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX), LIGHT)
    painter.end()
