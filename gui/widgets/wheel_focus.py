"""A mixin for fields inside a scroll area: the wheel changes a field only while it has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Base
else:
    _Base = object  # a class cannot have two Qt classes as bases


class WheelNeedsFocus(_Base):
    """Leaves the wheel to the scroll area while the field has no focus. List it before the field's Qt class."""

    def __init__(self, *arguments: Any, **properties: Any) -> None:
        super().__init__(*arguments, **properties)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the default also takes the focus by the wheel

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the value where the field has the focus; else leave the event to the scroll area."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
