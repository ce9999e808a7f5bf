"""Two runs side by side: settings, reconstructions and curves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine.history.run_history import RunHistory
from engine.protocol.run_events import RunsCompared
from engine.protocol.run_info import RunInfo
from gui.look.theme import MARGIN_PX, SPACING_PX, TIGHT_PX, plot_colours
from gui.loss.display import LossDisplay
from gui.loss.line_style import SAMPLE_SIZE, finished_style, sample_icon
from gui.loss.view_data import AxisNames, FinishedRun, LossView
from gui.runs.differences import Difference, result_rows, setting_rows
from gui.runs.reconstructions import Reconstructions
from gui.widgets.buttons import tool_button
from gui.widgets.card import Card
from gui.widgets.empty_state import EmptyState

_TABLE_PX = 250
_WAITING_PX = 90


class Comparison(QWidget):
    """Shows what the engine found out about two runs.

    Signals:
        closed: the user wants to go back to the list.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[RunInfo, RunInfo] | None = None
        self._is_waiting = False
        back = tool_button(self, "comparisonBackButton", self.tr("‹ All runs"), look="link")
        back.setShortcut(Qt.Key.Key_Escape)
        back.setToolTip(self.tr("Back to the list of runs (Esc)"))
        back.clicked.connect(self.closed)
        self._names = tuple(self._name_label(f"comparisonName{letter}") for letter in "AB")
        self._samples = tuple(QLabel(self) for _ in "AB")
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(MARGIN_PX)
        self._rows.setVerticalSpacing(TIGHT_PX)
        self._rows.setColumnStretch(1, 1)
        self._rows.setColumnStretch(2, 1)
        self.reconstructions = Reconstructions(self)
        self._missing = EmptyState("sample", "")
        self._missing.setFixedHeight(_WAITING_PX)
        series = {
            "train": self.tr("Training"),
            "validation": self.tr("Validation"),
            "batch": self.tr("Each batch"),
        }
        self.curves = LossDisplay(AxisNames(self.tr("Epoch"), self.tr("Loss")), series)
        self.curves.setMinimumHeight(110)
        self._lay_out(back)

    @property
    def texts(self) -> list[tuple[str, str, str]]:
        """The rows as they are shown: what, of the first run, of the second."""
        rows: list[tuple[str, str, str]] = []
        for row in range(self._rows.rowCount()):
            labels = [item.widget() for column in range(3) if (item := self._rows.itemAtPosition(row, column))]
            texts = [label.text() for label in labels if isinstance(label, QLabel)]
            if len(texts) == 3:
                rows.append((texts[0], texts[1], texts[2]))
        return rows

    def show_runs(self, first: RunInfo, second: RunInfo) -> None:
        """Show what is known of two runs already, while the engine computes their reconstructions."""
        self._runs = (first, second)
        self._is_waiting = True
        for name, run in zip(self._names, self._runs, strict=True):
            name.setText(run.name)
            name.setToolTip(run.name)
        self._show_rows(first, second)
        finished = tuple(
            FinishedRun(RunHistory.from_lists(run.name, run.model.history), number)
            for number, run in enumerate(self._runs)
        )
        self.curves.show_view(LossView(finished), has_runs=True)
        self._missing.set_text(self.tr("Computing the reconstructions…"))
        self._show_pictures(False)

    def show_compared(self, event: RunsCompared) -> None:
        """Show the reconstructions of both runs."""
        self.show_runs(*event.runs)
        self._is_waiting = False
        self.reconstructions.show_compared(event)
        self._show_pictures(self.reconstructions.images > 0)
        if not self.reconstructions.images:
            self._missing.set_text(
                self.tr("Load data that fit both runs, or draw something, to see reconstructions here")
            )

    @Slot()
    def show_failure(self) -> None:
        """Show that there are no reconstructions to wait for, unless they have come."""
        if self._is_waiting:
            self._is_waiting = False
            self._missing.set_text(self.tr("The reconstructions could not be computed"))

    def _show_pictures(self, are_there: bool) -> None:
        self.reconstructions.setVisible(are_there)
        self._missing.setVisible(not are_there)

    def _show_rows(self, first: RunInfo, second: RunInfo) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._add_row(0, Difference("", "A", "B"), is_head=True)
        rows = [*result_rows(first, second), *setting_rows(first, second)]
        for place, row in enumerate(rows, start=1):
            self._add_row(place, row)
        self._rows.setRowStretch(len(rows) + 1, 1)

    def _add_row(self, place: int, row: Difference, *, is_head: bool = False) -> None:
        """Add a row; it is muted where both runs have the same, and its values are bold where they differ."""
        for column, text in enumerate(row):
            label = QLabel(text, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            if column > 0:
                label.setWordWrap(True)
                label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            if is_head or (not row.is_same and column > 0):
                label.setProperty("role", "title")
            elif row.is_same:
                label.setProperty("role", "muted")
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(label, place, column)

    def _name_label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _lay_out(self, back: QWidget) -> None:
        names = QGridLayout()
        names.setHorizontalSpacing(SPACING_PX)
        names.setVerticalSpacing(TIGHT_PX)
        for row, (letter, sample, name) in enumerate(zip("AB", self._samples, self._names, strict=True)):
            title = QLabel(letter, self)
            title.setProperty("role", "title")
            for column, widget in enumerate((title, sample, name)):
                names.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)
        names.setColumnStretch(2, 1)

        table = QWidget(self)
        table.setProperty("plain", True)
        table.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, SPACING_PX, 0)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumWidth(_TABLE_PX)
        scroll.setWidget(table)

        columns = QHBoxLayout()
        columns.setSpacing(MARGIN_PX)
        columns.addWidget(scroll, 5)
        columns.addWidget(self.curves, 4)
        content = QVBoxLayout()
        content.setSpacing(MARGIN_PX)
        content.addLayout(names)
        content.addWidget(self._missing)
        content.addWidget(self.reconstructions)
        content.addLayout(columns, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Card(self.tr("Two runs"), content, back))
        self._paint_samples()

    def _paint_samples(self) -> None:
        for number, label in enumerate(self._samples):
            drawn = sample_icon(finished_style(number, plot_colours()), self.devicePixelRatioF())
            label.setPixmap(drawn.pixmap(SAMPLE_SIZE))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme in the samples of the lines."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_samples()
