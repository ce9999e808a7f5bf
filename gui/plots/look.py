"""How a chart looks: plain data, so that the window need not wait for matplotlib."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QWidget

from gui.look.colours import LIGHT, Colours, colours


class ChartLook(NamedTuple):
    """How a chart looks.

    Attributes:
        colours: the theme's.
        font_px: the font size, in logical pixels.
    """

    colours: Colours
    font_px: float


PAPER_LOOK = ChartLook(LIGHT, 9.0)
"""The look of a saved chart, whatever the window's theme."""


def look_of(widget: QWidget) -> ChartLook:
    """Return the active theme's colours and a widget's font size."""
    return ChartLook(colours(), float(QFontInfo(widget.font()).pixelSize()))
