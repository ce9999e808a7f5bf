"""Saving a chart as a figure for a document: PNG, SVG or PDF, in the light theme's colours.

`save_chart` imports matplotlib, where no chart has done so already.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication

from engine.errors import UserError
from engine.model_file.atomic_write import write_atomically
from gui.plots.loading import load_matplotlib
from gui.plots.look import PAPER_LOOK, ChartLook

if TYPE_CHECKING:
    from gui.plots.chart import Chart

FORMATS = ("png", "svg", "pdf")
FILE_FILTER = "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"
_PIXELS_PER_POINT = 2.5
_MARGIN_INCHES = 0.15


def save_chart(path: Path, size_px: tuple[int, int], title: str, make: Callable[[ChartLook], Chart]) -> None:
    """Save a chart; a PNG has 2.5 pixels for each logical one.

    Args:
        path: where to; its ending is .png, .svg or .pdf.
        size_px: of the axes and what is written around them, in logical pixels; title and key are added to it.
        title: what the chart is; it stands over the axes and in the file's own title.
        make: makes the chart, filled, in the look it is given.

    Raises:
        UserError: another ending, or the file cannot be written.
    """
    kind = _format(path)
    load_matplotlib(QFontInfo(QApplication.font()).family())
    chart = make(PAPER_LOOK)
    chart.resize(*size_px)
    chart.fit()
    chart.set_title(title)

    def write(stream: BinaryIO) -> None:
        chart.figure.savefig(
            stream,
            format=kind,
            dpi=chart.figure.dpi * _PIXELS_PER_POINT,
            bbox_inches="tight",  # a key beside the axes makes the figure larger and hides no curve
            pad_inches=_MARGIN_INCHES,
            metadata={"Title": title},
        )

    write_atomically(path, write)


def _format(path: Path) -> str:
    """Return "png", "svg" or "pdf", by the ending of a name."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise UserError(
            "A figure is saved as .png, .svg or .pdf, not as {ending}; choose a name that ends in one of these.",
            ending=path.suffix or "a name without an ending",
        )
    return kind
