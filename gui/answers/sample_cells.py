"""Pairs of images in two rows, painted crisply, chosen with the mouse or the keyboard."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from engine.protocol.model_info import Floats
from gui.look.numbers import fixed
from gui.look.pixels import draw_crisp, image_from_levels
from gui.look.theme import SPACING_PX, TIGHT_PX, colours
from gui.widgets.error_measures import error_measure_text

_LARGEST_SIDE_PX = 112.0
_WANTED_COLUMNS = 8
RING_PX = 2


class CellLayout(NamedTuple):
    """Where the images of two rows are, in logical pixels.

    Attributes:
        left: left edge of the first column.
        top: top edge of the upper row.
        width: width of one image.
        height: height of one image.
        columns: how many columns there are.
    """

    left: float
    top: float
    width: float
    height: float
    columns: int

    def cell(self, row: int, column: int) -> QRectF:
        """Return the place of one image."""
        x = self.left + column * (self.width + TIGHT_PX)
        return QRectF(x, self.top + row * (self.height + TIGHT_PX), self.width, self.height)

    def column_at(self, place: QPointF) -> int | None:
        """Return the column at a place, in either row, or None."""
        for column in range(self.columns):
            if self.cell(0, column).united(self.cell(1, column)).contains(place):
                return column
        return None


def laid_out(area: QRectF, image_size: QSize, count: int, device_pixel_ratio: float) -> CellLayout:
    """Return the layout of `count` columns, or of as many as fit, in the middle of an area's height.

    The images are as large as two rows and some eight columns allow. Enlarged ones take a whole number of
    the screen's pixels for each of theirs.

    Args:
        area: where to, in logical pixels.
        image_size: of one image, in its own pixels.
        count: how many columns there are at most.
        device_pixel_ratio: the screen's pixels for a logical one.
    """
    wanted = max(1, min(count, _WANTED_COLUMNS))
    scale = min(
        (area.height() - TIGHT_PX) / 2 / image_size.height(),
        ((area.width() + TIGHT_PX) / wanted - TIGHT_PX) / image_size.width(),
        _LARGEST_SIDE_PX / max(image_size.height(), image_size.width()),
    )
    zoom = max(scale * device_pixel_ratio, 0.1)
    scale = (math.floor(zoom) if zoom >= 1 else zoom) / device_pixel_ratio
    width, height = image_size.width() * scale, image_size.height() * scale
    columns = min(count, max(1, int((area.width() + TIGHT_PX) / (width + TIGHT_PX))))
    top = area.top() + max(0.0, (area.height() - 2 * height - TIGHT_PX) / 2)
    return CellLayout(area.left(), top, width, height, columns)


class SampleCells(QWidget):
    """Samples in the upper row, reconstructions in the lower one.

    Left, Right, Home and End move a ring, Return and Space choose what is in it.

    Signals:
        chosen: the number of a column, from 0.

    Args:
        row_names: what stands before the two rows.
    """

    chosen = Signal(int)

    def __init__(self, row_names: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row_names = row_names
        self._images: tuple[Sequence[QImage], Sequence[QImage]] = ((), ())
        self._errors: Sequence[float] = ()
        self._current = 0
        self._hovered: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Test images and their reconstructions"))
        self.setWhatsThis(error_measure_text("mae"))

    def show_pairs(self, images: Floats, reconstructions: Floats) -> None:
        """Show these pairs.

        Args:
            images: (k, height, width, channels) float32, 0..1.
            reconstructions: the same shape and range.
        """
        self._images = tuple(map(image_from_levels, images)), tuple(map(image_from_levels, reconstructions))
        self._errors = np.abs(images - reconstructions).mean(axis=(1, 2, 3)).tolist()
        self._set_current(min(self._current, max(0, len(images) - 1)))

    @property
    def columns(self) -> int:
        """How many pairs can be seen at the present size."""
        return self._layout().columns

    @property
    def current(self) -> int:
        """The column that the ring is on."""
        return self._current

    def error_text(self, column: int) -> str:
        """Return the error of a pair as text."""
        return self.tr("Mean absolute error {mae}").format(mae=fixed(self._errors[column], 4))

    def cell(self, row: int, column: int) -> QRectF:
        """Return where an image is, in logical pixels."""
        return self._layout().cell(row, column)

    def _layout(self) -> CellLayout:
        area = QRectF(self.rect()).adjusted(RING_PX, RING_PX, -RING_PX, -RING_PX)
        metrics = QFontMetricsF(self.font())
        area.setLeft(area.left() + max(map(metrics.horizontalAdvance, self._row_names)) + SPACING_PX)
        size = self._images[0][0].size() if self._images[0] else QSize(1, 1)
        return laid_out(area, size, len(self._images[0]), self.devicePixelRatioF())

    def _set_current(self, column: int) -> None:
        self._current = column
        if self._errors:
            text = self.tr("Pair {number} of {count}: {error}")
            self.setAccessibleDescription(
                text.format(number=column + 1, count=len(self._errors), error=self.error_text(column))
            )
        self.update()

    # ------------------------------------------------------------------------------------ Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names, the images and the ring."""
        painter = QPainter(self)
        layout = self._layout()
        theme = colours()
        ratio = self.devicePixelRatioF()
        for row, (name, images) in enumerate(zip(self._row_names, self._images, strict=True)):
            first = layout.cell(row, 0)
            painter.setPen(QColor(theme.muted))
            name_box = QRectF(0.0, first.top(), layout.left - SPACING_PX, layout.height)
            painter.drawText(name_box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
            for column in range(layout.columns):
                cell = layout.cell(row, column)
                image = images[column]
                if image.width() > cell.width() * ratio:
                    image = image.scaled(
                        (cell.size() * ratio).toSize(), mode=Qt.TransformationMode.SmoothTransformation
                    )
                draw_crisp(painter, cell, image)
        ringed = self._current if self.hasFocus() else self._hovered
        if ringed is not None and ringed < layout.columns:
            painter.setPen(QPen(QColor(theme.accent), RING_PX))
            pair = layout.cell(0, ringed).united(layout.cell(1, ringed))
            painter.drawRect(pair.adjusted(-1.0, -1.0, 1.0, 1.0))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Show the error of the pair under the mouse as a tool tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            column = self._layout().column_at(QPointF(event.pos()))
            if column is None:
                QToolTip.hideText()
            else:
                hint = self.tr("Click to put this test image on the canvas.")
                QToolTip.showText(event.globalPos(), f"{self.error_text(column)}\n{hint}", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Ring the pair under the mouse."""
        self._hovered = self._layout().column_at(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if self._hovered is None else Qt.CursorShape.PointingHandCursor)
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Take the mouse's ring away."""
        self._hovered = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the pair under the mouse."""
        column = self._layout().column_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and column is not None:
            self._set_current(column)
            self.chosen.emit(column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the ring, or choose what is in it."""
        last = self.columns - 1
        targets = {
            Qt.Key.Key_Left: min(last, max(0, self._current - 1)),
            Qt.Key.Key_Right: min(last, self._current + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in targets:
            self._set_current(targets[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._current <= last:
            self.chosen.emit(self._current)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the keyboard's ring."""
        super().focusInEvent(event)
        self._set_current(min(self._current, max(0, self.columns - 1)))
