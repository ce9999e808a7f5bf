"""A table on the screen: numbers with small bars beside them, copied with Ctrl+C."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLineF, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPen, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gui.look.theme import SPACING_PX, TIGHT_PX, colours
from gui.tables.copy_key import CopyKey, copy_rows
from gui.tables.table_model import BAR_ROLE, CHANCE_ROLE, Column, Row, TableModel

_Index = QModelIndex | QPersistentModelIndex
_LEAST_COLUMN_PX = 56
_BAR_PX = 44
_BAR_HEIGHT_PX = 6.0
_INSET_PX = SPACING_PX - 3
"""Between a cell's edge and its content, beside the style's own 3 px, as in the header."""
_MOST_NAMES_PX = 160
"""The first column is not made wider than this where the table does not fit."""
_WIDEST = "0.0000"
"""As wide as any number beside a bar, also a bold one."""


class TableView(QTableView):
    """Shows a `TableModel`. Ctrl+C copies it, a tab between the columns.

    Signals:
        row_chosen: the user clicked a row that has a key, or pressed Return on it: that key.

    Args:
        name: the object name.
        columns: what each column holds, from the left; the first takes the spare width.
    """

    row_chosen = Signal(object)

    def __init__(self, name: str, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.table = TableModel(columns, self)
        self._is_narrow = False
        self.setModel(self.table)
        self.setItemDelegate(_BarDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 2 * TIGHT_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(_LEAST_COLUMN_PX)
        header.setDefaultSectionSize(_LEAST_COLUMN_PX)  # what the stretched column falls back to
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.clicked.connect(self._choose)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(self._choose_current)
        CopyKey(self, self.copy)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, sorted as the ones before were."""
        before = self.table.rowCount()
        self.table.show_rows(rows)
        if len(rows) != before:  # not while the values follow a drag: it asks every cell
            self._fit_columns()

    @Slot()
    def copy(self) -> None:
        """Put the table on the clipboard, as spreadsheets take it."""
        copy_rows(self.table.texts())

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        key = self.table.rows[index.row()].key
        if key is not None:
            self.row_chosen.emit(key)

    @Slot()
    def _choose_current(self) -> None:
        if self.currentIndex().isValid():
            self._choose(self.currentIndex())

    def _fit_columns(self) -> None:
        """Make the columns as wide as header and cells need, without place for sort marks where not all fit."""
        header = self.horizontalHeader()
        first_px = header.fontMetrics().horizontalAdvance(self.table.columns[0].title) + 2 * SPACING_PX + 2
        header.setMinimumSectionSize(max(first_px, _LEAST_COLUMN_PX))
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.resizeColumnsToContents()
        self._is_narrow = header.length() > self.viewport().width()
        if self._is_narrow:
            for place, column in enumerate(self.table.columns[1:], start=1):
                title_px = header.fontMetrics().horizontalAdvance(column.title) + 2 * SPACING_PX + 2
                header.resizeSection(place, max(title_px, self.sizeHintForColumn(place)))
            names_px = min(self.sizeHintForColumn(0), _MOST_NAMES_PX)
            if header.sectionSize(0) < names_px:  # names are read first, so the last columns are scrolled to
                header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(0, names_px)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns where they do not, or did not, all fit; else widths that the user chose stay."""
        super().resizeEvent(event)
        if self._is_narrow or self.horizontalHeader().length() > self.viewport().width():
            self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
        elif event.type() == QEvent.Type.FontChange:
            self._fit_columns()


class _BarDelegate(QStyledItemDelegate):
    """Paints a number with a bar of 0..1 to its left; a mark in the bar shows the value of guessing."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        size = super().sizeHint(option, index)
        if index.data(BAR_ROLE) is None:
            return QSize(size.width() + 2 * _INSET_PX, size.height())
        return QSize(_BAR_PX + option.fontMetrics.horizontalAdvance(_WIDEST) + 4 * SPACING_PX, size.height())

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        option.rect = option.rect.adjusted(_INSET_PX, 0, -_INSET_PX, 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        mark = index.data(Qt.ItemDataRole.BackgroundRole)
        if mark is not None:  # over the whole cell: the style paints it behind the inset text alone
            painter.fillRect(option.rect, mark)
        super().paint(painter, option, index)
        value = index.data(BAR_ROLE)
        if value is None:
            return
        theme = colours()
        cell = QRectF(option.rect)
        text = option.fontMetrics.horizontalAdvance(_WIDEST)
        right = cell.right() - SPACING_PX - text - SPACING_PX
        left = max(right - _BAR_PX, cell.left() + SPACING_PX)
        track = QRectF(left, cell.center().y() - _BAR_HEIGHT_PX / 2, max(right - left, 1.0), _BAR_HEIGHT_PX)
        painter.fillRect(track, QColor(theme.hover))
        chance = index.data(CHANCE_ROLE)
        filled = QRectF(track)
        filled.setWidth(track.width() * min(max(float(value), 0.0), 1.0))
        is_bad = chance is not None and value < chance
        painter.fillRect(filled, QColor(theme.warning if is_bad else theme.accent))
        if chance is not None:
            x = track.left() + track.width() * float(chance)
            painter.setPen(QPen(QColor(theme.text), 1))
            painter.drawLine(QLineF(x, track.top() - 2, x, track.bottom() + 2))
