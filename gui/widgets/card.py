"""A card: a frame with a title line above its content."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QLayout, QVBoxLayout, QWidget

from gui.look.theme import MARGIN_PX, SPACING_PX
from gui.widgets.fitting.flow_row import FlowRow


class Card(QFrame):
    """A frame with a title.

    Args:
        title: what the content is; empty for no title line.
        content: a widget or a layout.
        beside: widgets at the right end of the title's line, or below it where they do not fit.
    """

    def __init__(
        self, title: str, content: QWidget | QLayout, *beside: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN_PX, SPACING_PX, MARGIN_PX, MARGIN_PX)
        layout.setSpacing(SPACING_PX)
        if title or beside:
            label = QLabel(title, self)
            label.setProperty("role", "title")
            layout.addWidget(FlowRow((label, *beside), SPACING_PX, self))
        if isinstance(content, QLayout):
            layout.addLayout(content, 1)
        else:
            layout.addWidget(content, 1)
