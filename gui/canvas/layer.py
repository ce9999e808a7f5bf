"""A canvas's content as pixels of one size: for the screen, or for the engine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from gui.canvas.content import CanvasContent
from gui.canvas.stroke import Piece, Stroke
from gui.look.pixels import grey_from_rgb32, image_from_pixels, rgb_from_image

INK, PAPER = QColor(Qt.GlobalColor.white), QColor(Qt.GlobalColor.black)


class CanvasLayer:
    """An image that strokes are added to bit by bit.

    A pixel takes the lightest of the pieces that cover it, or the darkest where they erase. So the overlapping
    round ends of a slow stroke do not add up to jagged edges, and a stroke that grew piece by piece has the
    same pixels as one that is drawn again.

    Args:
        size: in px.
        is_exact: whether a whole stroke must have exactly the pixels of one that grew piece by piece. Otherwise it
            is drawn in one go, several times as fast; the difference cannot be seen.
        is_colour: whether a coloured picture keeps its colours; otherwise all is grey.
    """

    def __init__(self, size: QSize, *, is_exact: bool = True, is_colour: bool = False) -> None:
        self._is_exact = is_exact
        self._is_colour = is_colour
        self.image = QImage(size, QImage.Format.Format_RGB32)
        self.image.fill(PAPER)
        self._to_px = to_px(QRectF(QPointF(0, 0), size.toSizeF()))

    def render(self, content: CanvasContent) -> None:
        """Replace everything by this content."""
        self.image.fill(PAPER)
        if content.backdrop is not None:
            self._draw_backdrop(content.backdrop)
        for stroke in content.strokes:
            self.add_stroke(stroke)

    def add_stroke(self, stroke: Stroke) -> None:
        """Draw a whole stroke over what is there."""
        path = stroke.path()
        if self._is_exact or path.isEmpty() or not stroke.is_uniform:
            for piece in stroke.pieces():
                self.add_piece(piece, stroke.is_eraser)
            return
        painter = QPainter(self.image)
        painter.setTransform(self._to_px)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_pen(stroke.points[0].width, stroke.is_eraser))
        painter.drawPath(path)
        painter.end()

    def add_piece(self, piece: Piece, is_eraser: bool) -> None:
        """Draw a piece of a stroke over what is there."""
        bounds = self._to_px.mapRect(piece.bounds()).toAlignedRect().adjusted(-1, -1, 1, 1) & self.image.rect()
        if bounds.isEmpty():
            return
        stamp = QImage(bounds.size(), QImage.Format.Format_RGB32)
        stamp.fill(INK if is_eraser else PAPER)
        painter = QPainter(stamp)
        painter.translate(-bounds.topLeft())
        painter.setTransform(self._to_px, combine=True)
        draw_piece(painter, piece, is_eraser)
        painter.end()
        painter = QPainter(self.image)
        mode = QPainter.CompositionMode
        painter.setCompositionMode(mode.CompositionMode_Darken if is_eraser else mode.CompositionMode_Lighten)
        painter.drawImage(bounds.topLeft(), stamp)
        painter.end()

    def copy(self) -> CanvasLayer:
        """Return a layer of the same size with the same pixels."""
        twin = CanvasLayer(self.image.size(), is_colour=self._is_colour)
        twin.image = self.image.copy()
        return twin

    def pixels(self) -> NDArray[np.uint8]:
        """Return a copy of the pixels, uint8: (height, width, 3) RGB if it is in colour, else as `grey`."""
        return rgb_from_image(self.image) if self._is_colour else self.grey()

    def grey(self) -> NDArray[np.uint8]:
        """Return a copy of the pixels, (height, width) uint8, white ink on black; not if it is in colour."""
        return grey_from_rgb32(self.image)

    def _draw_backdrop(self, backdrop: NDArray[np.uint8]) -> None:
        if backdrop.ndim == 3 and not self._is_colour:
            backdrop = np.rint(backdrop.mean(axis=2)).astype(np.uint8)
        picture = image_from_pixels(backdrop)
        keep, ignore = Qt.AspectRatioMode.KeepAspectRatio, Qt.AspectRatioMode.IgnoreAspectRatio
        target = QRect(QPoint(0, 0), picture.size().scaled(self.image.size(), keep))
        target.moveCenter(self.image.rect().center())
        is_enlarged = target.width() >= picture.width()  # a small image shows its pixels; a large one is averaged
        painter = QPainter(self.image)
        if is_enlarged:
            painter.drawImage(target, picture)
        else:
            smooth = Qt.TransformationMode.SmoothTransformation
            painter.drawImage(target, picture.scaled(target.size(), ignore, smooth))
        painter.end()


def to_px(area: QRectF) -> QTransform:
    """Return the map from a stroke's units to the pixels of this area."""
    side = max(area.width(), area.height())
    return QTransform(side, 0, 0, side, area.center().x(), area.center().y())


def draw_piece(painter: QPainter, piece: Piece, is_eraser: bool) -> None:
    """Draw a piece with a painter whose units are the stroke's."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(piece.width, is_eraser))
    if piece.is_dot:
        painter.drawPoint(QPointF(*piece.start))
    else:
        painter.drawPath(piece.path())


def _pen(width: float, is_eraser: bool) -> QPen:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(PAPER if is_eraser else INK, width, Qt.PenStyle.SolidLine, cap, join)
