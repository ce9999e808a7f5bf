"""The loss plot as a file: a figure for paper, or a table.

`write_figure` imports matplotlib, where the plot has not done so already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from engine.history.run_history import CSV_HEADER, RunHistory
from engine.model_file.atomic_write import write_atomically
from gui.imaging.picture_file import figure_format
from gui.look.colours import LIGHT
from gui.loss.annotations import AxisNames
from gui.loss.view_data import LossLook, LossView
from gui.tables import csv_file

if TYPE_CHECKING:
    from gui.loss.figure import LossFigure

_SIZE_PX = (720, 405)
_PIXELS_PER_POINT = 2.5
_FONT_PX = 9.0


def save_figure(path: Path, view: LossView, names: AxisNames, series: Mapping[str, str]) -> None:
    """Save the curves as PNG (1800 x 1013 px) or SVG, by the ending of the name, in the light theme's colours.

    Args:
        path: where to; its ending is .png or .svg.
        view: the runs to draw, with or without those that finished.
        names: what the axes are called.
        series: what "batch", "train" and "validation" are called.

    Raises:
        UserError: another ending, or the file cannot be written.
    """
    kind = figure_format(path)
    figure = _annotated(view, names, series)

    def write(stream: BinaryIO) -> None:
        figure.figure.savefig(stream, format=kind, dpi=72 * _PIXELS_PER_POINT)

    write_atomically(path, write)


def save_csv(path: Path, runs: Iterable[RunHistory]) -> None:
    """Save the losses as comma-separated values in UTF-8, under `engine.history.run_history.CSV_HEADER`.

    Raises:
        UserError: the file cannot be written.
    """
    csv_file.save_csv(path, [CSV_HEADER, *(row for run in runs for row in run.csv_rows())])


def _annotated(view: LossView, names: AxisNames, series: Mapping[str, str]) -> LossFigure:
    from gui.loss.figure import LossFigure

    width, height = _SIZE_PX
    plot = LossFigure(LossLook(LIGHT.plot, _FONT_PX))
    plot.figure.set_size_inches(width / 72, height / 72)
    plot.show(view)
    frame = plot.fit()
    style: dict[str, Any] = {"color": LIGHT.plot.text, "fontsize": _FONT_PX, "parse_math": False}
    bottom = frame.top + frame.height
    for tick in frame.epochs:
        plot.figure.text(
            tick.place_px / width, 1 - (bottom + 5) / height, tick.text, ha="center", va="top", **style
        )
    for tick in frame.losses:
        plot.figure.text(
            (frame.left - 5) / width, 1 - tick.place_px / height, tick.text, ha="right", va="center", **style
        )
    centre = (frame.left + frame.width / 2) / width, 1 - (frame.top + frame.height / 2) / height
    plot.figure.text(centre[0], 3 / height, names.epoch, ha="center", va="bottom", **style)
    plot.figure.text(4 / width, centre[1], names.loss, rotation=90, ha="left", va="center", **style)
    lines = [
        (run, kind, line)
        for run, kind, line in plot.drawn_lines()
        if run is view.current
        or kind == "validation"
        or not len(run.validation)  # one entry for each finished run
    ]
    if lines:
        legend = plot.axes.legend(
            [line for _, _, line in lines],
            [f"{run.name} · {series[kind]}" if run.name else series[kind] for run, kind, _ in lines],
            loc="upper right",
            fontsize=_FONT_PX - 1,
            labelcolor=LIGHT.plot.text,
            edgecolor=LIGHT.plot.grid,
        )
        for text in legend.get_texts():
            text.set_parse_math(False)
    return plot
