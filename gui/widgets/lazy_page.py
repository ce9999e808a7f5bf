"""A page that is made when it is first shown, so that the window is on screen sooner."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class LazyPage(QWidget):
    """An empty widget that makes its page when it is first shown.

    Args:
        make: returns the page; called once, when this is first shown.
    """

    def __init__(self, make: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make: Callable[[], QWidget] | None = make
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the page, the first time."""
        if self._make is not None:
            page = self._make()
            self._make = None
            layout = self.layout()
            assert layout is not None
            layout.addWidget(page)
            page.show()  # Qt has shown the children already
        super().showEvent(event)
