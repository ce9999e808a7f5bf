"""A splitter that gives each part its least size also when that grows while the part is shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from gui.look.theme import MARGIN_PX


class FittingSplitter(QSplitter):
    """Its handle is as wide as the margin between cards, and no part vanishes.

    `QSplitter` itself looks at the least sizes only when it is resized, so that a title that has become longer would
    be cut.

    Args:
        orientation: how the parts stand.
        parts: from the left, or from above.
    """

    def __init__(self, orientation: Qt.Orientation, *parts: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        for part in parts:
            self.addWidget(part)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(MARGIN_PX)

    def event(self, event: QEvent) -> bool:
        """Share the room out again where a part has less than it needs."""
        is_handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            sizes = self.sizes()
            if any(0 < size < self._least_px(place) for place, size in enumerate(sizes)):
                self.setSizes(sizes)
        return is_handled

    def _least_px(self, place: int) -> int:
        part = self.widget(place)
        assert part is not None
        size = part.minimumSizeHint()
        return size.width() if self.orientation() == Qt.Orientation.Horizontal else size.height()
