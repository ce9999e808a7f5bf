"""The list of runs on the screen: names edited in place, small curves, and columns that make way where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from engine.protocol.run_info import RunInfo
from gui.look.theme import SPACING_PX, TIGHT_PX
from gui.runs import wording
from gui.runs.run_model import CURRENT_ROLE, RUN_ROLE, SORT_ROLE, RunColumn, RunModel
from gui.runs.sparkline import paint_sparkline
from gui.tables.copy_key import CopyKey, copy_rows

_Index = QModelIndex | QPersistentModelIndex
_CURVE_PX = 76
_INSET_PX = SPACING_PX - 3
"""Between a cell's edge and its content, beside the style's own 3 px, as in the header."""
_LEAST_NAME_PX = 170
_GOOD_NAME_PX = 300
_FIRST_TO_GO = (RunColumn.DATA, RunColumn.DATE, RunColumn.TIME, RunColumn.AUROC, RunColumn.ERROR)
_SAID_ELSEWHERE = (RunColumn.DATA, RunColumn.DATE)  # a run's own name names its data, and below are both


class RunView(QTableView):
    """Shows a `RunModel`. F2 or a second click edits a name; Ctrl+C copies the selected runs.

    Signals:
        selection_changed: other runs are selected.
        chosen: the user double-clicked the curve or the facts of a run, or pressed Return: its key (str).
    """

    selection_changed = Signal()
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runsTable")
        self.setAccessibleName(self.tr("Runs"))
        self.runs = RunModel(self)
        self._extent = 0, 0
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.runs)
        self._sorted.setSortRole(SORT_ROLE)
        self.setModel(self._sorted)
        self.setItemDelegate(_RunDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 3 * TIGHT_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(0)
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(RunColumn.NAME, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.selectionModel().selectionChanged.connect(self._report_selection)
        self.doubleClicked.connect(self._choose)
        CopyKey(self, self.copy)

    def show_runs(self, runs: Sequence[RunInfo], current: str | None) -> None:
        """Show these runs. Where none of them was selected before, the one in that place is now, or the latest."""
        self.runs.show_runs(runs, current)
        if runs and not self.selectionModel().hasSelection():
            place = self.currentIndex() if self.currentIndex().isValid() else self._sorted.index(0, 0)
            self.select((place.data(RUN_ROLE).key,))
        extent = len(runs), max((len(wording.status_text(run)) for run in runs), default=0)
        if extent != self._extent:  # not after every epoch: it asks every cell that can be seen
            self._extent = extent
            self._place_columns()
        self.selection_changed.emit()  # the facts of the selected ones may be others

    @property
    def selected(self) -> tuple[RunInfo, ...]:
        """The selected runs, from the top."""
        rows = sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        return tuple(index.data(RUN_ROLE) for index in rows)

    def select(self, keys: Sequence[str]) -> None:
        """Select the runs of these keys."""
        selection = self.selectionModel()
        selection.clearSelection()
        whole = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in range(self._sorted.rowCount()):
            index = self._sorted.index(row, 0)
            if index.data(RUN_ROLE).key in keys:
                if not selection.hasSelection():
                    selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
                selection.select(index, whole)

    @Slot()
    def copy(self) -> None:
        """Put the selected runs on the clipboard, under the titles of the columns, as spreadsheets take them."""
        columns = [column for column in RunColumn if column is not RunColumn.CURVE]
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        titles = [str(self.runs.headerData(column, Qt.Orientation.Horizontal)) for column in columns]
        copy_rows(
            [titles, *([str(self._sorted.index(row, column).data() or "") for column in columns] for row in rows)]
        )

    @Slot()
    def edit_name(self) -> None:
        """Let the user type another name for the selected run, in its place."""
        rows = self.selectionModel().selectedRows()
        if rows:
            self.setCurrentIndex(rows[0])
            self.edit(rows[0])

    @Slot()
    def _report_selection(self) -> None:
        self.selection_changed.emit()

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(RUN_ROLE).key)

    def _place_columns(self) -> None:
        """Give every column its room; where it is narrow, the least important ones are hidden."""
        header = self.horizontalHeader()
        widths = {column: self._width(column) for column in RunColumn if column is not RunColumn.NAME}
        shown = set(widths)
        for column in _FIRST_TO_GO:
            least = _GOOD_NAME_PX if column in _SAID_ELSEWHERE else _LEAST_NAME_PX
            if sum(widths[kept] for kept in shown) + least <= self.viewport().width():
                break
            shown.discard(column)
        for column, width in widths.items():
            self.setColumnHidden(column, column not in shown)
            header.resizeSection(column, width)

    def _width(self, column: RunColumn) -> int:
        header = self.horizontalHeader()
        title = header.fontMetrics().horizontalAdvance(
            str(self.runs.headerData(column, Qt.Orientation.Horizontal))
        )
        if column is RunColumn.CURVE:
            return max(title + 4 * SPACING_PX, _CURVE_PX)
        return max(title + 4 * SPACING_PX, self.sizeHintForColumn(column) + 2 * _INSET_PX)

    # ------------------------------------------------------------------------------------ Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the run with Return."""
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_return and self.state() != QAbstractItemView.State.EditingState and len(self.selected) == 1:
            self.chosen.emit(self.selected[0].key)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the columns that fit."""
        super().resizeEvent(event)
        self._place_columns()


class _RunDelegate(QStyledItemDelegate):
    """Paints the small curves, and room for the tick before every name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._blank = QPixmap(14, 14)
        self._blank.fill(Qt.GlobalColor.transparent)

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        option.rect = option.rect.adjusted(_INSET_PX, 0, -_INSET_PX, 0)
        if index.column() == RunColumn.NAME:
            option.decorationSize = QSize(14, 14)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            if not index.data(CURRENT_ROLE):
                option.icon = QIcon(self._blank)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        if index.column() == RunColumn.CURVE:
            run: RunInfo = index.data(RUN_ROLE)
            box = QRectF(option.rect).adjusted(SPACING_PX, 6, -SPACING_PX, -6)
            paint_sparkline(painter, box, run.model.history)
