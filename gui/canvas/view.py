"""The canvas on the screen: rendered at the widget's size, and repainted only where it has changed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from engine.image_shape import ImageShape
from gui.canvas.damage.brush import DamageBrush
from gui.canvas.damage.model import DamageModel
from gui.canvas.document import CanvasDocument, document_size, is_colour
from gui.canvas.example import EXAMPLE
from gui.canvas.layer import CanvasLayer, draw_piece, to_px
from gui.canvas.overlay import brush_bounds, draw_brush, draw_example, draw_prompt
from gui.canvas.pen_input import PenWidget
from gui.canvas.stroke import PenPoint, Piece
from gui.look.pixels import device_size, draw_crisp, fitted, outlined

LEAST_BRUSH, DEFAULT_BRUSH, MOST_BRUSH = 1 / 28, 2.6 / 28, 8 / 28
"""The brush's width as a share of the image's shorter side. With the default, a digit four fifths as high as the
canvas comes out 2.3 px wide for the model; the upright ones of MNIST are 2.4 px wide (median)."""
_LIGHT_PRESSURE, _BY_PRESSURE = 0.4, 1.2  # half the pressure gives the brush's own width


class CanvasView(PenWidget):
    """Draws strokes into a `CanvasDocument` and shows it.

    The strokes are rendered at the screen's own resolution; while one grows, only its new piece is drawn and only
    the area of that is repainted.

    Attributes:
        document: what is drawn.
        brush: the brush's width as a share of the image's shorter side.
        prompt, hint: the texts on the empty canvas.
        has_example: whether the empty canvas shows the example rather than the prompt alone.
        is_erasing: whether strokes erase.
        damage_model: damage to what is drawn.
        damage_brush: draws damage with the pen while it has a kind.
    """

    def __init__(self, image_shape: ImageShape, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.brush = DEFAULT_BRUSH
        self.show_prompt_for(are_pictures=False)
        self.has_example = False
        self.is_erasing = False
        self._screen = CanvasLayer(QSize(1, 1), is_exact=False)
        self._is_prompt_shown = True
        self._shown_pen = QRectF()
        self._shown_tail = QRectF()
        self.document = CanvasDocument(image_shape, self)
        self.damage_model = DamageModel(self.document)
        self.damage_brush = DamageBrush(self.damage_model)
        self.damage_brush.changed.connect(self.pen_shown)
        self.document.piece_settled.connect(self._show_piece)
        self.document.tail_changed.connect(self._show_tail)
        self.document.content_replaced.connect(self._forget_screen)
        self.document.content_changed.connect(self._refresh_prompt)

    def show_prompt_for(self, *, are_pictures: bool) -> None:
        """Say on the empty canvas what to do: draw a digit, or open a picture."""
        self.prompt = self.tr("Open, paste or drop a picture") if are_pictures else self.tr("Draw a digit here")
        self.hint = self.tr("or choose a sample") if are_pictures else self.tr("or open, paste or drop a picture")
        self.update()

    @property
    def is_pen_down(self) -> bool:
        """Whether a stroke or damage is being made."""
        return self.document.growing is not None or self.damage_brush.is_down

    # --------------------------------------------------------------------------------------------------- pen

    def pen_area(self) -> QRectF:
        """Return where the canvas is in the widget."""
        return fitted(QRectF(self.rect()), document_size(self.document.image_shape))

    def key_step_px(self) -> float:
        """Return the size of one pixel of the model's image."""
        return self.pen_area().width() / self.document.image_shape[1]

    def pen_down(self, position: QPointF, pressure: float, is_eraser: bool) -> None:
        """Begin a stroke, or put damage here."""
        if self.damage_brush.kind is not None:
            self.damage_brush.press(*self._image_px(position))
            return
        self.document.begin_stroke(self._point(position, pressure), is_eraser=is_eraser or self.is_erasing)

    def pen_moved(self, position: QPointF, pressure: float) -> None:
        """Go on with the stroke, or with the damage."""
        self.damage_brush.move(*self._image_px(position))
        self.document.extend_stroke(self._point(position, pressure))

    def pen_up(self) -> None:
        """End the stroke, or the damage."""
        self.damage_brush.lift()
        self.document.end_stroke()

    def pen_cancelled(self) -> None:
        """Drop the stroke, or the damage."""
        self.damage_brush.cancel()
        self.document.cancel_stroke()

    def pen_shown(self) -> None:
        """Paint the brush's outline where it is now."""
        position = self.cross or self.hover
        shown = QRectF() if position is None else brush_bounds(self._outline(position))
        self.update((self._shown_pen | shown).toAlignedRect())
        self._shown_pen = shown

    def _point(self, position: QPointF, pressure: float) -> PenPoint:
        area = self.pen_area()
        at = to_px(area).inverted()[0].map(position)
        width = self._brush_on_screen_px() * (_LIGHT_PRESSURE + _BY_PRESSURE * pressure)
        return PenPoint(at.x(), at.y(), width / max(area.width(), area.height()))

    def _image_px(self, position: QPointF) -> tuple[float, float]:
        """Return (x, y) of a place in the widget, in px of the model's image."""
        area = self.pen_area()
        height, width, _ = self.document.image_shape
        return (
            (position.x() - area.left()) / area.width() * width,
            (position.y() - area.top()) / area.height() * height,
        )

    def _outline(self, position: QPointF) -> QRectF:
        """Return where the brush leaves its ink or its damage, in px of the widget."""
        if self.damage_brush.kind is None:
            reach = max(self._brush_on_screen_px() / 2, 1.5)
            return QRectF(position.x() - reach, position.y() - reach, 2 * reach, 2 * reach)
        area, scale = self.pen_area(), self.key_step_px()
        row, column = self.damage_brush.corner(*self._image_px(position))
        side = self.damage_brush.side_px * scale
        return QRectF(area.left() + column * scale, area.top() + row * scale, side, side)

    def _brush_on_screen_px(self) -> float:
        area = self.pen_area()
        return self.brush * min(area.width(), area.height())

    # ------------------------------------------------------------------------------------------------ painting

    def sizeHint(self) -> QSize:
        """Return the document's own size."""
        return document_size(self.document.image_shape)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size that one can still draw on."""
        return self.sizeHint().scaled(96, 96, Qt.AspectRatioMode.KeepAspectRatio)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the finished pixels, the growing stroke's end, and the overlay."""
        painter = QPainter(self)
        area = self.pen_area()
        size = device_size(area, self.devicePixelRatioF())
        if self._screen.image.size() != size:
            self._draw_screen(size)
        draw_crisp(painter, area, self._screen.image)
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        growing = self.document.growing
        if growing is not None:
            painter.save()
            painter.setTransform(to_px(area), combine=True)
            draw_piece(painter, growing.tail(), growing.is_eraser)
            painter.restore()
        if self.document.is_blank and self.has_example:
            draw_example(painter, area, EXAMPLE.strokes, self.tr("Example"), self.prompt)
        elif self.document.is_blank:
            draw_prompt(painter, area, self.prompt, self.hint)
        position = self.cross or self.hover
        if position is not None:
            is_square = self.damage_brush.kind is not None
            draw_brush(painter, self._outline(position), is_square, self.cross is not None)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        edge = QPalette.ColorRole.Accent if self.hasFocus() else QPalette.ColorRole.Mid
        painter.setPen(QPen(self.palette().color(edge), 1))
        outlined(painter, area)

    def _draw_screen(self, size: QSize) -> None:
        shape = self.document.image_shape
        self._screen = CanvasLayer(size, is_exact=False, is_colour=is_colour(shape))
        self._screen.render(self.document.content)
        growing = self.document.growing
        if growing is not None:
            for piece in growing.settled():
                self._screen.add_piece(piece, growing.is_eraser)

    def _forget_screen(self) -> None:
        self._screen = CanvasLayer(QSize(1, 1), is_exact=False)
        self.update()

    def _show_piece(self, piece: Piece, is_eraser: bool) -> None:
        self._screen.add_piece(piece, is_eraser)
        self._update_ink(piece.bounds())

    def _show_tail(self) -> None:
        growing = self.document.growing
        tail = QRectF() if growing is None else growing.tail().bounds()
        self._update_ink(self._shown_tail | tail)
        self._shown_tail = tail
        self._refresh_prompt()

    def _update_ink(self, bounds: QRectF) -> None:
        on_screen = to_px(self.pen_area()).mapRect(bounds)
        self.update(on_screen.toAlignedRect().adjusted(-2, -2, 2, 2))

    def _refresh_prompt(self) -> None:
        if self._is_prompt_shown != self.document.is_blank:
            self._is_prompt_shown = self.document.is_blank
            self.update()
