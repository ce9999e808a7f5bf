"""Conversion between QImage and NumPy, and painting images on whole screen pixels, also at a scaling of 1.25 or 1.5.

Every conversion copies, so that neither side keeps memory that belongs to the other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
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


def image_from_grey(grey: NDArray[np.uint8]) -> QImage:
    """Return (height, width) uint8 pixels as a grey image of the same size."""
    rows = np.ascontiguousarray(grey, np.uint8)
    return _image(rows, QImage.Format.Format_Grayscale8)


def image_from_rgb(rgb: NDArray[np.uint8]) -> QImage:
    """Return (height, width, 3) uint8 pixels as an RGB image of the same size."""
    rows = np.ascontiguousarray(rgb, np.uint8)
    return _image(rows, QImage.Format.Format_RGB888)


def image_from_pixels(pixels: NDArray[np.uint8]) -> QImage:
    """Return an image of (height, width) grey or (height, width, 3) RGB uint8 pixels."""
    return image_from_rgb(pixels) if pixels.ndim == 3 else image_from_grey(pixels)


def image_from_levels(levels: NDArray[np.float32]) -> QImage:
    """Return an image of the models', (height, width, channels) float32, 0..1, with one channel or three."""
    pixels = np.rint(np.clip(levels, 0.0, 1.0) * 255.0).astype(np.uint8)
    return image_from_rgb(pixels) if pixels.shape[2] == 3 else image_from_grey(pixels[:, :, 0])


def grey_from_rgb32(image: QImage) -> NDArray[np.uint8]:
    """Return the levels of an RGB32 image all of whose pixels are grey, (height, width) uint8.

    They are one of its channels, taken in a tenth of the time of Qt's own conversion to grey.
    """
    assert image.format() == QImage.Format.Format_RGB32
    return _lines(image)[:, :, 1].copy()  # red or green, whatever the machine's order of bytes


def rgb_from_image(image: QImage) -> NDArray[np.uint8]:
    """Return an opaque image's pixels, (height, width, 3) uint8 RGB."""
    return np.ascontiguousarray(rgba_from_image(image)[:, :, :3])


def rgba_from_image(image: QImage) -> NDArray[np.uint8]:
    """Return an image's pixels, (height, width, 4) uint8 RGBA with straight alpha."""
    converted = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return _lines(converted).copy()


def _image(rows: NDArray[np.uint8], form: QImage.Format) -> QImage:
    height, width = rows.shape[:2]
    return QImage(rows.data, width, height, rows.strides[0], form).copy()  # without the stride, odd widths skew


def _lines(image: QImage) -> NDArray[np.uint8]:
    """Return the memory of an image of four bytes a pixel, whose lines have no padding, (height, width, 4) uint8."""
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
