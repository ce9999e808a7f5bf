"""Images and what two models make of them, in three rows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from engine.protocol.model_info import Floats
from engine.protocol.run_events import RunsCompared
from gui.look.pixels import draw_crisp, image_from_levels
from gui.look.theme import MARGIN_PX, SPACING_PX, TIGHT_PX, colours
from gui.widgets.error_measures import error_measure_text

_ROWS = 3
_WANTED_COLUMNS = 7
_LARGEST_PX = 64.0


class Reconstructions(QWidget):
    """The drawing, if there is one, and as many samples as fit, above the reconstructions of both runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: list[tuple[QImage, ...]] = []
        self._errors: list[tuple[float, float]] = []
        self._has_drawing = False
        self._names = (self.tr("Image"), "A", "B")
        self.setAccessibleName(self.tr("Images and their reconstructions by both runs"))
        self.setWhatsThis(error_measure_text("mse"))

    def show_compared(self, event: RunsCompared) -> None:
        """Show the images that were compared."""
        self._columns, self._errors = [], []
        self._has_drawing = event.drawing is not None and event.drawing_reconstructions is not None
        if event.drawing is not None and event.drawing_reconstructions is not None:
            self._add(event.drawing, event.drawing_reconstructions)
        if event.samples is not None and event.sample_reconstructions is not None:
            for image, *answers in zip(event.samples, *event.sample_reconstructions, strict=True):
                self._add(image, answers)
        self._fit_height()
        self.update()

    @property
    def images(self) -> int:
        """How many images there are, the drawing included."""
        return len(self._columns)

    def errors_text(self, column: int) -> str:
        """Return the errors of both runs on an image as text."""
        first, second = self._errors[column]
        what = self.tr("Your drawing") if column == 0 and self._has_drawing else self.tr("Test image")
        return self.tr("{what}: mean squared error A {first}, B {second}").format(
            what=what, first=f"{first:.4f}", second=f"{second:.4f}"
        )

    def _add(self, image: Floats, answers: Sequence[Floats]) -> None:
        self._columns.append((image_from_levels(image), *map(image_from_levels, answers)))
        first, second = (float(np.square(image - answer).mean()) for answer in answers)
        self._errors.append((first, second))

    # ----------------------------------------------------------------------------------------- layout

    def _cell_size(self) -> tuple[float, float]:
        """Return the width and height of one image, in logical pixels; enlarged ones are whole times as large."""
        own = self._columns[0][0].size() if self._columns else QSize(28, 28)
        room = self.width() - self._left() - MARGIN_PX
        scale = min(
            (room / _WANTED_COLUMNS - TIGHT_PX) / own.width(), _LARGEST_PX / max(own.width(), own.height())
        )
        ratio = self.devicePixelRatioF()
        zoom = max(scale * ratio, 0.1)
        scale = (math.floor(zoom) if zoom >= 1 else zoom) / ratio
        return own.width() * scale, own.height() * scale

    def _left(self) -> float:
        return max(map(QFontMetricsF(self.font()).horizontalAdvance, self._names)) + SPACING_PX

    def cell(self, row: int, column: int) -> QRectF:
        """Return where an image is, in logical pixels."""
        width, height = self._cell_size()
        gap = MARGIN_PX if self._has_drawing and column > 0 else 0
        return QRectF(self._left() + column * (width + TIGHT_PX) + gap, row * (height + TIGHT_PX), width, height)

    def _fit_height(self) -> None:
        self.setFixedHeight(math.ceil(_ROWS * (self._cell_size()[1] + TIGHT_PX)))

    # ------------------------------------------------------------------------------------ Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as three rows of images that fill the width, and no higher."""
        super().resizeEvent(event)
        self._fit_height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names of the rows and the images."""
        if not self._columns:
            return
        painter = QPainter(self)
        painter.setPen(QColor(colours().muted))
        for row, name in enumerate(self._names):
            first = self.cell(row, 0)
            box = QRectF(0.0, first.top(), self._left() - SPACING_PX, first.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
        for column, images in enumerate(self._columns):
            if self.cell(0, column).right() > self.width():
                break
            for row, image in enumerate(images):
                draw_crisp(painter, self.cell(row, column), image)
        if self._has_drawing:
            x = self.cell(0, 0).right() + (TIGHT_PX + MARGIN_PX) / 2
            painter.setPen(QPen(QColor(colours().border), 1))
            painter.drawLine(QPointF(x, 0.0), QPointF(x, self.cell(_ROWS - 1, 0).bottom()))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Show the errors on the image under the mouse as a tool tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for column in range(len(self._columns)):
                if self.cell(0, column).united(self.cell(_ROWS - 1, column)).contains(QPointF(event.pos())):
                    QToolTip.showText(event.globalPos(), self.errors_text(column), self)
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)
