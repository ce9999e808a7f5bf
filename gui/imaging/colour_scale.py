"""A legend: a bar of colours with labelled ticks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from gui.look.pixels import draw_crisp, image_from_rgb, outlined

_BAR_PX = 10
_TICK_PX = 3
_GAP_PX = 6


class ScaleTick(NamedTuple):
    """One mark below the bar.

    Attributes:
        place: 0 at the left end, 1 at the right.
        text: the text below it.
        is_main: whether it is also shown where there is little room.
    """

    place: float
    text: str
    is_main: bool = True


class ColourScale(QWidget):
    """Shows colours from left to right, with ticks.

    Args:
        colours: (n, 3) uint8 RGB.
        ticks: from left to right.
    """

    def __init__(
        self, colours: NDArray[np.uint8], ticks: Sequence[ScaleTick], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._colours = colours
        self._ticks = tuple(ticks)

    def set_ticks(self, ticks: Sequence[ScaleTick]) -> None:
        """Take other ticks."""
        self._ticks = tuple(ticks)
        self.update()

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts at the ticks."""
        return tuple(tick.text for tick in self._ticks)

    def sizeHint(self) -> QSize:
        """Return the height of bar, ticks and numbers."""
        return QSize(160, _BAR_PX + _TICK_PX + 2 + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which the main texts do not touch."""
        return QSize(96, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar, and the main ticks alone where it is narrow."""
        painter = QPainter(self)
        bar = QRectF(0, 0, self.width(), _BAR_PX)
        draw_crisp(painter, bar, image_from_rgb(self._colours[None]))
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
        outlined(painter, bar)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        metrics = self.fontMetrics()
        baseline = _BAR_PX + _TICK_PX + 1 + metrics.ascent()
        for tick, left in self.placed_ticks():
            x = round(tick.place * (self.width() - 1))
            painter.drawLine(x, _BAR_PX, x, _BAR_PX + _TICK_PX)
            painter.drawText(QPointF(left, baseline), tick.text)

    def placed_ticks(self) -> list[tuple[ScaleTick, float]]:
        """Return the ticks that fit, with the left edge of their texts: all of them or the main ones."""
        placed = [(tick, *self._span(tick)) for tick in self._ticks]
        all_fit = all(a[2] + _GAP_PX <= b[1] for a, b in pairwise(placed))
        return [(tick, left) for tick, left, _ in placed if all_fit or tick.is_main]

    def _span(self, tick: ScaleTick) -> tuple[float, float]:
        width = self.fontMetrics().horizontalAdvance(tick.text)
        left = min(max(tick.place * (self.width() - 1) - width / 2, 0.0), float(self.width() - width))
        return left, left + width
