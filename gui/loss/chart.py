"""The loss plot's curves: the current run strong, finished ones faint, and the point under the mouse.

Importing this module imports matplotlib: see `gui.plots.loading`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, MaxNLocator
from matplotlib.transforms import IdentityTransform

from engine.history.run_history import RunHistory
from engine.history.thinned_line import ThinnedLine
from gui.loss.line_style import LineStyle, current_style, finished_style
from gui.loss.view_data import AxisNames, LossView, Reading
from gui.plots.chart import Chart, Margins, NumberFormatter
from gui.plots.look import ChartLook

_BATCH_POINTS = 1_000
_EPOCH_POINTS = 200  # on top of the batches; more would make a long run slower to draw than a short one
_FINISHED_POINTS = 200
_MOST_MARKERS = 40
_STEPS = (1, 2, 5, 10)
_LIMIT_STEPS = MaxNLocator(8, steps=_STEPS)
_READING_PX = 12.0
_KEY_CHARACTERS = 48  # in a line of the key; a longer name would make the figure wider than it is high

Limits = tuple[float, float]


class LossChart(Chart):
    """Draws the runs of a `LossView`.

    `show` lays out everything again. `follow` only moves the current run's lines.

    Args:
        look: colours and font size.
        names: what the axes are called.
    """

    def __init__(self, look: ChartLook, names: AxisNames) -> None:
        super().__init__(look)
        plot = look.colours.plot
        self.axes.grid(visible=True)
        self.axes.tick_params(axis="y", length=0)
        self.x_name.set_text(names.epoch)
        self.y_name.set_text(names.loss)
        self._live = {series: Line2D([], []) for series in ("batch", "train", "validation")}
        for series, line in self._live.items():
            _set_style(line, current_style(series, plot))
            self.axes.add_line(line)
        dotted: dict[str, Any] = {"color": plot.text, "linewidth": 1.0, "linestyle": ":", "visible": False}
        self._cross = self.axes.axvline(0.0, **dotted), self.axes.axhline(0.5, **dotted)
        self._spot = Line2D(
            [],
            [],
            marker="o",
            markersize=8,
            markerfacecolor=plot.background,
            markeredgecolor=plot.text,
            clip_on=False,
        )
        self.axes.add_line(self._spot)
        self._note = self._text(0.0, 0.0, transform=IdentityTransform(), va="top", visible=False, linespacing=1.3)
        self._note.set_bbox({"boxstyle": "round,pad=0.5", "facecolor": plot.background, "edgecolor": plot.text})
        self._let_move(*self._live.values(), *self._cross, self._spot, self._note)
        self._finished: list[tuple[Line2D, Line2D]] = []
        self._view = LossView()
        self._limits: tuple[Limits, Limits] = ((0.0, 1.0), (0.0, 1.0))

    def show(self, view: LossView) -> None:
        """Lay out these runs; a full draw must follow."""
        if view.is_log != self._view.is_log:
            self.axes.set_yscale(
                **({"value": "log", "nonpositive": "mask"} if view.is_log else {"value": "linear"})
            )
        self._view = view
        self._set_live_lines()
        self._set_finished_lines()
        self._limits = self._fitting_limits()
        self.axes.set_xlim(*self._limits[0])
        self.axes.set_ylim(*self._limits[1])

    def follow(self) -> bool:
        """Draw the current run's new losses. False means that they are outside the limits: call `show`."""
        self._set_live_lines()
        return self._fitting_limits() == self._limits

    @property
    def epochs_shown(self) -> Limits:
        """The first and the last epoch of the axis."""
        return self._limits[0]

    def epoch_at(self, x_px: float) -> float:
        """Return the place on the epoch axis at a logical pixel."""
        return self._point(x_px, 0.0)[0]

    # ------------------------------------------------------------------------------------- the reading

    def reading_at(self, x_px: float, y_px: float, reach_px: float = 40.0) -> Reading | None:
        """Return the drawn point nearest to a place, in logical pixels from the top left, or None."""
        scale = self.figure.dpi / 72
        height_px = self.figure.bbox.height / scale
        nearest, shortest = None, reach_px
        for run, series, line in self._drawn():
            points = _points(line, is_log=self._view.is_log)
            if not len(points):
                continue
            places = self.axes.transData.transform(points) / scale
            distances = np.hypot(places[:, 0] - x_px, height_px - places[:, 1] - y_px)
            index = int(distances.argmin())
            if distances[index] <= shortest:
                shortest = float(distances[index])
                x, y = float(places[index, 0]), height_px - float(places[index, 1])
                nearest = Reading(run, series, float(points[index, 0]), float(points[index, 1]), x, y)
        return nearest

    def show_reading(self, reading: Reading | None, text: str = "") -> None:
        """Mark a point with a cross-hair and describe it in a box beside it, or remove the mark."""
        for artist in (*self._cross, self._spot, self._note):
            artist.set_visible(reading is not None)
        if reading is None:
            return
        self._cross[0].set_xdata([reading.epoch, reading.epoch])
        self._cross[1].set_ydata([reading.loss, reading.loss])
        self._spot.set_data([reading.epoch], [reading.loss])
        self._note.set_text(text)
        scale = self.figure.dpi / 72
        pad = 0.5 * self.look.font_px
        box = self._note.get_window_extent()
        width, height = box.width / scale + 2 * pad, box.height / scale + 2 * pad
        all_width, all_height = self.size_px
        has_room = reading.x_px + _READING_PX + width <= all_width
        left = reading.x_px + _READING_PX if has_room else reading.x_px - _READING_PX - width
        top = reading.y_px - _READING_PX - height
        if top < 0:
            top = min(reading.y_px + _READING_PX, all_height - height)
        self._note.set_position(((max(2.0, left) + pad) * scale, (all_height - max(2.0, top) - pad) * scale))

    # -------------------------------------------------------------------------------------- the layout

    def fit(self) -> None:
        """Choose as many numbers as there is room for, and place the axes."""
        width, height = self.size_px
        font = self.look.font_px
        (first, last), (low, high) = self._limits
        count = max(2, int(width / (6 * font)))
        x_axis, y_axis = self.axes.xaxis, self.axes.yaxis
        x_axis.set_major_locator(MaxNLocator(count, steps=_STEPS, integer=last - first >= 2))
        count = max(2, int(height / (3.5 * font)))
        if self._view.is_log:
            is_short = math.log10(high / low) * 3 <= count + 1
            y_axis.set_major_locator(LogLocator(subs=(1, 2, 5) if is_short else (1,), numticks=count + 1))
        else:
            y_axis.set_major_locator(MaxNLocator(count, steps=_STEPS))
        for axis in (x_axis, y_axis):
            axis.set_major_formatter(NumberFormatter())
        y_axis.minorticks_off()
        super().fit()

    def _margins(self) -> Margins:
        font = self.look.font_px
        axis = self.axes.yaxis
        low, high = self._limits[1]
        levels = [level for level in axis.get_majorticklocs() if low <= level <= high]
        longest = max(map(len, axis.get_major_formatter().format_ticks(levels)), default=1)
        return Margins(font * (1.9 + 0.65 * longest) + 4.0, 8.0, 14.0, 2.9 * font + 3.0)

    def add_key(self, series: Mapping[str, str]) -> None:
        """Name every line beside the axes, where it hides no curve; for a chart that is saved.

        Args:
            series: what "train", "validation" and "batch" are called.
        """
        plot, font = self.look.colours.plot, self.look.font_px
        named = [
            (line, fill(f"{run.name} · {series[kind]}" if run.name else series[kind], _KEY_CHARACTERS))
            for run, kind, line in self._drawn()
            if _size(line)
            and (
                run is self._view.current or kind == "validation" or not len(run.validation)
            )  # one a finished run
        ]
        if named:
            self.axes.legend(
                *zip(*named, strict=True),
                loc="upper left",
                bbox_to_anchor=(1.01, 1.0),
                borderaxespad=0.0,
                frameon=False,
                handlelength=3.2,
                fontsize=font,
                labelcolor=plot.text,
            )

    # --------------------------------------------------------------------------------------- the lines

    def _set(self, line: Line2D, data: ThinnedLine, limit: int) -> None:
        line.set_data(*data.points(limit, self._view.x_range))

    def _set_live_lines(self) -> None:
        run = self._view.current or RunHistory()
        for series, data in (("batch", run.batches), ("train", run.losses), ("validation", run.validation)):
            line = self._live[series]
            self._set(line, data, _BATCH_POINTS if series == "batch" else _EPOCH_POINTS)
            line.set_markersize(4.0 if _size(line) <= _MOST_MARKERS else 0.0)

    def _set_finished_lines(self) -> None:
        while len(self._finished) > len(self._view.finished):
            for line in self._finished.pop():
                line.remove()
        while len(self._finished) < len(self._view.finished):
            self._finished.append((self.axes.add_line(Line2D([], [])), self.axes.add_line(Line2D([], []))))
        for (train, validation), finished in zip(self._finished, self._view.finished, strict=True):
            run, colours = finished.history, self.look.colours.plot
            self._set(train, run.losses if len(run.losses) else run.batches, _FINISHED_POINTS)
            self._set(validation, run.validation, _FINISHED_POINTS)
            _set_style(train, finished_style(finished.style, colours, is_secondary=len(run.validation) > 0))
            _set_style(validation, finished_style(finished.style, colours))
            for line in (train, validation):  # one epoch makes no line
                line.set_marker("o" if _size(line) == 1 else "")

    def _fitting_limits(self) -> tuple[Limits, Limits]:
        """Return limits on a coarse grid, so that a growing curve seldom moves them."""
        is_log = self._view.is_log
        first, last = self._view.x_range or (0.0, self._view.epochs)
        found = [_points(line, is_log=is_log) for _, _, line in self._drawn()]
        seen = [losses[(epochs >= first) & (epochs <= last)] for epochs, losses in (points.T for points in found)]
        levels = np.concatenate(seen) if seen else np.empty(0)
        if not len(levels):
            return (first, last), (0.1, 1.0) if is_log else (0.0, 1.0)
        low, high = float(levels.min()), float(levels.max())
        if is_log:
            low, high = math.log10(low), math.log10(high)
        if high - low <= 1e-9 * max(abs(low), abs(high)):
            margin = 0.1 * abs(high) or 1.0
            low, high = low - margin, high + margin
        steps = _LIMIT_STEPS.tick_values(low, high)
        limits = float(steps[0]), float(steps[-1])
        return (first, last), (10.0 ** limits[0], 10.0 ** limits[1]) if is_log else limits

    def _drawn(self) -> list[tuple[RunHistory, str, Line2D]]:
        lines = []
        for finished, (train, validation) in zip(self._view.finished, self._finished, strict=True):
            run = finished.history
            lines += [(run, "train" if len(run.losses) else "batch", train), (run, "validation", validation)]
        if self._view.current:
            lines += [(self._view.current, series, line) for series, line in self._live.items()]
        return lines


def _points(line: Line2D, *, is_log: bool) -> np.ndarray:
    """Return the points of a line that the axes can show, (n, 2) float64: epoch and loss."""
    points = np.column_stack([np.asarray(values, dtype=float) for values in line.get_data()])
    return points[points[:, 1] > 0] if is_log else points


def _size(line: Line2D) -> int:
    return len(np.asarray(line.get_xdata()))


def _set_style(line: Line2D, style: LineStyle) -> None:
    line.set(
        color=style.colour,
        linewidth=style.width_px,
        linestyle=(0, style.dashes or None),
        marker={"circle": "o", "square": "s", "": ""}[style.marker],
        markersize=4.0,
        alpha=style.opacity,
    )
