"""What is painted over the canvas but is not drawn: the prompt, the brush's outline, the keyboard's cross."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gui.canvas.layer import to_px
from gui.canvas.stroke import Stroke
from gui.look.colours import DARK

_BOX_OF_CANVAS = 20 / 28  # where a digit of the data would be
_GUIDE = QColor(255, 255, 255, 56)
_PROMPT = QColor(255, 255, 255, 224)
_HINT = QColor(255, 255, 255, 150)
_PEN = QColor(DARK.accent)  # the canvas is dark in the light theme, too
_CROSS_PX = 9
_EXAMPLE = QColor(255, 255, 255, 80)
_BEHIND_TEXT = QColor(0, 0, 0, 170)


def draw_prompt(painter: QPainter, area: QRectF, prompt: str, hint: str) -> None:
    """Paint what to do here, inside a faint outline of where a digit would be.

    Args:
        painter: its font is the widget's.
        area: the canvas.
        prompt: the one thing to do.
        hint: other ways; left out where it does not fit.
    """
    side = min(area.width(), area.height()) * _BOX_OF_CANVAS
    box = QRectF(0, 0, side, side)
    box.moveCenter(area.center())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_GUIDE, 1, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(box, 6, 6)

    plain = painter.font()
    larger = QFont(plain)
    larger.setPointSizeF(plain.pointSizeF() * (1.25 if side > 220 else 1.0))
    larger.setWeight(QFont.Weight.DemiBold)
    text = box.adjusted(8, 8, -8, -8)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
    painter.setFont(larger)
    prompt_size = painter.boundingRect(text, flags, prompt).size()
    painter.setFont(plain)
    hint_size = painter.boundingRect(text, flags, hint).size()
    gap = 6.0
    height = prompt_size.height() + gap + hint_size.height()
    has_hint = height <= text.height() and hint_size.width() <= text.width()
    top = text.center().y() - (height if has_hint else prompt_size.height()) / 2
    painter.setFont(larger)
    painter.setPen(_PROMPT)
    painter.drawText(QRectF(text.left(), top, text.width(), prompt_size.height()), flags, prompt)
    if has_hint:
        painter.setFont(plain)
        painter.setPen(_HINT)
        line = QRectF(text.left(), top + prompt_size.height() + gap, text.width(), hint_size.height())
        painter.drawText(line, flags, hint)
    painter.setFont(plain)


def draw_example(painter: QPainter, area: QRectF, strokes: Sequence[Stroke], label: str, prompt: str) -> None:
    """Paint a dimmed drawing that is marked as an example, and what to do below it.

    Args:
        painter: its font is the widget's.
        area: the canvas.
        strokes: the drawing.
        label: the mark.
        prompt: the one thing to do.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.save()
    painter.setTransform(to_px(area), combine=True)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    for stroke in strokes:  # each in one go: ends of pieces that overlap would be seen in translucent ink
        painter.setPen(QPen(_EXAMPLE, stroke.points[0].width, Qt.PenStyle.SolidLine, cap, join))
        painter.drawPath(stroke.path())
    painter.restore()
    metrics = painter.fontMetrics()
    mark = QRectF(0, 0, metrics.horizontalAdvance(label) + 12, metrics.height() + 4)
    mark.moveTopLeft(area.topLeft() + QPointF(6, 6))
    painter.setPen(QPen(_HINT, 1))
    painter.setBrush(_BEHIND_TEXT)
    painter.drawRoundedRect(mark, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_PROMPT)
    painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, label)
    plain = painter.font()
    strong = QFont(plain)
    strong.setWeight(QFont.Weight.DemiBold)
    painter.setFont(strong)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
    text = area.adjusted(6, 6, -6, -7)
    band = painter.boundingRect(text, flags, prompt)
    painter.fillRect(
        QRectF(area.left(), band.top() - 5, area.width(), area.bottom() - band.top() + 5), _BEHIND_TEXT
    )
    painter.drawText(text, flags, prompt)
    painter.setFont(plain)


def draw_brush(painter: QPainter, outline: QRectF, is_square: bool, has_cross: bool) -> None:
    """Paint the brush's outline where the pen is, with a cross around it for the keyboard's.

    Args:
        painter: of the canvas.
        outline: where the brush leaves its ink, or its damage.
        is_square: whether it is a square; else it is round.
        has_cross: whether the pen is the keyboard's.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    reach = QPointF(outline.width() / 2, outline.height() / 2)
    for line in (
        QPen(QColor(0, 0, 0, 160), 3),
        QPen(_PEN, 1.25),
    ):  # dark around light: visible on any ink
        painter.setPen(line)
        if is_square:
            painter.drawRect(outline)
        else:
            painter.drawEllipse(outline)
        if has_cross:
            for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                way = QPointF(x, y)
                edge = outline.center() + QPointF(x * reach.x(), y * reach.y())
                painter.drawLine(edge + way * 2, edge + way * (2 + _CROSS_PX))


def brush_bounds(outline: QRectF) -> QRectF:
    """Return a rectangle that holds all that `draw_brush` paints."""
    reach = 2 + _CROSS_PX + 2
    return outline.adjusted(-reach, -reach, reach, reach)
