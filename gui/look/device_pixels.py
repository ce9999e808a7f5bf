"""Painting on whole pixels of the screen, also where a logical pixel is 1.25 or 1.5 of them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter


def fitted(area: QRectF, aspect: QSize) -> QRectF:
    """Return the largest rectangle of this aspect in the middle of an area."""
    scale = min(area.width() / aspect.width(), area.height() / aspect.height())
    result = QRectF(0, 0, aspect.width() * scale, aspect.height() * scale)
    result.moveCenter(area.center())
    return result


def device_size(area: QRectF, device_pixel_ratio: float) -> QSize:
    """Return how many pixels of the screen an area is made of, at least one each way."""
    width, height = round(area.width() * device_pixel_ratio), round(area.height() * device_pixel_ratio)
    return QSize(max(1, width), max(1, height))


def draw_crisp(painter: QPainter, area: QRectF, image: QImage) -> None:
    """Draw an image over an area so that its edges fall between pixels of the screen, without smoothing.

    An image of the area's `device_size` is copied pixel by pixel; a smaller one is enlarged by nearest neighbour.
    """
    to_device = painter.deviceTransform()
    corner = to_device.map(area.topLeft())
    ratio = to_device.m11()
    target = QRect(round(corner.x()), round(corner.y()), *device_size(area, ratio).toTuple())
    painter.save()
    painter.setTransform(to_device.inverted()[0] * painter.transform())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(target, image)
    painter.restore()


def outlined(painter: QPainter, area: QRectF) -> None:
    """Draw a line just inside an area with the painter's pen, one logical pixel wide."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
