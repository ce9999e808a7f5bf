"""A sortable table of classes, counts, errors, rates and seconds, with summary rows pinned to the top or bottom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import QApplication

from gui.look.numbers import NO_NUMBER, fixed, percent
from gui.look.theme import colours, tabular

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
Value = str | int | float | None
BAR_ROLE = Qt.ItemDataRole.UserRole
"""The value of a cell that is painted with a bar, 0..1."""
CHANCE_ROLE = Qt.ItemDataRole.UserRole + 1
"""Where the bar has a mark: the value of guessing, 0..1; None for no mark."""


class Kind(Enum):
    """What a column holds, which determines how it is written."""

    TEXT = auto()
    COUNT = auto()
    SECONDS = auto()
    ERROR = auto()
    """The mean error of a pixel, written with four decimals."""
    STRENGTH = auto()
    RATE = auto()
    """0..1, written in per cent, with a bar."""
    AUROC = auto()
    """0..1, written with three decimals, with a bar."""


class Pin(Enum):
    """Where a summary row stays, however the others are sorted."""

    TOP = auto()
    BOTTOM = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: in files, as the headless commands name it.
        title: in the header.
        explanation: in the header's tool tip.
        kind: what it holds.
    """

    name: str
    title: str
    explanation: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        values: one a column; None where there is none.
        pin: the end at which a row that sums up the others stays; None for a row that is sorted.
        key: what `TableView.row_chosen` emits for the row; None where a click does nothing.
        label: the text in the first column on the screen, where it differs from the value in a file.
        tool_tip: shown over the row.
        is_marked: the row has a coloured background.
    """

    values: tuple[Value, ...]
    pin: Pin | None = None
    key: object = None
    label: str = ""
    tool_tip: str = ""
    is_marked: bool = False


class TableModel(QAbstractTableModel):
    """Rows to sort by any column.

    Args:
        columns: what each column holds, from the left.
    """

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[Row] = []
        self._order: tuple[int, Qt.SortOrder] | None = None

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, sorted like the ones before.

        Where the keys and their order are as before, selection and scroll position stay, so that the values can
        follow a threshold that is being dragged.
        """
        arranged = self._arranged(rows)
        if arranged and [row.key for row in arranged] == [row.key for row in self._rows]:
            before, self._rows = self._rows, arranged
            last = len(arranged) - 1
            for column in range(len(self._columns)):
                if any(_differ(a, b, column) for a, b in zip(before, arranged, strict=True)):
                    self.dataChanged.emit(self.index(0, column), self.index(last, column))
            return
        self.beginResetModel()
        self._rows = arranged
        self.endResetModel()

    @property
    def columns(self) -> tuple[Column, ...]:
        """What each column holds, from the left."""
        return self._columns

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in the order shown."""
        return tuple(self._rows)

    def texts(self) -> list[tuple[str, ...]]:
        """Return the table as plain text, the names first, with numbers as a program reads them."""
        return [
            tuple(column.name for column in self._columns),
            *(tuple(_plain(value) for value in row.values) for row in self._rows),
        ]

    # ------------------------------------------------------------------------------------ Qt overrides

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's title, its explanation or its alignment."""
        if orientation == Qt.Orientation.Horizontal:
            column = self._columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return column.title
            if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole):
                return column.explanation
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column.kind)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what one cell shows and how."""
        row, column = self._rows[index.row()], self._columns[index.column()]
        value = row.values[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.label if row.label and index.column() == 0 else _text(value, column.kind)
            case Qt.ItemDataRole.ToolTipRole:
                return row.tool_tip or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column.kind)
            case Qt.ItemDataRole.FontRole:
                font = tabular(QApplication.font())
                font.setWeight(QFont.Weight.DemiBold if row.pin else QFont.Weight.Normal)
                return font
            case Qt.ItemDataRole.BackgroundRole if row.is_marked:
                return QBrush(QColor(colours().error_field))
            case _ if role == BAR_ROLE and column.kind in (Kind.AUROC, Kind.RATE):
                return value if isinstance(value, int | float) and math.isfinite(value) else None
            case _ if role == CHANCE_ROLE and column.kind is Kind.AUROC:
                return 0.5
            case _:
                return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one keeps the order as given. Pinned rows stay where they are."""
        self._order = None if column < 0 else (column, order)
        self.layoutAboutToBeChanged.emit()
        before = {id(row): place for place, row in enumerate(self._rows)}
        self._rows = self._arranged(self._rows)
        after = {before[id(row)]: place for place, row in enumerate(self._rows)}
        for index in self.persistentIndexList():
            self.changePersistentIndex(index, self.index(after[index.row()], index.column()))
        self.layoutChanged.emit()

    def _arranged(self, rows: Sequence[Row]) -> list[Row]:
        body = [row for row in rows if row.pin is None]
        if self._order is not None:
            column, order = self._order
            known = [row for row in body if _is_known(row.values[column])]
            known.sort(
                key=lambda row: _sort_key(row.values[column]), reverse=order == Qt.SortOrder.DescendingOrder
            )
            body = known + [row for row in body if not _is_known(row.values[column])]
        top, bottom = ([row for row in rows if row.pin is pin] for pin in Pin)
        return top + body + bottom


def _differ(a: Row, b: Row, column: int) -> bool:
    """Return whether a cell must be painted again: another value, or another mark or text of its row."""
    return a.values[column] != b.values[column] or replace(a, values=()) != replace(b, values=())


def _is_known(value: Value) -> bool:
    """Return whether there is something to sort by: NaN has no place in an order."""
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def _sort_key(value: Value) -> tuple[float, str]:
    """Return what to sort by: numbers and labels that are numbers by size, then other texts by the alphabet."""
    if isinstance(value, str):
        return (int(value), "") if value.isdigit() else (float("inf"), value)
    return (float(value or 0.0), "")


def _text(value: Value, kind: Kind) -> str:
    """Return a value as it is written on the screen."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NO_NUMBER
    if isinstance(value, str):
        return value
    match kind:
        case Kind.COUNT:
            return f"{value:,}"
        case Kind.SECONDS:
            return f"{fixed(value, 1)} s"
        case Kind.STRENGTH:
            return f"{value:g}"
        case Kind.RATE:
            return f"{percent(value)} %"
        case Kind.ERROR:
            return fixed(value, 4)
        case _:
            return fixed(value, 3)


def _plain(value: Value) -> str:
    """Return a value as a program reads it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:.6g}"


def _alignment(kind: Kind) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if kind is Kind.TEXT else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
