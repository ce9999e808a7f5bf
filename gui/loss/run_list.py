"""The runs of the loss plot as a list to compare, to hide and to clear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.look.theme import TIGHT_PX, tabular
from gui.loss.line_style import SAMPLE_SIZE, LineStyle, sample_icon

_WIDTH_PX = 248


class RunEntry(NamedTuple):
    """One row.

    Attributes:
        name: what the run is called.
        loss: its last loss, or None.
        note: more about it, for the tool tip.
        style: how it is drawn.
        is_shown: whether it is drawn.
        is_current: whether it is the run in front.
    """

    name: str
    loss: float | None
    note: str
    style: LineStyle
    is_shown: bool
    is_current: bool


class RunList(QWidget):
    """Every run with a sample of its line, its name, its last loss and a check box that shows or hides it.

    Signals:
        shown_changed: the run in this row (int) is to be shown (bool).
        clear_requested: forget the finished runs.
    """

    shown_changed = Signal(int, bool)
    clear_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runList")
        self.setMaximumWidth(_WIDTH_PX)
        self._tree = QTreeWidget()
        self._tree.setAccessibleName(self.tr("Runs"))
        self._tree.setRootIsDecorated(False)
        self._tree.setIndentation(0)
        self._tree.setUniformRowHeights(True)
        self._tree.setIconSize(SAMPLE_SIZE)
        self._tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._tree.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tree.setHeaderLabels([self.tr("Run"), self.tr("Loss")])
        header = self._tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionsClickable(False)
        self._tree.headerItem().setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._tree.itemChanged.connect(self._report_change)
        self._clear_button = QToolButton()
        self._clear_button.setObjectName("clearRunsButton")
        self._clear_button.setProperty("link", True)
        self._clear_button.setText(self.tr("Clear finished runs"))
        self._clear_button.clicked.connect(self.clear_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT_PX)
        layout.addWidget(self._tree)
        layout.addWidget(self._clear_button, alignment=Qt.AlignmentFlag.AlignRight)

    def show_runs(self, entries: Sequence[RunEntry], *, can_clear: bool) -> None:
        """Show these runs, the oldest first.

        Args:
            entries: a row each.
            can_clear: whether a run is there that clearing would remove.
        """
        with QSignalBlocker(self._tree):
            # In place: a check box emits from inside its item, which must not be deleted then.
            while self._tree.topLevelItemCount() > len(entries):
                self._tree.takeTopLevelItem(self._tree.topLevelItemCount() - 1)
            for row, entry in enumerate(entries):
                if row == self._tree.topLevelItemCount():
                    self._tree.addTopLevelItem(QTreeWidgetItem())
                item = self._tree.topLevelItem(row)
                if item is not None:
                    self._fill(item, entry)
            for row, entry in enumerate(entries):
                self.set_loss(row, entry.loss)
            self._tree.scrollToBottom()
        self._clear_button.setEnabled(can_clear)

    def _fill(self, item: QTreeWidgetItem, entry: RunEntry) -> None:
        font = self.font()
        font.setBold(entry.is_current)
        item.setText(0, entry.name)
        item.setFont(0, font)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, Qt.CheckState.Checked if entry.is_shown else Qt.CheckState.Unchecked)
        item.setIcon(0, sample_icon(entry.style, self.devicePixelRatioF()))
        item.setToolTip(0, entry.note)
        item.setToolTip(1, entry.note)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setFont(1, tabular(self.font()))

    def set_loss(self, row: int, loss: float | None) -> None:
        """Change the loss of one run, where there is one in this row."""
        item = self._tree.topLevelItem(row)
        if item is not None:
            with QSignalBlocker(self._tree):
                item.setText(1, "" if loss is None else f"{loss:.4g}")

    @Slot(QTreeWidgetItem, int)
    def _report_change(self, item: QTreeWidgetItem, column: int) -> None:
        row = self._tree.indexOfTopLevelItem(item)
        self.shown_changed.emit(row, item.checkState(column) == Qt.CheckState.Checked)
