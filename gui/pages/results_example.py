"""What the results page shows before there are results: a ROC and a confusion of the bundled model, as an example.

The figures are those of `evaluate` with the bundled model on pen digits and damaged copies of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.look.theme import MARGIN_PX, SPACING_PX, plot_colours
from gui.pages.confusion import ConfusionView
from gui.pages.results import Outcome
from gui.widgets.card import Card

_COUNTS = {Outcome.PASS: 989, Outcome.FALSE_ALARM: 11, Outcome.MISS: 12, Outcome.HIT: 988}
_FALSE_ALARMS = (0.0, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5, 0.75, 1.0)
_DETECTOR = 0.998, (0.567, 0.826, 0.921, 0.983, 0.998, 0.998, 0.999, 0.999, 0.999, 0.999, 0.999, 0.999, 0.999, 1.0)
_ERROR = 0.956, (0.501, 0.586, 0.609, 0.682, 0.723, 0.747, 0.826, 0.861, 0.906, 0.937, 0.963, 0.978, 0.99, 1.0)
"""AUROC, and the true positive rates at `_FALSE_ALARMS`."""
_KEY_LINE_PX = 22.0
_LARGEST = QSize(720, 360)


class _Curve(NamedTuple):
    name: str
    auroc: float
    found: Sequence[float]


class ResultsExample(QWidget):
    """A ROC beside a confusion."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resultsExample")
        confusion = ConfusionView(self)
        confusion.setObjectName("exampleConfusion")
        confusion.show_counts(_COUNTS)
        cards = QWidget(self)
        cards.setMaximumSize(_LARGEST)
        row = QHBoxLayout(cards)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MARGIN_PX)
        row.addWidget(Card(self.tr("ROC"), _RocSketch(cards)), 1)
        row.addWidget(Card(self.tr("Confusion at the threshold"), confusion), 1)
        centred = QHBoxLayout()
        centred.addStretch()
        centred.addWidget(cards, _LARGEST.width())
        centred.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(centred, _LARGEST.height())
        layout.addStretch(1)


class _RocSketch(QWidget):
    """Two curves in a square, with their names below it; painted without matplotlib, since nothing is read off it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._curves = (
            _Curve(self.tr("Detector: AUROC {auroc}"), *_DETECTOR),
            _Curve(self.tr("Plain error: AUROC {auroc}"), *_ERROR),
        )

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(280, 260)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which the curves can be seen."""
        return QSize(120, 120)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axes, the line of guessing, the curves and their names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot, line = plot_colours(), self.fontMetrics().height()
        names_px = len(self._curves) * (line + 2) + SPACING_PX
        side = max(min(float(self.width()) - 2, float(self.height()) - names_px - 2), 1.0)
        area = QRectF((self.width() - side) / 2, 1.0, side, side)
        painter.setPen(QPen(QColor(plot.grid), 1))
        painter.drawRect(area)
        painter.setPen(QPen(QColor(plot.text), 1, Qt.PenStyle.DotLine))
        painter.drawLine(area.bottomLeft(), area.topRight())
        baseline = area.bottom() + SPACING_PX
        for curve, colour, style in zip(
            self._curves,
            (plot.train, plot.validation),
            (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine),
            strict=True,
        ):
            painter.setPen(QPen(QColor(colour), 2, style))
            painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(area.left() + x * side, area.bottom() - y * side)
                        for x, y in zip(_FALSE_ALARMS, curve.found, strict=True)
                    ]
                )
            )
            middle = baseline + line / 2
            painter.drawLine(QPointF(area.left(), middle), QPointF(area.left() + _KEY_LINE_PX, middle))
            painter.setPen(QColor(plot.text))
            text = curve.name.format(auroc=f"{curve.auroc:.3f}")
            painter.drawText(QPointF(area.left() + _KEY_LINE_PX + 6, baseline + self.fontMetrics().ascent()), text)
            baseline += line + 2
        painter.end()
