"""The loss plot's curves in a matplotlib figure: lines, limits and grid, without a window.

Importing this module imports matplotlib, which takes most of a second: see `gui.loss.figure_loader`.
"""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from engine.history.run_history import RunHistory
from engine.history.thinned_line import Floats, ThinnedLine
from gui.look.axis_ticks import Limits, log_ticks, nice_limits, tick_labels, ticks, whole_ticks
from gui.loss.line_style import LineStyle, current_style, finished_style
from gui.loss.view_data import LossLook, LossView, PlotFrame, Reading, Tick

_POINTS_PER_INCH = 72  # one point is then one logical pixel
_BATCH_POINTS = 1_000
_EPOCH_POINTS = 200  # on top of the batches; more would make an hour's run dearer to draw than a minute's
_FINISHED_POINTS = 200
_MOST_MARKERS = 40
_RIGHT_PX = 14.0
_TOP_PX = 8.0


class LossFigure:
    """Draws the runs of a `LossView`: the current one strong, finished ones faint.

    `show` lays everything out anew. `follow` only moves the current run's lines, which are "animated" in
    matplotlib's word: a full draw leaves them out, so that they can be drawn over a kept picture of the rest.

    Letters are not drawn here but told by `fit`: laying out text is what makes matplotlib slow (25 of 31 ms), and
    the window's own letters suit the window better. `gui.loss.export` adds matplotlib's to what is saved.

    Args:
        look: colours and the size of letters.
    """

    def __init__(self, look: LossLook) -> None:
        mpl.rcdefaults()  # a matplotlibrc of the user's must not change our window, or ask for LaTeX
        self.figure = Figure(dpi=_POINTS_PER_INCH)
        FigureCanvasAgg(self.figure)
        self.axes = self.figure.add_subplot(xticks=(), yticks=())
        self._grid = LineCollection([], linewidths=1.0, zorder=0.5)
        self.axes.add_collection(self._grid, autolim=False)
        for side in ("top", "right", "left"):
            self.axes.spines[side].set_visible(False)
        self._live = {series: Line2D([], []) for series in ("batch", "train", "validation")}
        for line in self._live.values():
            line.set_animated(True)
            self.axes.add_line(line)
        self._finished: list[tuple[Line2D, Line2D]] = []
        self._view = LossView()
        self._limits: tuple[Limits, Limits] = ((0.0, 1.0), (0.0, 1.0))
        self.apply_look(look)

    def apply_look(self, look: LossLook) -> None:
        """Change colours and the size of letters; `show`, `fit` and a full draw have to follow."""
        self._look = look
        colours = look.colours
        self.figure.set_facecolor(colours.background)
        self.axes.set_facecolor(colours.background)
        self.axes.spines["bottom"].set_color(colours.text)
        self._grid.set_color(colours.grid)
        for series, line in self._live.items():
            _set_style(line, current_style(series, colours))

    def show(self, view: LossView) -> None:
        """Lay out these runs; `fit` and a full draw have to follow."""
        self._view = view
        self._set_live_lines()
        self._set_finished_lines()
        self._limits = self._fitting_limits()
        self.axes.set_xlim(*self._limits[0])
        self.axes.set_ylim(*self._limits[1])

    def follow(self) -> bool:
        """Take in what the current run has gained. False means that it has left the limits: call `show`."""
        self._set_live_lines()
        return self._fitting_limits() == self._limits

    def fit(self) -> PlotFrame:
        """Place grid and margins for the figure's present size, in fixed pixels, so that no letter is cut.

        Returns:
            What the window has to write around the curves.
        """
        width, height = (float(side) * _POINTS_PER_INCH for side in self.figure.get_size_inches())
        font = self._look.font_px
        x_limits, (low, high) = self._limits
        epochs = whole_ticks(*x_limits, max(2, int(width / (6 * font))))
        count = max(2, int(height / (3.5 * font)))
        losses = log_ticks(10.0**low, 10.0**high, count) if self._view.is_log else ticks(low, high, count)
        texts = tick_labels(losses)
        left = self._look.font_px * (1.9 + 0.62 * max(map(len, texts), default=1)) + 8.0
        bottom = 2.9 * font
        area = (left, _TOP_PX, max(1.0, width - left - _RIGHT_PX), max(1.0, height - bottom - _TOP_PX))
        self.axes.set_position((left / width, bottom / height, area[2] / width, area[3] / height))
        levels = self._scaled(np.array(losses)).tolist()
        self._grid.set_segments(
            [[(x, low), (x, high)] for x in epochs] + [[(x_limits[0], y), (x_limits[1], y)] for y in levels]
        )
        x_places = [area[0] + area[2] * (x - x_limits[0]) / (x_limits[1] - x_limits[0]) for x in epochs]
        y_places = [area[1] + area[3] * (high - y) / (high - low) for y in levels]
        return PlotFrame(
            *area,
            first_epoch=x_limits[0],
            last_epoch=x_limits[1],
            epochs=tuple(map(Tick, x_places, tick_labels(epochs))),
            losses=tuple(map(Tick, y_places, texts)),
        )

    def draw_live(self) -> None:
        """Draw the current run's lines over what the canvas shows."""
        for line in self._live.values():
            self.axes.draw_artist(line)

    def reading_at(self, x_px: float, y_px: float, reach_px: float = 40.0) -> Reading | None:
        """Return the drawn point nearest to a place, in logical pixels from the top left, or None."""
        scale = self.figure.dpi / _POINTS_PER_INCH
        height_px = self.figure.bbox.height / scale
        nearest, shortest = None, reach_px
        for run, series, line in self._drawn():
            epochs, levels = (np.asarray(values, dtype=float) for values in line.get_data())
            is_there = np.isfinite(levels)
            if not is_there.any():
                continue
            points = np.column_stack([epochs, levels])[is_there]
            places = self.axes.transData.transform(points) / scale
            distances = np.hypot(places[:, 0] - x_px, height_px - places[:, 1] - y_px)
            index = int(distances.argmin())
            if distances[index] <= shortest:
                shortest = float(distances[index])
                epoch, level = map(float, points[index])
                loss = 10.0**level if self._view.is_log else level
                nearest = Reading(
                    run, series, epoch, loss, float(places[index, 0]), height_px - float(places[index, 1])
                )
        return nearest

    def drawn_lines(self) -> list[tuple[RunHistory, str, Line2D]]:
        """Return every line that has a point, with the run and the series that it shows, for a legend."""
        return [(run, series, line) for run, series, line in self._drawn() if _size(line)]

    def _scaled(self, losses: Floats) -> Floats:
        """Return where losses stand on the loss axis, (n,) -> (n,): the axis itself is always linear."""
        if not self._view.is_log:
            return losses
        return np.log10(losses, where=losses > 0, out=np.full_like(losses, np.nan))

    def _set(self, line: Line2D, data: ThinnedLine, limit: int) -> None:
        x, y = data.points(limit, self._view.x_range)
        line.set_data(x, self._scaled(y))

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
            pair = Line2D([], []), Line2D([], [])
            for line in pair:
                self.axes.add_line(line)
            self._finished.append(pair)
        for (train, validation), finished in zip(self._finished, self._view.finished, strict=True):
            run, colours = finished.history, self._look.colours
            self._set(train, run.losses if len(run.losses) else run.batches, _FINISHED_POINTS)
            self._set(validation, run.validation, _FINISHED_POINTS)
            _set_style(train, finished_style(finished.style, colours, is_secondary=len(run.validation) > 0))
            _set_style(validation, finished_style(finished.style, colours))
            for line in (train, validation):  # one epoch makes no line
                line.set_marker("o" if _size(line) == 1 else "")

    def _fitting_limits(self) -> tuple[Limits, Limits]:
        first, last = self._view.x_range or (0.0, self._view.epochs)
        low, high = np.inf, -np.inf
        for _, _, line in self._drawn():
            epochs, levels = (np.asarray(values, dtype=float) for values in line.get_data())
            levels = levels[(epochs >= first) & (epochs <= last) & np.isfinite(levels)]
            if len(levels):
                low, high = min(low, float(levels.min())), max(high, float(levels.max()))
        return (first, last), nice_limits(low, high) if low <= high else (0.0, 1.0)

    def _drawn(self) -> list[tuple[RunHistory, str, Line2D]]:
        lines = []
        for finished, (train, validation) in zip(self._view.finished, self._finished, strict=True):
            run = finished.history
            lines += [(run, "train" if len(run.losses) else "batch", train), (run, "validation", validation)]
        if self._view.current:
            lines += [(self._view.current, series, line) for series, line in self._live.items()]
        return lines


def _set_style(line: Line2D, style: LineStyle) -> None:
    line.set(
        color=style.colour,
        linewidth=style.width_px,
        linestyle=(0, style.dashes or None),
        marker={"circle": "o", "square": "s", "": ""}[style.marker],
        markersize=4.0,
        alpha=style.opacity,
    )


def _size(line: Line2D) -> int:
    return len(np.asarray(line.get_xdata()))
