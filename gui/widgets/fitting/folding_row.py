"""Buttons of equal width in as few rows as their texts allow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget


class FoldingRow(QWidget):
    """Places widgets side by side, or in two or more rows where they do not fit.

    Args:
        parts: in their order; their parent becomes this.
        spacing_px: between them.
    """

    def __init__(self, parts: Sequence[QWidget], spacing_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = tuple(parts)
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(spacing_px)
        self._place()

    def minimumSizeHint(self) -> QSize:
        """Return the size of one column of the widest part, as high as it is now."""
        return QSize(self._widest_px(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the number of rows for the new width."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Choose it again when a text or the font has changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _widest_px(self) -> int:
        return max(part.sizeHint().width() for part in self._parts)

    def _place(self) -> None:
        spacing = self._grid.horizontalSpacing()
        fitting = (self.width() + spacing) // (self._widest_px() + spacing)
        columns = min(max(fitting, 1), len(self._parts))
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, int(column < columns))
        self._columns = columns
        for number, part in enumerate(self._parts):
            self._grid.addWidget(part, number // columns, number % columns)
