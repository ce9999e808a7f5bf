"""A table of figures: AUROC, rates, counts and seconds, with summary rows that stay at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from gui.look.numbers import percent
from gui.look.theme import tabular

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
Value = str | int | float | None
BAR_ROLE = Qt.ItemDataRole.UserRole
"""The value of a cell that is painted with a bar, 0..1."""
CHANCE_ROLE = Qt.ItemDataRole.UserRole + 1
"""Where the bar's mark stands: what a coin toss gives; None for no mark."""


class Kind(Enum):
    """What a column holds, and so how it is written."""

    TEXT = auto()
    COUNT = auto()
    SECONDS = auto()
    STRENGTH = auto()
    RATE = auto()
    """0..1, written in per cent, with a bar."""
    AUROC = auto()
    """0..1, written with three decimals, with a bar."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: in files, as the headless commands spell it.
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
        is_summary: it says something of all the others and stays below them.
        key: what it is about, for whoever clicks it.
        label: what stands in the first column on the screen, where that is more than a file needs.
        tool_tip: what is told about the row.
    """

    values: tuple[Value, ...]
    is_summary: bool = False
    key: object = None
    label: str = ""
    tool_tip: str = ""


class FigureTable(QAbstractTableModel):
    """Rows of figures, to sort.

    Args:
        columns: what stands in them.
    """

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[Row] = []
        self._order: tuple[int, Qt.SortOrder] | None = None

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, sorted as the ones before were.

        Rows that stand where they stood keep selection and scroll position, so figures can follow a drag.
        """
        arranged = self._arranged(rows)
        if arranged and [row.key for row in arranged] == [row.key for row in self._rows]:
            before, self._rows = self._rows, arranged
            last = len(arranged) - 1
            for column in range(len(self._columns)):
                if any(a.values[column] != b.values[column] for a, b in zip(before, arranged, strict=True)):
                    self.dataChanged.emit(self.index(0, column), self.index(last, column))
            return
        self.beginResetModel()
        self._rows = arranged
        self.endResetModel()

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
            if role == Qt.ItemDataRole.ToolTipRole:
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
                font.setWeight(QFont.Weight.DemiBold if row.is_summary else QFont.Weight.Normal)
                return font
            case _ if role == BAR_ROLE and column.kind in (Kind.AUROC, Kind.RATE):
                return value
            case _ if role == CHANCE_ROLE and column.kind is Kind.AUROC:
                return 0.5
            case _:
                return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one keeps the order the rows come in. Summaries stay at the bottom."""
        self._order = None if column < 0 else (column, order)
        self.layoutAboutToBeChanged.emit()
        before = {id(row): place for place, row in enumerate(self._rows)}
        self._rows = self._arranged(self._rows)
        after = {before[id(row)]: place for place, row in enumerate(self._rows)}
        for index in self.persistentIndexList():
            self.changePersistentIndex(index, self.index(after[index.row()], index.column()))
        self.layoutChanged.emit()

    def _arranged(self, rows: Sequence[Row]) -> list[Row]:
        body = [row for row in rows if not row.is_summary]
        if self._order is not None:
            column, order = self._order
            known = [row for row in body if row.values[column] is not None]
            known.sort(
                key=lambda row: _sort_key(row.values[column]), reverse=order == Qt.SortOrder.DescendingOrder
            )
            body = known + [row for row in body if row.values[column] is None]
        return body + [row for row in rows if row.is_summary]


def _sort_key(value: Value) -> tuple[float, str]:
    if isinstance(value, str):
        return (int(value), "") if value.isdigit() else (float("inf"), value)
    return (float(value or 0.0), "")


def _text(value: Value, kind: Kind) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    match kind:
        case Kind.COUNT:
            return f"{value:,}"
        case Kind.SECONDS:
            return f"{value:.1f} s"
        case Kind.STRENGTH:
            return f"{value:g}"
        case Kind.RATE:
            return f"{percent(value)} %"
        case _:
            return f"{value:.3f}"


def _plain(value: Value) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:.6g}"


def _alignment(kind: Kind) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if kind is Kind.TEXT else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
