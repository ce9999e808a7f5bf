"""Saving the loss plot: as a figure, or as a table.

`save_figure` imports matplotlib, where the plot has not done so already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from engine.history.run_history import CSV_HEADER, RunHistory
from gui.loss.view_data import AxisNames, LossView
from gui.plots.export import save_chart
from gui.plots.look import ChartLook
from gui.tables import csv_file

if TYPE_CHECKING:
    from gui.loss.chart import LossChart

_SIZE_PX = (720, 405)


def save_figure(path: Path, title: str, view: LossView, names: AxisNames, series: Mapping[str, str]) -> None:
    """Save the curves as PNG, SVG or PDF, by the ending of the name, with a key beside them.

    Args:
        path: where to; its ending is .png, .svg or .pdf.
        title: what the figure is.
        view: the runs to draw, with or without those that finished.
        names: what the axes are called.
        series: what "batch", "train" and "validation" are called.

    Raises:
        UserError: another ending, or the file cannot be written.
    """

    def make(look: ChartLook) -> LossChart:
        from gui.loss.chart import LossChart

        chart = LossChart(look, names)
        chart.show(view)
        chart.add_key(series)
        return chart

    save_chart(path, _SIZE_PX, title, make)


def save_csv(path: Path, runs: Iterable[RunHistory]) -> None:
    """Save the losses as comma-separated values in UTF-8, under `engine.history.run_history.CSV_HEADER`.

    Raises:
        UserError: the file cannot be written.
    """
    csv_file.save_csv(path, [CSV_HEADER, *(row for run in runs for row in run.csv_rows())])
