"""A few sentences in a fixed number of lines."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_MOST_PX = 100_000


class Sentences(QLabel):
    """Shows sentences in so many lines, whatever they are, so that nothing moves when they change.

    Where they do not all fit, the first ones are left out, then the end of the last; the tool tip has all.

    Args:
        lines: how many lines there is room for.
    """

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._lines = lines
        self._sentences: Sequence[str] = ()
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Show other sentences."""
        self._sentences = sentences
        self._fit()

    @property
    def whole(self) -> str:
        """All sentences, whether there is room for them or not."""
        return " ".join(self._sentences)

    def _fit(self) -> None:
        texts = [" ".join(self._sentences[start:]) for start in range(len(self._sentences))]
        text = next((text for text in texts if self._has_room(text)), texts[-1] if texts else "")
        words = text.split(" ")
        while len(words) > 1 and not self._has_room(text):
            words.pop()
            text = " ".join(words) + "…"
        self.setText(text)
        self.setToolTip("" if text == self.whole else self.whole)

    def _has_room(self, text: str) -> bool:
        flags = Qt.TextFlag.TextWordWrap
        place = self.fontMetrics().boundingRect(QRect(0, 0, max(self.width(), 1), _MOST_PX), flags, text)
        return place.height() <= self.sizeHint().height() and place.width() <= self.width()

    def sizeHint(self) -> QSize:
        """Return the height of the lines; any width will do."""
        metrics = QFontMetricsF(self.font())
        return QSize(0, math.ceil(self._lines * max(metrics.height(), metrics.lineSpacing())) + 1)

    def minimumSizeHint(self) -> QSize:
        """Return the same as `sizeHint`."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits now."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self._fit()
