"""A title with widgets at the right end of its line, or in more lines where they do not fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget


class FlowRow(QWidget):
    """Places widgets of their own widths from left to right, and the rest in lines below.

    Args:
        parts: the first one stands at the left and takes the width that its line has left; the others at the right.
        spacing_px: between them.
    """

    def __init__(self, parts: Sequence[QWidget], spacing_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = tuple(parts)
        self._spacing_px = spacing_px
        self._height_px = 0
        for part in self._parts:
            part.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size of one line of all, or of the lines that there are."""
        widths = [part.sizeHint().width() + self._spacing_px for part in self._shown()]
        return QSize(sum(widths) - self._spacing_px, self._height_px or self._line_px(self._shown()))

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest part, and the height of the lines that there are."""
        return QSize(max((part.sizeHint().width() for part in self._shown()), default=0), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the lines for the new width."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Choose them again when a part comes, goes or needs another size."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._place()
        return super().event(event)

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _line_px(self, line: Sequence[QWidget]) -> int:
        return max((part.sizeHint().height() for part in line), default=0)

    def _lines(self) -> list[list[QWidget]]:
        """Return the parts of each line, as many in each as fit."""
        lines: list[list[QWidget]] = []
        left_px = 0
        for part in self._shown():
            width = part.sizeHint().width()
            if not lines or width > left_px:
                lines.append([])
                left_px = self.width()
            lines[-1].append(part)
            left_px -= width + self._spacing_px
        return lines

    def _place(self) -> None:
        top = 0
        for number, line in enumerate(self._lines()):
            height = self._line_px(line)
            right = self.width()
            for place, part in reversed(list(enumerate(line))):
                is_title = number == place == 0
                width = right if is_title else part.sizeHint().width()
                area = QRect(right - width, top, width, height)
                own = part.sizeHint().height()
                area.adjust(0, (height - own) // 2, 0, own - height + (height - own) // 2)
                part.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), area))
                right -= width + self._spacing_px
            top += height + self._spacing_px
        needed = max(top - self._spacing_px, 0)
        if needed != self._height_px:
            self._height_px = needed
            self.updateGeometry()
