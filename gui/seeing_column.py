"""What one looks at while drawing: the reconstruction row, the verdict, and the samples below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.theme import MARGIN_PX


class SeeingColumn(QWidget):
    """Stacks widgets and grows no higher than they can use at its width; the rest is for what is below it.

    Args:
        growing: the widget on top, which takes the height that is left.
        fixed: the widgets below it, which know their own heights.
    """

    def __init__(self, growing: QWidget, fixed: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._growing = growing
        self._fixed = fixed
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(MARGIN_PX)
        layout.addWidget(growing, 1)
        for widget in fixed:
            layout.addWidget(widget)
            widget.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bound the height by the new width."""
        super().resizeEvent(event)
        self._bound_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bound the height anew when the lower widget takes another one."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._bound_height()
        return super().eventFilter(watched, event)

    def _bound_height(self) -> None:
        below = sum(MARGIN_PX + widget.height() for widget in self._fixed if not widget.isHidden())
        self.setMaximumHeight(self._growing.heightForWidth(self.width()) + below)
