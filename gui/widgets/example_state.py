"""The place where results will be, before there are any: what to do, and a dimmed example of what it will show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsOpacityEffect, QLabel, QVBoxLayout, QWidget

from gui.look.theme import MARGIN_PX, TIGHT_PX

_OPACITY = 0.7  # on top of the colours of what is disabled


class ExampleState(QWidget):
    """One sentence with the next action, and below it an example that is marked as such and takes no input.

    Args:
        text: the sentence.
        source: what the example is of, e.g. "the bundled model on pen digits".
        example: a widget that shows it.
    """

    def __init__(self, text: str, source: str, example: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel(text, wordWrap=True)
        self._label.setProperty("role", "title")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        mark = QLabel(self.tr("Example, not yours: {source}").format(source=source), wordWrap=True)
        mark.setObjectName("exampleMark")
        mark.setProperty("role", "muted")
        mark.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self._label, mark):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        example.setEnabled(False)
        example.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        dimmed = QGraphicsOpacityEffect(example)
        dimmed.setOpacity(_OPACITY)
        example.setGraphicsEffect(dimmed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, MARGIN_PX, 0, 0)
        layout.setSpacing(TIGHT_PX)
        layout.addWidget(self._label)
        layout.addWidget(mark)
        layout.addSpacing(MARGIN_PX)
        layout.addWidget(example, 1)

    @property
    def text(self) -> str:
        """The sentence."""
        return self._label.text()

    def set_text(self, text: str) -> None:
        """Change the sentence."""
        self._label.setText(text)
