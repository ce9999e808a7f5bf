"""The errors on the test set as a table's data: all images first, then a row a class in any order."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import QApplication

from engine.protocol.results import ErrorRow
from gui.look.theme import colours, tabular

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LABEL, _N = range(2)
_ATTRIBUTES = ("label", "n", "mae", "mse", "bce")
COLUMN_NAMES = ("class", "n", "mae", "mse", "bce")
"""Names of the columns in a file, as the headless commands spell them."""


class EvaluationTable(QAbstractTableModel):
    """Rows of `ErrorRow`. Sorting leaves the row of all images on top; the class of the largest MAE is marked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ErrorRow] = []
        self._worst: ErrorRow | None = None
        self._headers = (self.tr("Class"), self.tr("Images"), self.tr("MAE"), self.tr("MSE"), self.tr("BCE"))
        self._explanations = (
            self.tr("The label of the images in this row"),
            self.tr("Number of test images"),
            self.tr("Mean absolute error of a pixel, 0 to 1"),
            self.tr("Mean squared error of a pixel, 0 to 1"),
            self.tr("Mean binary cross-entropy of a pixel, in nats"),
        )

    def show_rows(self, rows: Sequence[ErrorRow]) -> None:
        """Show other rows, in the order they come in."""
        self.beginResetModel()
        self._rows = list(rows)
        classes = [row for row in self._rows if row.label is not None]
        self._worst = max(classes, key=attrgetter("mae")) if len(classes) > 1 else None
        self.endResetModel()

    @property
    def rows(self) -> tuple[ErrorRow, ...]:
        """The rows in the order shown."""
        return tuple(self._rows)

    @property
    def worst(self) -> ErrorRow | None:
        """The class with the largest MAE; None where there are not two classes."""
        return self._worst

    def texts(self) -> list[tuple[str, ...]]:
        """Return the table as plain text, the names first, with numbers as a program reads them."""
        rows = [
            (
                "all" if row.label is None else str(row.label),
                str(row.n),
                *(f"{v:.6g}" for v in (row.mae, row.mse, row.bce)),
            )
            for row in self._rows
        ]
        return [COLUMN_NAMES, *rows]

    # ------------------------------------------------------------------------------------ Qt overrides

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's name, its explanation or its alignment."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._headers[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return self._explanations[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what one cell shows and how."""
        row, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.FontRole:
                font = tabular(QApplication.font())
                font.setWeight(QFont.Weight.DemiBold if row.label is None else QFont.Weight.Normal)
                return font
            case Qt.ItemDataRole.ToolTipRole if row is self._worst:
                return self.tr("The class with the largest mean absolute error")
            case Qt.ItemDataRole.BackgroundRole if row is self._worst:
                return QBrush(QColor(colours().error_field))
            case _:
                return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the classes by a column; the row of all images stays on top."""
        self.layoutAboutToBeChanged.emit()
        overall = [row for row in self._rows if row.label is None]
        classes = [row for row in self._rows if row.label is not None]
        classes.sort(key=attrgetter(_ATTRIBUTES[column]), reverse=order == Qt.SortOrder.DescendingOrder)
        before = {id(row): place for place, row in enumerate(self._rows)}
        self._rows = overall + classes
        after = {before[id(row)]: place for place, row in enumerate(self._rows)}
        for index in self.persistentIndexList():
            self.changePersistentIndex(index, self.index(after[index.row()], index.column()))
        self.layoutChanged.emit()

    def _text(self, row: ErrorRow, column: int) -> str:
        if column == _LABEL:
            if row.label is None:
                return self.tr("All")
            return self.tr("{label} · worst").format(label=row.label) if row is self._worst else str(row.label)
        if column == _N:
            return f"{row.n:,}"
        return f"{getattr(row, _ATTRIBUTES[column]):.4f}"


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == _LABEL else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
