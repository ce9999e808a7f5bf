"""Saving what the results page shows: the class table as CSV, its figures as PNG, SVG or PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from engine.errors import UserError
from gui.pages.roc_view import RocView
from gui.plots.export import FILE_FILTER, save_chart
from gui.plots.look import ChartLook
from gui.tables.csv_file import save_csv
from gui.tables.table_model import TableModel
from gui.verdict.histogram_view import HistogramView
from gui.widgets.save_dialog import ask_where_to_save

if TYPE_CHECKING:
    from gui.plots.chart import Chart

_SIZE_PX = (560, 420)


class ResultsSaving(QObject):
    """A menu with an entry for each thing to save.

    Signals:
        saved: a table or a figure was saved to this file (`pathlib.Path`).
        save_failed: it could not be saved, with the `UserError`.

    Args:
        table: the classes.
        roc: the curves.
        histogram: the scores.
        parent: the widget that asks where to save.
    """

    saved = Signal(object)
    save_failed = Signal(object)

    def __init__(self, table: TableModel, roc: RocView, histogram: HistogramView, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self._roc = roc
        self._histogram = histogram
        self._asker = parent
        self.menu = QMenu(parent)
        self._table_action = self.menu.addAction(self.tr("Classes as CSV…"), self._ask_for_table)
        self._roc_action = self.menu.addAction(self.tr("ROC as PNG, SVG or PDF…"), self._ask_for_roc)
        self._scores_action = self.menu.addAction(self.tr("Scores as PNG, SVG or PDF…"), self._ask_for_scores)
        self.menu.aboutToShow.connect(self._follow)

    @Slot(str)
    def save_table(self, path: str) -> None:
        """Save the classes, and emit `saved` or `save_failed`."""
        try:
            save_csv(Path(path), self._table.texts())
        except UserError as error:
            self.save_failed.emit(error)
        else:
            self.saved.emit(Path(path))

    @Slot(str)
    def save_roc(self, path: str) -> None:
        """Save the ROC, and emit `saved` or `save_failed`."""
        self._save_figure(path, self.tr("ROC on the test set"), self._roc.make_filled)

    @Slot(str)
    def save_scores(self, path: str) -> None:
        """Save the histogram, and emit `saved` or `save_failed`."""
        self._save_figure(path, self.tr("Scores on the test set"), self._histogram.make_filled)

    def _save_figure(self, path: str, title: str, make: Callable[[ChartLook], Chart]) -> None:
        try:
            save_chart(Path(path), _SIZE_PX, title, make)
        except UserError as error:
            self.save_failed.emit(error)
        else:
            self.saved.emit(Path(path))

    @Slot()
    def _follow(self) -> None:
        """Enable what there is to save."""
        self._table_action.setEnabled(self._table.rowCount() > 0)
        self._roc_action.setEnabled(self._roc.has_curves)

    @Slot()
    def _ask_for_table(self) -> None:
        title, name_filter = self.tr("Save the classes"), self.tr("Table of numbers (*.csv)")
        ask_where_to_save(self._asker, title, name_filter, "classes.csv", self.save_table)

    @Slot()
    def _ask_for_roc(self) -> None:
        ask_where_to_save(self._asker, self.tr("Save the ROC"), FILE_FILTER, "roc.png", self.save_roc)

    @Slot()
    def _ask_for_scores(self) -> None:
        ask_where_to_save(self._asker, self.tr("Save the scores"), FILE_FILTER, "scores.png", self.save_scores)
