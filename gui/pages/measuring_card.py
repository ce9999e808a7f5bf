"""A table that fills while something is measured: Start, Cancel, progress, copy and save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from engine.errors import UserError
from gui.look.icons import icon
from gui.look.theme import SPACING_PX
from gui.state.availability import Availability, apply_availability
from gui.tables.csv_file import save_csv
from gui.tables.figure_table import Column, Kind, Row, Value
from gui.tables.figure_view import FigureView
from gui.widgets.buttons import push_button, tool_button
from gui.widgets.card import Card
from gui.widgets.empty_state import EmptyState
from gui.widgets.save_dialog import ask_where_to_save


class MeasuringCard(QWidget):
    """The frame of a study and of the fault panel.

    Signals:
        start_requested: the user wants to measure.
        cancel_requested: the user wants it to end; the rows so far stay.
        saved: the table stands in this file (`pathlib.Path`).
        save_failed: it could not be saved, with the `UserError`.

    Args:
        name: what its parts are called: "<name>Table", "<name>StartButton", ...
        title: what is measured.
        start: the start button and its tool tip.
        empty: the sentence in the table's place before anything is measured.
        columns: the table's.
        above: what stands between title and table, or nothing.
        link: what stands beside the title, or nothing.
    """

    start_requested = Signal()
    cancel_requested = Signal()
    saved = Signal(object)
    save_failed = Signal(object)

    def __init__(
        self,
        name: str,
        title: str,
        start: tuple[str, str],
        empty: str,
        columns: Sequence[Column],
        above: QWidget | None = None,
        link: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._columns = tuple(columns)
        self._is_running = False
        self.view = FigureView(f"{name}Table", columns, self)
        self.view.setAccessibleName(title)
        self.start_button: QPushButton = push_button(self, f"{name}StartButton", start[0], icon("train"), start[1])
        self.cancel_button: QPushButton = push_button(
            self,
            f"{name}CancelButton",
            self.tr("Cancel"),
            icon("cancel"),
            self.tr("End it; what is measured stays."),
        )
        self._copy_button = tool_button(
            self, f"{name}CopyButton", drawn=icon("copy"), tip=self.tr("Copy the table")
        )
        self._save_button = tool_button(
            self, f"{name}SaveButton", drawn=icon("save"), tip=self.tr("Save the table as CSV")
        )
        self._bar = QProgressBar(self, textVisible=False)
        self._bar.setObjectName(f"{name}Progress")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._told = QLabel(self)
        self._told.setObjectName(f"{name}ProgressLabel")
        self._told.setProperty("role", "muted")
        self._empty = EmptyState("table", empty)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)

        progress = QHBoxLayout()
        progress.setSpacing(SPACING_PX)
        progress.addWidget(self._bar, 1)
        progress.addWidget(self._told)
        content = QVBoxLayout()
        content.setSpacing(SPACING_PX)
        if above is not None:
            content.addWidget(above)
        content.addLayout(progress)
        content.addLayout(self._stack, 1)
        beside = (self._copy_button, self._save_button, self.cancel_button, self.start_button)
        card = Card(title, content, *((link,) if link is not None else ()), *beside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

        self.start_button.clicked.connect(self._request_start)
        self.cancel_button.clicked.connect(self._request_cancel)
        self._copy_button.clicked.connect(self.view.copy)
        self._save_button.clicked.connect(self._ask_where_to_save)
        self._show_running()
        self.show_rows(())

    @property
    def is_running(self) -> bool:
        """Whether something is being measured."""
        return self._is_running

    @property
    def progress_text(self) -> str:
        """What stands beside the progress bar; empty while nothing is being measured."""
        return self._told.text() if self._is_running else ""

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show the rows so far; from two on, with their means and the worst of each column."""
        summaries = (self._summary(self.tr("Mean"), rows, fmean), self._summary(self.tr("Worst"), rows, None))
        self.view.show_rows([*rows, *summaries] if len(rows) > 1 else rows)
        self._stack.setCurrentWidget(self.view if rows else self._empty)
        for button in (self._copy_button, self._save_button):
            button.setEnabled(bool(rows))

    def show_progress(self, done: int, total: int, left_s: float | None = None) -> None:
        """Show how far it is; it ends by itself when all is done.

        Args:
            done: how many rows are there.
            total: how many there will be.
            left_s: how long it will take yet, where that is known.
        """
        text = self.tr("{done} of {total}").format(done=done, total=total)
        if left_s is not None and 0 < done < total:
            text += self.tr(" · about {minutes}:{seconds:02d} left").format(
                minutes=round(left_s) // 60, seconds=round(left_s) % 60
            )
        self._is_running = done < total
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._told.setText(text)
        self._show_running()

    @Slot()
    def finish(self) -> None:
        """Show that nothing is being measured any more, for whatever reason."""
        self._is_running = False
        self._show_running()

    def apply_availability(self, availability: Availability) -> None:
        """Let the start button be used, or say why not."""
        apply_availability(self.start_button, availability)

    @Slot(str)
    def save(self, path: str) -> None:
        """Save the table as CSV, and tell by a signal how it went."""
        try:
            save_csv(Path(path), self.view.table.texts())
        except UserError as error:
            self.save_failed.emit(error)
        else:
            self.saved.emit(Path(path))

    def _summary(self, name: str, rows: Sequence[Row], of: Callable[[Sequence[float]], float] | None) -> Row:
        """Return a row with one figure for each column that is a measure; without a function the worst of them."""
        values: list[Value] = [name]
        for place, column in enumerate(self._columns[1:], start=1):
            measured = [value for row in rows if isinstance(value := row.values[place], int | float)]
            worst = {Kind.AUROC: min, Kind.SECONDS: max}.get(column.kind)
            values.append(None if worst is None or not measured else (of or worst)(measured))
        return Row(tuple(values), is_summary=True)

    @Slot()
    def _ask_where_to_save(self) -> None:
        title, name_filter = self.tr("Save the table"), self.tr("Table of numbers (*.csv)")
        ask_where_to_save(self, title, name_filter, f"{self._name}.csv", self.save)

    @Slot()
    def _request_start(self) -> None:
        self.start_requested.emit()

    @Slot()
    def _request_cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self._told.setText(self.tr("Cancelling…"))
        self.cancel_requested.emit()

    def _show_running(self) -> None:
        self.start_button.setVisible(not self._is_running)
        self.cancel_button.setVisible(self._is_running)
        if not self._is_running:
            self.cancel_button.setEnabled(True)
        self._bar.setVisible(self._is_running)
        self._told.setVisible(self._is_running)

    def sizeHint(self) -> QSize:
        """Return room for ten classes."""
        return QSize(640, 440)
