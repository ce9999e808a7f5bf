"""The files of a folder that are not used, folded away until they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Slot
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from engine.pictures.file_listing import Skipped
from gui.look.icons import icon
from gui.look.theme import SPACING_PX, TIGHT_PX
from gui.pictures import wording
from gui.tables.copy_key import CopyKey, copy_rows
from gui.widgets.buttons import tool_button

_LINES_SEEN = 5
_MOST_LISTED = 10_000


class SkippedList(QWidget):
    """A line that says how many they are, and below it, once unfolded, each with its reason; hidden without any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._button = tool_button(
            self,
            "skippedButton",
            drawn=icon("expand", "muted"),
            tip=self.tr("List them with the reasons"),
            look="unfold",
            is_checkable=True,
        )
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._lines = QStringListModel(self)
        self._view = QListView(self)
        self._view.setObjectName("skippedFiles")
        self._view.setAccessibleName(self.tr("Files that are not used"))
        self._view.setModel(self._lines)
        self._view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self._view.setUniformItemSizes(True)
        self._view.setFixedHeight(_LINES_SEEN * self.fontMetrics().lineSpacing() + 2 * SPACING_PX)
        self._view.hide()
        CopyKey(self._view, self.copy)
        self._button.toggled.connect(self._unfold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT_PX)
        layout.addWidget(self._button)
        layout.addWidget(self._view)
        self.show_skipped(())

    @property
    def lines(self) -> list[str]:
        """What is listed."""
        return self._lines.stringList()

    def show_skipped(self, skipped: Sequence[Skipped]) -> None:
        """List other files."""
        self._button.setText(wording.skipped_text(len(skipped)))
        self._button.setAccessibleName(self._button.text())
        self._lines.setStringList([wording.skipped_line(each) for each in skipped[:_MOST_LISTED]])
        self._button.setChecked(False)
        self.setVisible(bool(skipped))

    @Slot()
    def copy(self) -> None:
        """Put the selected lines on the clipboard."""
        copy_rows([[str(index.data())] for index in sorted(self._view.selectedIndexes())])

    @Slot(bool)
    def _unfold(self, is_unfolded: bool) -> None:
        self._button.setIcon(icon("collapse" if is_unfolded else "expand", "muted"))
        self._view.setVisible(is_unfolded)
