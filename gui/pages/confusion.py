"""Truth against verdict: four counts, each a button that shows its images."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QLabel, QSizePolicy, QWidget

from gui.look.icons import icon
from gui.look.numbers import percent
from gui.look.theme import SPACING_PX, TIGHT_PX, colours, tabular
from gui.pages.results import RIGHT, Outcome

_PLACES = {
    Outcome.PASS: (1, 1),
    Outcome.FALSE_ALARM: (1, 2),
    Outcome.MISS: (2, 1),
    Outcome.HIT: (2, 2),
}
_COUNT_SCALE = 1.6
_ICON_PX = 16


class ConfusionView(QWidget):
    """Two rows for the truth, two columns for the verdict; counts, and rates of their rows.

    Signals:
        outcome_chosen: the user wants to see the images of this `Outcome`.
    """

    outcome_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusionView")
        self.setAccessibleName(self.tr("Confusion at the threshold"))
        names = {
            Outcome.PASS: (self.tr("Passed"), self.tr("Normal images, judged normal")),
            Outcome.FALSE_ALARM: (self.tr("False alarms"), self.tr("Normal images, judged abnormal")),
            Outcome.MISS: (self.tr("Missed"), self.tr("Abnormal images, judged normal")),
            Outcome.HIT: (self.tr("Found"), self.tr("Abnormal images, judged abnormal")),
        }
        self._group = QButtonGroup(self)
        self._cells = {outcome: _Cell(outcome, *names[outcome], self) for outcome in Outcome}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT_PX)
        for column, text in ((1, self.tr("judged normal")), (2, self.tr("judged abnormal"))):
            layout.addWidget(self._head(text), 0, column)
            layout.setColumnStretch(column, 1)
        for row, text in ((1, self.tr("normal")), (2, self.tr("abnormal"))):
            layout.addWidget(self._head(text), row, 0)
            layout.setRowStretch(row, 1)
        for outcome, cell in self._cells.items():
            layout.addWidget(cell, *_PLACES[outcome])
            self._group.addButton(cell)
        self._group.buttonClicked.connect(self._choose)

    def show_counts(self, counts: Mapping[Outcome, int]) -> None:
        """Show how many images have each outcome."""
        for pair in ((Outcome.PASS, Outcome.FALSE_ALARM), (Outcome.MISS, Outcome.HIT)):
            total = sum(counts[outcome] for outcome in pair)
            for outcome in pair:
                self._cells[outcome].show_count(counts[outcome], total)

    def show_choice(self, outcome: Outcome | None) -> None:
        """Mark the outcome whose images are shown, or none."""
        self._group.setExclusive(False)
        for candidate, cell in self._cells.items():
            cell.setChecked(candidate is outcome)
        self._group.setExclusive(True)

    def cell(self, outcome: Outcome) -> QAbstractButton:
        """Return the button of an outcome; its text has count and rate."""
        return self._cells[outcome]

    def _head(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", "muted")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    @Slot(QAbstractButton)
    def _choose(self, cell: QAbstractButton) -> None:
        if isinstance(cell, _Cell):
            self.outcome_chosen.emit(cell.outcome)


class _Cell(QAbstractButton):
    """One count, large, with its name, its share and an icon that shows whether the verdict is right."""

    def __init__(self, outcome: Outcome, name: str, explanation: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.outcome = outcome
        self._name = name
        self._explanation = explanation
        self._count, self._rate = "", ""
        self.setObjectName(f"confusion_{outcome.name.lower()}")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_count(self, count: int, total: int) -> None:
        self._count = f"{count:,}"
        self._rate = f"{percent(count / total)} %" if total else "–"
        text = f"{self._name}: {self._count} ({self._rate})"
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(f"{self._explanation}.\n{self.tr('Click to see them.')}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = colours()
        is_right = self.outcome in RIGHT
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        back = theme.hover if self.underMouse() or self.isDown() else theme.field
        is_marked = self.isChecked() or self.hasFocus()
        painter.setPen(QPen(QColor(theme.accent if is_marked else theme.border), 2 if self.isChecked() else 1))
        painter.setBrush(QColor(theme.selection if self.isChecked() else back))
        painter.drawRoundedRect(box, 6, 6)
        inner = box.adjusted(SPACING_PX, TIGHT_PX, -SPACING_PX, -TIGHT_PX)
        large = tabular(self.font())
        large.setPixelSize(round(_COUNT_SCALE * self.fontInfo().pixelSize()))
        large.setWeight(QFont.Weight.DemiBold)
        large_px, small_px = QFontMetricsF(large).height(), QFontMetricsF(self.font()).height()
        content = QRectF(inner.left(), inner.center().y() - large_px / 2 - small_px, inner.width(), small_px)
        drawn = icon("check", "success") if is_right else icon("warning", "warning")
        icon_top = round(content.bottom() + (large_px - _ICON_PX) / 2)
        drawn.paint(painter, round(content.right()) - _ICON_PX, icon_top, _ICON_PX, _ICON_PX)
        painter.setPen(QColor(theme.muted))
        text = QFontMetricsF(self.font()).elidedText(self._name, Qt.TextElideMode.ElideRight, content.width())
        painter.drawText(content, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        line = QRectF(content.left(), content.bottom(), content.width(), large_px)
        below = content.translated(0, small_px + large_px)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._rate)
        painter.setFont(large)
        painter.setPen(QColor(theme.text))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._count)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(
            metrics.horizontalAdvance(self._name) + _ICON_PX + 4 * SPACING_PX, round(5.2 * metrics.height())
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(96, round(4.2 * self.fontMetrics().height()))
