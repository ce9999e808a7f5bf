"""Line icons, painted in the theme's present colours."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

import resources
from gui.look.colours import colours

Tint = Literal["text", "muted", "accent", "on_accent", "error", "warning", "success"]
ICON_FOLDER = Path(resources.__file__).parent / "icons"


def icon(name: str, tint: Tint = "text") -> QIcon:
    """Return a drawing of `resources/icons` as an icon that follows the theme by itself.

    It is painted in the tint, in the accent where it is checked, and greyed where it is disabled.

    Args:
        name: the file's name without its ending.
        tint: the attribute of `Colours` that it is painted in.

    Raises:
        FileNotFoundError: there is no such drawing.
    """
    _drawing(name)
    return QIcon(_LineIconEngine(name, tint))


@cache
def _drawing(name: str) -> str:
    return (ICON_FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))


class _LineIconEngine(QIconEngine):
    """Paints one SVG in the theme's present colour, so that a change of theme needs no new icons."""

    def __init__(self, name: str, tint: Tint) -> None:
        super().__init__()
        self._name = name
        self._tint: Tint = tint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        theme = colours()
        if mode == QIcon.Mode.Disabled:
            colour = theme.disabled
        elif state == QIcon.State.On and self._tint == "text":
            colour = theme.accent
        else:
            colour = getattr(theme, self._tint)
        side = min(rect.width(), rect.height())
        square = QRectF(0.0, 0.0, side, side)
        square.moveCenter(QRectF(rect).center())
        _renderer(self._name, colour).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        if (
            pixmap.isNull()
        ):  # a control squeezed to nothing asks for an icon without area, on which no painter works
            return pixmap
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        clone = _LineIconEngine(self._name, self._tint)
        _clones.append(clone)
        return clone


_clones: list[QIconEngine] = []
"""Qt keeps what `clone` returns, but Python would delete it: PySide6 hands over no ownership there."""


class IconLabel(QWidget):
    """A label that shows an icon.

    Args:
        drawn: what it shows at first.
        side_px: its width and height.
    """

    def __init__(self, drawn: QIcon, side_px: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = drawn
        self.setFixedSize(side_px, side_px)

    def show_icon(self, drawn: QIcon) -> None:
        """Show another icon."""
        self._icon = drawn
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon in the theme's present colours."""
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        self._icon.paint(QPainter(self), self.rect(), mode=mode)
