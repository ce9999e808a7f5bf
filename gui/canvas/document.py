"""The drawing that the engine gets: an image of fixed size, its history, and when it is sent."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QUndoStack

from engine.image_shape import CANVAS_SIDE_PX, ImageShape
from engine.images.preparation import has_ink
from engine.protocol.commands import Drawing
from gui.canvas.content import CanvasContent, ContentChange
from gui.canvas.layer import CanvasLayer
from gui.canvas.stroke import GrowingStroke, PenPoint, Piece

SHORTEST_INTERVAL_MS = 4
"""Drawings are sent no more often than this during a stroke. Its end is always sent."""
_UNDO_LIMIT = 100  # backdrops are shared between steps, and the largest takes 1.2 MB


class CanvasDocument(QObject):
    """Strokes and a backdrop, rendered at a whole multiple of the size of the model's image.

    A sample of the model's own size then fills whole blocks of pixels, and preparing it for the model gives it back
    exactly.

    Signals:
        piece_settled (Piece, bool): a piece of the growing stroke is final; True where it erases.
        tail_changed: the growing stroke's last, provisional piece has changed.
        content_replaced: all of the content may have changed; draw it again.
        content_changed: a step was done, undone or redone.
        image_shape_changed: the document has another shape; the drawing for it is sent afterwards.
        drawing_changed (Drawing): the pixels have changed and there is ink.
        drawing_cleared: there is no ink any more.
    """

    piece_settled = Signal(object, bool)
    tail_changed = Signal()
    content_replaced = Signal()
    content_changed = Signal()
    image_shape_changed = Signal()
    drawing_changed = Signal(object)
    drawing_cleared = Signal()

    def __init__(self, image_shape: ImageShape, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = QUndoStack(self)
        self.history.setUndoLimit(_UNDO_LIMIT)
        self._image_shape = image_shape
        self._content = CanvasContent()
        self._settled = self._content
        self._growing: GrowingStroke | None = None
        self._layer = CanvasLayer(document_size(image_shape), is_colour=is_colour(image_shape))
        self._is_centre_requested = True
        self._drawing_id = 0
        self._has_sent_ink = False
        self._since_sent = QElapsedTimer()
        self._sending = QTimer(self)
        self._sending.setSingleShot(True)
        self._sending.setTimerType(Qt.TimerType.PreciseTimer)
        self._sending.timeout.connect(self.send)

    # ------------------------------------------------------------------------------------------------- facts

    @property
    def image_shape(self) -> ImageShape:
        """(height, width, channels) of the model's image, in px."""
        return self._image_shape

    @property
    def content(self) -> CanvasContent:
        """What is on the canvas, without a stroke that is still growing."""
        return self._content

    @property
    def settled(self) -> CanvasContent:
        """The content in the undo history: `content`, unless that is a preview."""
        return self._settled

    @property
    def growing(self) -> GrowingStroke | None:
        """The stroke that is being drawn."""
        return self._growing

    @property
    def drawing_id(self) -> int:
        """The number of the last `drawing_changed` or `drawing_cleared`."""
        return self._drawing_id

    @property
    def is_blank(self) -> bool:
        """Whether there is no ink, and none is being drawn."""
        is_inking = self._growing is not None and not self._growing.is_eraser
        return not self._has_sent_ink and not is_inking

    @property
    def is_prepared(self) -> bool:
        """Whether the backdrop is a sample, which is already as the model sees it."""
        return self._content.is_prepared(self._image_shape)

    @property
    def is_centre_requested(self) -> bool:
        """Whether drawings are to be prepared the way MNIST was, wherever that makes sense."""
        return self._is_centre_requested

    @property
    def is_centred(self) -> bool:
        """Whether the engine is to prepare this the way MNIST was."""
        return self._is_centre_requested and not self.is_prepared

    def pixels(self) -> NDArray[np.uint8]:
        """Return the drawing as it is now, uint8: (height, width), white ink on black; (height, width, 3) in colour."""
        return self._with_tail().pixels()

    def image(self) -> QImage:
        """Return the drawing as it is now, to copy or save."""
        image = self._with_tail().image
        return (
            image.copy()
            if is_colour(self._image_shape)
            else image.convertToFormat(QImage.Format.Format_Grayscale8)
        )

    # ----------------------------------------------------------------------------------------------- strokes

    def begin_stroke(self, point: PenPoint, *, is_eraser: bool) -> None:
        """Put the pen down. A stroke that is still growing ends first."""
        self.end_stroke()
        self.drop_preview()
        self._growing = GrowingStroke(point, is_eraser)
        self.tail_changed.emit()
        self._changed()

    def extend_stroke(self, point: PenPoint) -> None:
        """Move the pen, if it is down."""
        if self._growing is None:
            return
        piece = self._growing.add(point)
        if piece is not None:
            self._settle(piece, self._growing.is_eraser)
            self.tail_changed.emit()
            self._changed()

    def end_stroke(self) -> None:
        """Lift the pen, if it is down. The stroke becomes a step that can be undone."""
        if self._growing is None:
            return
        stroke, pieces = self._growing.finish()
        self._growing = None
        for piece in pieces:
            self._settle(piece, stroke.is_eraser)
        self.tail_changed.emit()
        before, self._content = self._content, self._content.with_stroke(stroke)
        step = self.tr("erasing") if stroke.is_eraser else self.tr("stroke")
        self.history.push(ContentChange(step, before, self._content, self._show))

    def cancel_stroke(self) -> None:
        """Drop the growing stroke, if there is one."""
        if self._growing is not None:
            self._growing = None
            self._render()
            self._put(self._content)

    # ----------------------------------------------------------------------------------------------- content

    def replace(self, content: CanvasContent, step: str, kind: int = -1) -> None:
        """Put something else on the canvas, as a step that can be undone.

        Args:
            content: what is on the canvas afterwards.
            step: what happened.
            kind: several steps of one kind that follow each other are undone as one, unless it is -1.
        """
        self.end_stroke()
        self.history.push(ContentChange(step, self._settled, content, self._show, kind))

    def preview(self, content: CanvasContent) -> None:
        """Show another content without a step in the history; any other change replaces it."""
        self.end_stroke()
        self._put(content)

    def settle_preview(self, step: str, kind: int = -1) -> None:
        """Make the preview a step that can be undone; the arguments are those of `replace`."""
        if self._content is not self._settled:
            self.replace(self._content, step, kind)

    def drop_preview(self) -> None:
        """Show again what is on the canvas."""
        if self._content is not self._settled:
            self._put(self._settled)

    def set_image_shape(self, image_shape: ImageShape) -> None:
        """Draw for a model with images of another shape. What is on the canvas stays, around its centre."""
        if image_shape == self._image_shape:
            return
        self._content = self._settled  # a preview was for the old shape
        self._image_shape = image_shape
        self._layer = CanvasLayer(document_size(image_shape), is_colour=is_colour(image_shape))
        self._render()
        self.image_shape_changed.emit()
        self._put(self._content)

    def request_centre(self, is_requested: bool) -> None:
        """Choose whether drawings are prepared the way MNIST was, wherever that makes sense."""
        if is_requested != self._is_centre_requested:
            self._is_centre_requested = is_requested
            self._put(self._content)

    def send(self) -> None:
        """Emit what is on the canvas now, with a new number, at once."""
        self._sending.stop()
        self._since_sent.start()
        pixels = self.pixels()
        pixels.flags.writeable = False
        if self._content.backdrop is not None or has_ink(pixels):
            self._drawing_id += 1
            self._has_sent_ink = True
            self.drawing_changed.emit(Drawing(self._drawing_id, pixels, self.is_centred))
        elif self._has_sent_ink:
            self._drawing_id += 1
            self._has_sent_ink = False
            self.drawing_cleared.emit()

    # ------------------------------------------------------------------------------------------------ within

    def _show(self, content: CanvasContent) -> None:
        self._settled = content
        self._put(content)

    def _put(self, content: CanvasContent) -> None:
        if content is not self._content:
            self._content = content
            self._growing = None
            self._render()
        self.send()
        self.content_changed.emit()

    def _render(self) -> None:
        self._layer.render(self._content)
        self.content_replaced.emit()

    def _settle(self, piece: Piece, is_eraser: bool) -> None:
        self._layer.add_piece(piece, is_eraser)
        self.piece_settled.emit(piece, is_eraser)

    def _with_tail(self) -> CanvasLayer:
        if self._growing is None:
            return self._layer
        layer = self._layer.copy()
        layer.add_piece(self._growing.tail(), self._growing.is_eraser)
        return layer

    def _changed(self) -> None:
        if self._sending.isActive():
            return
        waited_ms = self._since_sent.elapsed() if self._since_sent.isValid() else SHORTEST_INTERVAL_MS
        if waited_ms >= SHORTEST_INTERVAL_MS:
            self.send()
        else:
            self._sending.start(SHORTEST_INTERVAL_MS - waited_ms)


def is_colour(image_shape: ImageShape) -> bool:
    """Return whether a model with images of this shape gets the colours of a picture."""
    return image_shape[2] == 3


def document_size(image_shape: ImageShape) -> QSize:
    """Return the document's size for a model's image shape, in px."""
    height, width, _ = image_shape
    factor = math.ceil(CANVAS_SIDE_PX / max(height, width))
    return QSize(width * factor, height * factor)
