"""A pane: a title, a picture below it, and a foot below the picture; and several panes in a row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.look import theme
from gui.widgets.fitting.elided_label import ElidedLabel


class Pane(QWidget):
    """One picture with its title.

    Args:
        title: what the picture is.
        view: the widget that shows it.
        foot: a widget below it, or None.
        beside: a widget beside the title, or None; where both do not fit, the title is hidden.
    """

    def __init__(
        self,
        title: str,
        view: QWidget,
        foot: QWidget | None = None,
        parent: QWidget | None = None,
        beside: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = view
        self._title = ElidedLabel(title)
        self._title.setProperty("role", "title")
        self._title.setBuddy(view)
        self._caption = QLabel()
        self._caption.setProperty("role", "muted")
        self._foot = foot or QWidget()
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.TIGHT_PX)
        head.addWidget(self._title, 1)
        head.addWidget(self._caption)
        self._beside = beside
        if beside is not None:
            head.addWidget(beside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT_PX)
        layout.addWidget(self._head)
        picture = QHBoxLayout()
        picture.addWidget(view, 1)
        picture.addStretch()  # where title and foot need more width than the picture has
        layout.addLayout(picture, 1)
        layout.addWidget(self._foot)
        view.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    @property
    def title(self) -> str:
        """What the picture is."""
        return self._title.text()

    def set_title(self, title: str) -> None:
        """Call the picture something else."""
        self._title.setText(title)
        self._place_caption()

    def set_caption(self, caption: str) -> None:
        """Show a caption beside the title; it is hidden first where both do not fit."""
        self._caption.setText(caption)
        self._place_caption()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Hide the caption where the title needs the room."""
        self._place_caption()

    def least_width_px(self) -> int:
        """Return the width in which what is above and below the picture can be read, in px."""
        parts = [widget for widget in (self._beside, self._foot) if widget is not None]
        return max(widget.minimumSizeHint().width() for widget in parts)

    def head_px(self) -> int:
        """Return the preferred height of the title's line, in px."""
        return max(widget.sizeHint().height() for widget in (self._title, self._beside) if widget is not None)

    def set_head_px(self, height: int) -> None:
        """Set the height of the title's line, to make those of a row equal."""
        self._head.setFixedHeight(height)

    def foot_px(self) -> int:
        """Return the preferred height of the foot."""
        return self._foot.sizeHint().height()

    def set_foot_px(self, height: int) -> None:
        """Set the height of the foot, to make those of a row equal."""
        self._foot.setFixedHeight(height)

    def around_view_px(self) -> int:
        """Return the height of all but the view."""
        return self._head.maximumHeight() + self._foot.maximumHeight() + 2 * theme.TIGHT_PX

    def _place_caption(self) -> None:
        needed = self._title.sizeHint().width() + theme.SPACING_PX + self._caption.sizeHint().width()
        self._caption.setVisible(bool(self._caption.text()) and self.width() >= needed)
        if self._beside is not None:
            needed = self._title.sizeHint().width() + theme.SPACING_PX + self._beside.sizeHint().width()
            self._title.setVisible(self.width() >= needed)


class PaneRow(QWidget):
    """Panes side by side, their pictures equally large and as large as fit."""

    LEAST_VIEW_PX = 96
    GAP_PX = theme.MARGIN_PX

    def __init__(self, panes: Sequence[Pane], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panes = panes
        self._aspect = 1.0
        for pane in panes:
            pane.setParent(self)
        self._measure()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_aspect(self, width: int, height: int) -> None:
        """Set the ratio of the pictures' width to their height."""
        self._aspect = width / height
        self.updateGeometry()
        self._place()

    def height_at(self, width: int) -> int:
        """Return the height at which the pictures take a whole width, both in px."""
        return round(self._view_width(width) / self._aspect) + self._around_px()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        width = self._row_width(240)
        return QSize(width, self.height_at(width))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which one can work."""
        least = max(self.LEAST_VIEW_PX, *(pane.least_width_px() for pane in self._panes))
        return QSize(self._row_width(least), round(self.LEAST_VIEW_PX / self._aspect) + self._around_px())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the panes for the new size."""
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure heads and feet as they are styled now."""
        super().showEvent(event)
        self._measure()
        self._place()

    def event(self, event: QEvent) -> bool:
        """Measure heads and feet again when one of them needs another size, e.g. in another font."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._measure()
            self._place()
        return super().event(event)

    def _measure(self) -> None:
        """Give all panes heads and feet of one height."""
        head_px = max(pane.head_px() for pane in self._panes)
        foot_px = max(pane.foot_px() for pane in self._panes)
        for pane in self._panes:
            pane.set_head_px(head_px)
            pane.set_foot_px(foot_px)
        self.updateGeometry()

    def _place(self) -> None:
        height = max(self.height() - self._around_px(), 1)
        widest = self._view_width(self.width())
        view_width = int(min(widest, height * self._aspect))
        pane_width = int(min(widest, max(view_width, *(pane.least_width_px() for pane in self._panes))))
        height = min(round(view_width / self._aspect) + self._around_px(), self.height())
        left = 0
        for pane in self._panes:
            pane.view.setMaximumWidth(view_width)
            pane.setGeometry(QRect(left, 0, pane_width, height))
            left += pane_width + self.GAP_PX

    def _view_width(self, width: int) -> float:
        return (width - self.GAP_PX * (len(self._panes) - 1)) / len(self._panes)

    def _row_width(self, view_width: int) -> int:
        return view_width * len(self._panes) + self.GAP_PX * (len(self._panes) - 1)

    def _around_px(self) -> int:
        return max(pane.around_view_px() for pane in self._panes)
