"""The key above the loss plot: which line is what."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.look.theme import plot_colours
from gui.loss.line_style import SAMPLE_SIZE, current_style, paint_sample

_GAP_PX = 4
_SPACING_PX = 10


class SeriesKey(QWidget):
    """A sample and a name for each line of the current run. Where it is narrow, the last ones are left out.

    Args:
        names: what "batch", "train" and "validation" are called, the most important first.
    """

    def __init__(self, names: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = dict(names)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(", ".join(self._names.values()))

    def sizeHint(self) -> QSize:
        """Return room for all of it."""
        return QSize(sum(self._width(name) for name in self._names.values()), self.fontMetrics().height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as many entries as there is room for."""
        painter = QPainter(self)
        colours = plot_colours()
        x = 0
        for series, name in self._names.items():
            width = self._width(name)
            if x + width - _SPACING_PX > self.width():
                break
            sample = QRectF(
                x, (self.height() - SAMPLE_SIZE.height()) / 2, SAMPLE_SIZE.width(), SAMPLE_SIZE.height()
            )
            paint_sample(painter, sample, current_style(series, colours))
            painter.setPen(QColor(colours.text))
            left = sample.right() + _GAP_PX
            painter.drawText(QRectF(left, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, name)
            x += width
        painter.end()

    def _width(self, name: str) -> int:
        return SAMPLE_SIZE.width() + _GAP_PX + self.fontMetrics().horizontalAdvance(name) + _SPACING_PX

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
