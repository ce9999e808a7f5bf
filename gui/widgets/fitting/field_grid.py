"""Fields with their labels: side by side, each below its label, where there is room; else one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.look.theme import SPACING_PX, TIGHT_PX


class LabelledField(NamedTuple):
    """A field, its label, and what is wrong with it, in words below it."""

    label: QLabel
    field: QWidget
    problem: QLabel


class FieldGrid(QWidget):
    """Places fields in columns, or in rows where a column would be narrower than a label.

    Args:
        fields: from the left, or from above.
    """

    def __init__(self, fields: Sequence[LabelledField], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self._are_columns: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACING_PX)
        self._grid.setVerticalSpacing(TIGHT_PX)
        self._place()

    def minimumSizeHint(self) -> QSize:
        """Return the size of the narrower of the two ways, in rows."""
        narrow = max(label.minimumSizeHint().width() for label, _, _ in self._fields)
        narrow += SPACING_PX + max(field.minimumSizeHint().width() for _, field, _ in self._fields)
        return QSize(min(narrow, self._columns_px()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the way for the new width."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Choose the way for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_grid"):
            self._place()

    def _columns_px(self) -> int:
        """Return the width at which all columns are as wide as the widest label or field."""
        each = max(
            max(label.minimumSizeHint().width(), field.minimumSizeHint().width())
            for label, field, _ in self._fields
        )
        return len(self._fields) * each + (len(self._fields) - 1) * SPACING_PX

    def _place(self) -> None:
        are_columns = self.width() >= self._columns_px()
        if are_columns == self._are_columns:
            return
        self._are_columns = are_columns
        while self._grid.takeAt(0) is not None:
            pass
        count = len(self._fields)
        for number, (label, field, problem) in enumerate(self._fields):
            if are_columns:
                self._grid.addWidget(label, 0, number)
                self._grid.addWidget(field, 1, number)
                self._grid.addWidget(problem, 2 + number, 0, 1, count)
            else:
                self._grid.addWidget(label, 2 * number, 0)
                self._grid.addWidget(field, 2 * number, 1)
                self._grid.addWidget(problem, 2 * number + 1, 0, 1, 2)
        for column in range(count):
            self._grid.setColumnStretch(column, int(are_columns or column == 1))
