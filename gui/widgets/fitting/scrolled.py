"""A frameless scroll area: a widget is shown whole where there is room, and scrolled where there is not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

_LEAST_EMS = 8
_LEAST_LINES = 3


class Scrolled(QScrollArea):
    """Gives its content all its room, but no less than the content's `minimumSizeHint`; the rest is scrolled.

    Args:
        content: what is shown; it becomes a child of this.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its content has the focus, and is scrolled into sight by it
        self._content = content
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """Return the size at which nothing needs to be scrolled."""
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return a size in which a few words can be read."""
        metrics = self.fontMetrics()
        return QSize(_LEAST_EMS * metrics.height(), _LEAST_LINES * metrics.height())


class ScrolledSideways(Scrolled):
    """Scrolls from side to side only: it is as high as its content."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(content, parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, content.sizePolicy().verticalPolicy())

    def sizeHint(self) -> QSize:
        """Return the content's size, with room for the scroll bar where there is one."""
        height = min(
            max(self._content.sizeHint().height(), self._least_height_px()), self._content.maximumHeight()
        )
        return QSize(self._content.sizeHint().width(), height + self._bar_px())

    def minimumSizeHint(self) -> QSize:
        """Return the content's least height, and a width in which a few words can be read."""
        return QSize(super().minimumSizeHint().width(), self._least_height_px() + self._bar_px())

    def _least_height_px(self) -> int:
        return max(self._content.minimumSizeHint().height(), self._content.minimumHeight())

    def _bar_px(self) -> int:
        is_scrolled = max(self._content.minimumSizeHint().width(), self._content.minimumWidth()) > self.width()
        return self.horizontalScrollBar().sizeHint().height() if is_scrolled else 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the content's height."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self._content:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the scroll bar, or take it back."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
