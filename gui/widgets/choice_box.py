"""A choice of a few things, each with its own explanation."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget

from gui.widgets.wheel_focus import WheelNeedsFocus


class ChoiceBox(WheelNeedsFocus, QComboBox):
    """A combo box that is never wider than its place.

    Args:
        parent: its parent widget.
        name: its object name.
        label: what a screen reader calls it.
        tip: its tool tip.
    """

    def __init__(self, parent: QWidget, name: str, label: str, tip: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setToolTip(tip)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setItemDelegate(QStyledItemDelegate(self))  # the default one ignores the style sheet's items

    def add_choice(self, label: str, key: object, explanation: str = "") -> None:
        """Add something to choose; `currentData()` gives its key while it is chosen."""
        self.addItem(label, key)
        self.setItemData(self.count() - 1, explanation, Qt.ItemDataRole.ToolTipRole)
