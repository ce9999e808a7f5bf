"""The runs as a table of Qt's, which keeps selection and place while they change."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from engine.protocol.run_info import RunInfo, RunStatus
from gui.look.theme import colours, icon, tabular
from gui.runs import wording
from gui.widgets.error_measures import error_measure_text, wrapped_tip

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
RUN_ROLE = Qt.ItemDataRole.UserRole
"""The `RunInfo` of a row."""
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
"""What to sort by."""
CURRENT_ROLE = Qt.ItemDataRole.UserRole + 2
"""Whether the run's model answers."""


class RunColumn(IntEnum):
    """The columns, from the left."""

    NAME = 0
    CURVE = 1
    STATUS = 2
    ERROR = 3
    AUROC = 4
    TIME = 5
    DATE = 6
    DATA = 7


_NUMBERS = frozenset({RunColumn.ERROR, RunColumn.AUROC, RunColumn.TIME})
_TINTS: Mapping[RunStatus, str] = {
    RunStatus.TRAINING: "accent",
    RunStatus.INTERRUPTED: "warning",
    RunStatus.DIVERGED: "error",
}


class RunModel(QAbstractTableModel):
    """One row a run.

    Signals:
        renamed: the user gave the run of this key (str) another name (str).
    """

    renamed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[RunInfo] = []
        self._current: str | None = None
        self._can_rename = False

    def allow_renaming(self, is_allowed: bool) -> None:
        """Let names be edited in their place, or not."""
        self._can_rename = is_allowed

    def show_runs(self, runs: Sequence[RunInfo], current: str | None) -> None:
        """Show other runs, or the same with other facts; rows that stay keep their selection.

        Args:
            runs: the latest first.
            current: the key of the one whose model answers.
        """
        wanted = [run.key for run in runs]
        for row in reversed(range(len(self._runs))):
            if self._runs[row].key not in wanted:
                self.beginRemoveRows(_ROOT, row, row)
                del self._runs[row]
                self.endRemoveRows()
        kept = [run.key for run in self._runs]
        if kept != [key for key in wanted if key in kept]:
            self.beginResetModel()
            self._runs, self._current = list(runs), current
            self.endResetModel()
            return
        for row, run in enumerate(runs):
            if row == len(self._runs) or self._runs[row].key != run.key:
                self.beginInsertRows(_ROOT, row, row)
                self._runs.insert(row, run)
                self.endInsertRows()
        before, had, self._current = self._runs, self._current, current
        self._runs = list(runs)
        for row, run in enumerate(runs):
            if run is not before[row] or (run.key == had) != (run.key == current):
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(RunColumn) - 1))

    # ------------------------------------------------------------------------------------ Qt overrides

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of runs."""
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(RunColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's title, its explanation or its alignment."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        title, explanation = self._titles()[RunColumn(section)]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.WhatsThisRole:
                return explanation or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(RunColumn(section))
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return that a name can be edited where renaming is allowed."""
        flags = super().flags(index)
        if index.column() == RunColumn.NAME and self._can_rename:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what one cell shows and how."""
        run, column = self._runs[index.row()], RunColumn(index.column())
        is_current = run.key == self._current
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(run, column)
            case Qt.ItemDataRole.EditRole if column is RunColumn.NAME:
                return run.name
            case Qt.ItemDataRole.ToolTipRole:
                return self._tool_tip(run, is_current=is_current)
            case Qt.ItemDataRole.AccessibleTextRole if column is RunColumn.NAME and is_current:
                return self.tr("{name}, the current run").format(name=run.name)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.FontRole:
                font = tabular(QApplication.font())
                font.setBold(is_current and column is RunColumn.NAME)
                return font
            case Qt.ItemDataRole.DecorationRole if column is RunColumn.NAME and is_current:
                return icon("check", "accent")
            case Qt.ItemDataRole.ForegroundRole if column is RunColumn.STATUS and run.status in _TINTS:
                return QColor(getattr(colours(), _TINTS[run.status]))
            case _ if role == RUN_ROLE:
                return run
            case _ if role == CURRENT_ROLE:
                return is_current
            case _ if role == SORT_ROLE:
                return _sort_key(run, column)
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name; the row shows it once the state does."""
        name = " ".join(str(value).split())
        run = self._runs[index.row()]
        if role != Qt.ItemDataRole.EditRole or not name or name == run.name:
            return False
        self.renamed.emit(run.key, name)
        return True

    # ------------------------------------------------------------------------------------------- texts

    def _titles(self) -> Mapping[RunColumn, tuple[str, str]]:
        return {
            RunColumn.NAME: (self.tr("Name"), self.tr("The ticked run is the current one: its model answers.")),
            RunColumn.CURVE: (self.tr("Loss"), self.tr("The loss over the epochs; bold is the validation loss.")),
            RunColumn.STATUS: (self.tr("Status"), ""),
            RunColumn.ERROR: (
                self.tr("Test error"),
                wrapped_tip(self.tr("On the test set. ") + error_measure_text("mse")),
            ),
            RunColumn.AUROC: (self.tr("AUROC"), self.tr("0.5 is guessing, 1 is perfect")),
            RunColumn.TIME: (self.tr("Time"), self.tr("Time of the training, without pauses")),
            RunColumn.DATE: (self.tr("Date"), self.tr("When the training began")),
            RunColumn.DATA: (self.tr("Data"), self.tr("What it was trained on")),
        }

    def _text(self, run: RunInfo, column: RunColumn) -> str:
        match column:
            case RunColumn.NAME:
                return run.name
            case RunColumn.CURVE:
                return ""
            case RunColumn.STATUS:
                return wording.status_text(run)
            case RunColumn.ERROR:
                return wording.number_text(wording.test_error(run), 4)
            case RunColumn.AUROC:
                return wording.number_text(wording.metric(run, "auroc"), 3)
            case RunColumn.TIME:
                return wording.time_text(run)
            case RunColumn.DATE:
                return wording.date_text(run)
        return wording.data_text(run)

    def _tool_tip(self, run: RunInfo, *, is_current: bool) -> str:
        lines = [run.name, wording.status_text(run), wording.data_text(run), wording.date_text(run), run.note]
        if is_current:
            lines.insert(1, self.tr("Its model answers your drawings."))
        return "\n".join(filter(None, lines))


def _alignment(column: RunColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _sort_key(run: RunInfo, column: RunColumn) -> str | float:
    match column:
        case RunColumn.NAME:
            return run.name.casefold()
        case RunColumn.CURVE:
            losses = run.model.history.get("val_loss") or run.model.history.get("loss") or (math.inf,)
            return losses[-1] if math.isfinite(losses[-1]) else math.inf
        case RunColumn.STATUS:
            return wording.status_text(run)
        case RunColumn.ERROR:
            error = wording.test_error(run)
            return math.inf if error is None else error
        case RunColumn.AUROC:
            return wording.metric(run, "auroc") or -1.0
        case RunColumn.TIME:
            return run.seconds if math.isfinite(run.seconds) else math.inf
        case RunColumn.DATE:
            return run.created.timestamp()
    return wording.data_text(run)
