"""The placeholder where there is nothing to show yet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.look.theme import SPACING_PX, icon

_ICON_PX = 28


class EmptyState(QWidget):
    """An icon and one sentence that says what belongs here and how to get it, in the middle of the place.

    Args:
        icon_name: a drawing of `resources/icons`.
        text: the sentence.
    """

    def __init__(self, icon_name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon(icon_name, "muted")
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label = QLabel(text)
        self._label.setProperty("role", "muted")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACING_PX)
        layout.addStretch()
        layout.addWidget(self._picture)
        layout.addWidget(self._label)
        layout.addStretch()
        self._paint_icon()

    @property
    def text(self) -> str:
        """The sentence."""
        return self._label.text()

    def set_text(self, text: str) -> None:
        """Change the sentence."""
        self._label.setText(text)

    def _paint_icon(self) -> None:
        self._picture.setPixmap(self._icon.pixmap(_ICON_PX, _ICON_PX))

    def changeEvent(self, event: QEvent) -> None:
        """Repaint the icon in the new theme's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_icon()
