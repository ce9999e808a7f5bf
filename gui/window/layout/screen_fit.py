"""The size of a window on its screen: as wished where there is room, and never larger than the screen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QStyle, QWidget

_SIDE_PX = 8  # of the frame that the window manager draws left, right and below


def room_on_screen(window: QWidget) -> QRect:
    """Return where a window can lie, without the frame that the window manager will draw around it."""
    available = window.screen().availableGeometry()
    title_px = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight, None, window)
    return available.adjusted(_SIDE_PX, title_px, -_SIDE_PX, -_SIDE_PX)


def fit_to_screen(window: QWidget, wished: QSize | None = None) -> None:
    """Give a window its wished size, or as much of it as the screen has; and bring all of it onto the screen.

    Args:
        window: not shown yet; one that will be maximized keeps its size.
        wished: the size; None means the one that it has, e.g. from the last time.
    """
    if window.isMaximized() or window.isFullScreen():
        return
    room = room_on_screen(window)
    size = (window.size() if wished is None else wished).boundedTo(room.size())
    window.resize(size)
    if wished is None:
        left = min(max(window.x(), room.left()), room.right() + 1 - size.width())
        top = min(max(window.y(), room.top()), room.bottom() + 1 - size.height())
        if (left, top) != (window.x(), window.y()):
            window.move(left, top)
