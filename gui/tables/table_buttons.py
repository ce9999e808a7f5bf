"""The buttons beside a table that copy it and save it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.errors import UserError
from gui.look.icons import icon
from gui.look.theme import TIGHT_PX
from gui.tables.csv_file import save_csv
from gui.tables.table_view import TableView
from gui.widgets.buttons import tool_button
from gui.widgets.save_dialog import ask_where_to_save


class TableButtons(QWidget):
    """Copies a table to the clipboard, and saves it as CSV; disabled while the table is empty.

    Signals:
        saved: the table was saved to this file (`pathlib.Path`).
        save_failed: it could not be saved, with the `UserError`.

    Args:
        view: the table.
        names: the object names of the button that copies and of the one that saves.
        file_name: what the dialog suggests.
    """

    saved = Signal(object)
    save_failed = Signal(object)

    def __init__(self, view: TableView, names: tuple[str, str], file_name: str) -> None:
        super().__init__(view)
        self._view = view
        self._file_name = file_name
        copy, save = names
        tips = self.tr("Copy the table (Ctrl+C in it)"), self.tr("Save the table as CSV")
        self._copy_button = tool_button(self, copy, drawn=icon("copy"), tip=tips[0])
        self._copy_button.clicked.connect(view.copy)
        self._save_button = tool_button(self, save, drawn=icon("save"), tip=tips[1])
        self._save_button.clicked.connect(self._ask_where_to_save)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT_PX)
        layout.addWidget(self._copy_button)
        layout.addWidget(self._save_button)
        view.table.modelReset.connect(self._follow)
        self._follow()

    @Slot(str)
    def save(self, path: str) -> None:
        """Save the table, and emit `saved` or `save_failed`."""
        try:
            save_csv(Path(path), self._view.table.texts())
        except UserError as error:
            self.save_failed.emit(error)
        else:
            self.saved.emit(Path(path))

    @Slot()
    def _follow(self) -> None:
        self.setEnabled(self._view.table.rowCount() > 0)

    @Slot()
    def _ask_where_to_save(self) -> None:
        title, name_filter = self.tr("Save the table"), self.tr("Table of numbers (*.csv)")
        ask_where_to_save(self, title, name_filter, self._file_name, self.save)
