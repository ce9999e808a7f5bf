"""A label whose text may be longer than its place: it ends in three dots there, and the tool tip tells the whole."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_LEAST_SIGNS = 4


class ElidedLabel(QLabel):
    """Shows a plain text in as many lines as fit, at most `lines`; `text()` gives the whole of it.

    Args:
        text: the text.
        lines: how many lines it may take where there is room; it can do with one.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, *, lines: int = 1) -> None:
        super().__init__(text, parent)
        self._lines = lines
        self._tip = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    @property
    def is_cut(self) -> bool:
        """Whether only a part of the text can be seen."""
        shown = self._shown_lines()
        return "".join(shown).split() != self.text().split()

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self.updateGeometry()
        self._follow()

    def setToolTip(self, tip: str) -> None:
        """Set what the tool tip says below the whole text."""
        self._tip = tip
        self._follow()

    def sizeHint(self) -> QSize:
        """Return the size of the lines that the text takes at its present width."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + 2 * self.margin()
        lines = 1 if self._lines == 1 else min(len(self._all_lines()), self._lines)
        return QSize(width, max(lines, 1) * metrics.lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """Return the size of one line of a few signs."""
        metrics = self.fontMetrics()
        least = min(metrics.horizontalAdvance(self.text()), _LEAST_SIGNS * metrics.averageCharWidth())
        return QSize(least, metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        if self._lines > 1 and event.size().width() != event.oldSize().width():
            self.updateGeometry()
        self._follow()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines that fit, in the colours of the style sheet."""
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            "\n".join(self._shown_lines()),
            self.foregroundRole(),
        )
        painter.end()

    def _follow(self) -> None:
        tips = [self.text()] if self.is_cut else []
        super().setToolTip("\n".join([*tips, *([self._tip] if self._tip else [])]))

    def _shown_lines(self) -> list[str]:
        """Return the lines that fit; the last one is shortened where there are more."""
        metrics, room = self.fontMetrics(), self.contentsRect()
        fitting = min(max(room.height() // max(metrics.lineSpacing(), 1), 1), self._lines)
        lines = self._all_lines() if fitting > 1 else [self.text()]
        rest = " ".join(lines[fitting - 1 :])
        return [*lines[: fitting - 1], metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room.width())]

    def _all_lines(self) -> list[str]:
        """Return the text broken into lines of the present width."""
        text = self.text()
        layout = QTextLayout(text, self.font())
        found: list[str] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(self.contentsRect().width(), 1))
            line.setPosition(QPointF())
            found.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
        return found or [""]
