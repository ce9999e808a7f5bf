"""A table that fills while something is measured: Start, Cancel, progress, copy and save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from gui.look.icons import icon
from gui.look.theme import SPACING_PX
from gui.state.availability import Availability, apply_availability
from gui.tables.table_buttons import TableButtons
from gui.tables.table_model import Column, Kind, Pin, Row, Value
from gui.tables.table_view import TableView
from gui.widgets.buttons import push_button
from gui.widgets.card import Card
from gui.widgets.example_state import ExampleState


class MeasuringCard(QWidget):
    """The frame of a study and of the fault panel.

    Signals:
        start_requested: the user wants to measure.
        cancel_requested: the user wants it to end; the rows so far stay.
        saved: the table was saved to this file (`pathlib.Path`).
        save_failed: it could not be saved, with the `UserError`.

    Args:
        name: the start of its parts' object names: "<name>Table", "<name>StartButton", ...
        title: what is measured.
        start: the start button and its tool tip.
        empty: the sentence in the table's place before anything is measured.
        columns: the table's.
        above: a widget between title and table, or None.
        link: a widget beside the title, or None.
        example: rows that are shown before anything is measured, and what they are of.
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
        *,
        example: tuple[Sequence[Row], str],
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._is_running = False
        self.view = TableView(f"{name}Table", columns, self)
        self.view.setAccessibleName(title)
        self.start_button: QPushButton = push_button(self, f"{name}StartButton", start[0], icon("train"), start[1])
        self.cancel_button: QPushButton = push_button(
            self,
            f"{name}CancelButton",
            self.tr("Cancel"),
            icon("cancel"),
            self.tr("Stop measuring. The rows so far stay."),
        )
        self.buttons = TableButtons(self.view, (f"{name}CopyButton", f"{name}SaveButton"), f"{name}.csv")
        self._bar = QProgressBar(self, textVisible=False)
        self._bar.setObjectName(f"{name}Progress")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._progress_label = QLabel(self)
        self._progress_label.setObjectName(f"{name}ProgressLabel")
        self._progress_label.setProperty("role", "muted")
        self._note = QLabel(self, wordWrap=True)
        self._note.setObjectName(f"{name}Note")
        self._note.setProperty("role", "muted")
        rows, source = example
        table = TableView(f"{name}ExampleTable", columns, self)
        table.show_rows(self._with_summaries(rows))
        self._empty = ExampleState(empty, source, table)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)

        progress = QHBoxLayout()
        progress.setSpacing(SPACING_PX)
        progress.addWidget(self._bar, 1)
        progress.addWidget(self._progress_label)
        content = QVBoxLayout()
        content.setSpacing(SPACING_PX)
        if above is not None:
            content.addWidget(above)
        content.addLayout(progress)
        content.addWidget(self._note)
        content.addLayout(self._stack, 1)
        beside = (self.buttons, self.cancel_button, self.start_button)
        card = Card(title, content, *((link,) if link is not None else ()), *beside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

        self.start_button.clicked.connect(self._request_start)
        self.cancel_button.clicked.connect(self._request_cancel)
        self.buttons.saved.connect(self.saved)
        self.buttons.save_failed.connect(self.save_failed)
        self._show_running()
        self.show_rows(())

    @property
    def is_running(self) -> bool:
        """Whether something is being measured."""
        return self._is_running

    @property
    def progress_text(self) -> str:
        """The text beside the progress bar; empty while nothing is being measured."""
        return self._progress_label.text() if self._is_running else ""

    def show_rows(self, rows: Sequence[Row], note: str = "", part: str = "") -> None:
        """Show the rows so far; from two on, with their means and the worst of each column.

        Args:
            rows: those of what is measured.
            note: a sentence about them; empty for none.
            part: how many they are of how many, e.g. "2 of 10 classes"; it stands beside the means, in the table that
                is copied and saved as well. Empty where they are all.
        """
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.view.show_rows(self._with_summaries(rows, part))
        self._stack.setCurrentWidget(self.view if rows else self._empty)

    def show_progress(self, done: int, total: int, left_s: float | None = None) -> None:
        """Show the progress; it is hidden when all is done.

        Args:
            done: how many rows are there.
            total: how many there will be.
            left_s: the time left, where it is known.
        """
        text = self.tr("{done} of {total}").format(done=done, total=total)
        if left_s is not None and 0 < done < total:
            text += self.tr(" · about {minutes}:{seconds:02d} left").format(
                minutes=round(left_s) // 60, seconds=round(left_s) % 60
            )
        self._is_running = done < total
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._progress_label.setText(text)
        self._show_running()

    @Slot()
    def finish(self) -> None:
        """Show that nothing is being measured any more, for whatever reason."""
        self._is_running = False
        self._show_running()

    def apply_availability(self, availability: Availability) -> None:
        """Let the start button be used, or say why not."""
        apply_availability(self.start_button, availability)

    def _with_summaries(self, rows: Sequence[Row], part: str = "") -> Sequence[Row]:
        if len(rows) < 2:
            return rows
        names = [f"{name} ({part})" if part else name for name in (self.tr("Mean"), self.tr("Worst"))]
        return [*rows, self._summary(names[0], rows, fmean), self._summary(names[1], rows, None)]

    def _summary(self, name: str, rows: Sequence[Row], of: Callable[[Sequence[float]], float] | None) -> Row:
        """Return a row with one number for each column that is measured; without a function the worst of them."""
        values: list[Value] = [name]
        for place, column in enumerate(self._columns[1:], start=1):
            measured = [value for row in rows if isinstance(value := row.values[place], int | float)]
            worst = {Kind.AUROC: min, Kind.SECONDS: max}.get(column.kind)
            values.append(None if worst is None or not measured else (of or worst)(measured))
        return Row(tuple(values), pin=Pin.BOTTOM)

    @Slot()
    def _request_start(self) -> None:
        self.start_requested.emit()

    @Slot()
    def _request_cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self._progress_label.setText(self.tr("Cancelling…"))
        self.cancel_requested.emit()

    def _show_running(self) -> None:
        self.start_button.setVisible(not self._is_running)
        self.cancel_button.setVisible(self._is_running)
        if not self._is_running:
            self.cancel_button.setEnabled(True)
        self._bar.setVisible(self._is_running)
        self._progress_label.setVisible(self._is_running)

    def sizeHint(self) -> QSize:
        """Return room for ten classes."""
        return QSize(640, 440)
