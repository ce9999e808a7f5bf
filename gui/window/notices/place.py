"""Where the notice bar lies: over the foot of the pages, so that nothing moves when a notice comes or goes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget

from gui.look.theme import SPACING_PX
from gui.widgets.notice_bar import NoticeBar


class NoticePlace(QObject):
    """Keeps the notice bar over the foot of an area, or over its head where the foot would hide what must be seen.

    Args:
        bar: the notice bar; no layout has it.
        area: the widget over which it lies. Both are in the same parent.
        kept: what must stay in sight, somewhere in the area.
    """

    def __init__(self, bar: NoticeBar, area: QWidget, kept: QWidget) -> None:
        super().__init__(bar)
        self._bar, self._area, self._kept = bar, area, kept
        for watched in (bar, area, kept):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the sizes of all three."""
        types = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.LayoutRequest)
        if event.type() in types and not self._bar.isHidden():
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Move the bar to its place, as high as its texts need at the area's width."""
        bar, area = self._bar, self._area.geometry()
        height = min(bar.height_px(area.width()), area.height())
        foot = QRect(area.left(), area.bottom() + 1 - height, area.width(), height)
        kept = QRect(self._kept.mapToGlobal(QPoint()), self._kept.size())
        kept.translate(area.topLeft() - self._area.mapToGlobal(QPoint()))
        if self._kept.isVisible() and foot.adjusted(0, -SPACING_PX, 0, 0).intersects(kept):
            foot.moveTop(area.top())
        bar.setGeometry(foot)
        bar.raise_()
