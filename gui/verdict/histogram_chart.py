"""The histogram of scores: bars on an asinh axis, the threshold's line, and the mark of one score.

Importing this module imports matplotlib: see `gui.plots.loading`.
"""

from __future__ import annotations

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle, StepPatch
from matplotlib.transforms import Bbox, TransformedBbox
from numpy.typing import NDArray

from gui.plots.chart import Chart, Margins
from gui.plots.look import ChartLook
from gui.verdict.histogram_data import LINE, HistogramContent, HistogramMarks, ScoreRange, least_height_px

_BIN_PX = 7.0
_FEWEST_BINS, _MOST_BINS = 12, 96
_LEAST_BAR_PX = 2.0  # so that a single image can be seen
_HANDLE_PX = 10.0
_EDGE_PX = 8.0
_MARK_DISTANCE_PX = 9.0


class HistogramChart(Chart):
    """Draws `HistogramContent`, and `HistogramMarks` over it.

    The x axis is matplotlib's asinh scale around the median of the normal scores: x is a score less that median.

    Args:
        look: colours and font size.
    """

    def __init__(self, look: ChartLook) -> None:
        super().__init__(look)
        theme, axes = look.colours, self.axes
        across = axes.get_xaxis_transform()
        self._content: HistogramContent | None = None
        self._marks = HistogramMarks(None, "", None, "")
        self._centre = 0.0
        self._edges: NDArray[np.float64] = np.zeros(2)
        self.counts: tuple[NDArray[np.int_], ...] = ()
        """How many scores fall into each bin, of each series."""
        axes.set_yticks([])
        axes.tick_params(axis="x", labelcolor=theme.muted)
        self.x_name.set(x=1.0, ha="right", color=theme.muted)
        self._beyond = Rectangle((0, 0), 1, 1, transform=across, color=theme.error_field, linewidth=0)
        self._bars: list[tuple[StepPatch, StepPatch]] = []
        for colour in (theme.plot.train, theme.plot.validation):
            solid = StepPatch([0], [0, 1], baseline=0, fill=True, facecolor=colour, linewidth=0, alpha=0.72)
            hatched = StepPatch([0], [0, 1], baseline=0, fill=False, edgecolor=colour, hatch="/////", linewidth=1)
            self._bars.append((solid, hatched))
        bars = [bar for pair in self._bars for bar in pair]
        for patch in (self._beyond, *bars):
            axes.add_patch(patch)
        self._baseline = axes.axhline(0.0, color=theme.plot.text, linewidth=1)
        self._line = axes.add_line(
            Line2D([], [], transform=across, color=theme.error, marker="o", markersize=_HANDLE_PX, markevery=[1])
        )
        self._mark = axes.add_line(
            Line2D([], [], transform=across, color=theme.text, linewidth=2, markersize=9, markevery=[1])
        )
        self._line.set_clip_on(False)
        self._mark.set_clip_on(False)
        self._line_text = self._text(
            0,
            1,
            transform=across,
            color=theme.error,
            va="bottom",
            offset_px=(0, self._handle_px + 0.5 * _HANDLE_PX + 1),
        )
        self._mark_text = self._text(0, 1, transform=across, va="bottom", offset_px=(0, 4))
        self._names = [
            self._text(0, 1, transform=axes.transAxes, color=theme.plot.train, va="bottom", offset_px=(0, 4)),
            self._text(
                0,
                0,
                transform=axes.transAxes,
                color=theme.plot.validation,
                va="bottom",
                offset_px=(0, 2 - self._margins().bottom),
            ),
        ]
        self._let_move(
            self._beyond,
            *bars,
            self._baseline,
            self._line,
            self._line_text,
            self._mark,
            self._mark_text,
        )

    def show(self, content: HistogramContent) -> None:
        """Lay out these scores; a full draw must follow."""
        self._content = content
        self.axes.spines["bottom"].set_visible(len(content.series) == 1)
        self._baseline.set_visible(len(content.series) == 2)
        self.axes.set_ylim(-1.0 if len(content.series) == 2 else 0.0, 1.0)
        self.x_name.set_text(content.axis_text)
        everything = np.concatenate([content.normal_scores, *(scores for _, scores in content.series)]).astype(
            float
        )
        if not len(everything):
            everything = np.array([-1.0, 1.0])
        base = content.normal_scores if len(content.normal_scores) else everything
        first, self._centre, third = (float(value) for value in np.percentile(base, (25, 50, 75)))
        unit = (third - first) / 2 or float(np.std(everything)) or 1.0
        self.axes.set_xscale("asinh", linear_width=unit)
        self.axes.minorticks_off()
        scale = self.axes.xaxis.get_transform()
        low, high = scale.transform(np.array([everything.min(), everything.max()]) - self._centre)
        margin = 0.02 * (high - low) or unit
        ends = np.array([low - margin, high + margin + content.room * (high - low)])
        self.axes.set_xlim(*scale.inverted().transform(ends))
        self._count()

    def show_marks(self, marks: HistogramMarks) -> None:
        """Move the threshold's line and the mark; `draw_moving` must follow."""
        theme = self.look.colours
        self._marks = marks
        line = None if marks.threshold is None else marks.threshold - self._centre
        for artist in (self._beyond, self._line, self._line_text):
            artist.set_visible(line is not None)
        self._divide(line)
        if line is not None:
            over = 1 + self._handle_px / self._height_px
            self._line.set_data([line, line], [0, over])
            self._line.set_linewidth(2.0 if marks.has_focus else 1.5)
            self._line.set_markeredgewidth(1.5 if marks.has_focus else 1.0)
            self._line.set_markeredgecolor(theme.text if marks.has_focus else theme.error)
            self._line_text.set_x(line)
            self._line_text.set_text(marks.threshold_text)
            self._keep_inside(self._line_text, self._pixel(line, 0)[0])
        self._mark.set_visible(marks.mark is not None)
        self._mark_text.set_visible(marks.mark is not None)
        if marks.mark is not None:
            self._place_mark(marks.mark - self._centre, marks.mark_text, line)

    # ------------------------------------------------------------------------------ scores and pixels

    @property
    def bars_px(self) -> float:
        """The height in which the bars stand, in px."""
        return self._height_px

    def x_px(self, score: float) -> float:
        """Return where a score is, in logical pixels from the left."""
        return self._pixel(score - self._centre, 0)[0]

    def score_at(self, x_px: float) -> float:
        """Return the score at a logical pixel."""
        return self._point(x_px, 0)[0] + self._centre

    def bar_at(self, x_px: float, y_px: float) -> ScoreRange | None:
        """Return the images behind the bar at a place, or None."""
        x, y = self._point(x_px, y_px)
        (low, high), (bottom, top) = self.axes.get_xlim(), self.axes.get_ylim()
        if not self.counts or not (low <= x <= high and bottom <= y <= top):
            return None
        series = int(len(self.counts) == 2 and y < 0)
        column = min(int(np.searchsorted(self._edges, x + self._centre, side="right")), len(self._edges) - 1) - 1
        if column < 0 or self.counts[series][column] == 0:
            return None
        return ScoreRange(series, float(self._edges[column]), float(self._edges[column + 1]))

    # -------------------------------------------------------------------------------------- the layout

    def fit(self) -> None:
        """Choose bins that suit the width, and show the ticks and names that there is room for."""
        super().fit()
        if self._content is not None:
            self._count()
            self._write_ticks(self._content)
            self.x_name.set_visible(True)
            below = self._width_px(self.x_name) + (self._width_px(self._names[1]) if len(self.counts) == 2 else 0)
            self.x_name.set_visible(below + 4 * _EDGE_PX <= self.size_px[0] and not self._is_low)
            self.show_marks(self._marks)  # what stands beside them depends on the size

    def _margins(self) -> Margins:
        line = LINE * self.look.font_px
        lines_below = 1 if self._is_low else 2
        return Margins(_EDGE_PX, self._handle_px + 0.5 * _HANDLE_PX + 1 + line, _EDGE_PX, lines_below * line + 7)

    @property
    def _is_low(self) -> bool:
        """Whether the bars need the line in which the axis is named; two kinds of scores have their names there."""
        has_two = self._content is not None and len(self._content.series) == 2
        return self.size_px[1] < least_height_px(self.look.font_px, lines_below=2) and not has_two

    @property
    def _handle_px(self) -> float:
        """How far above the bars the handle is: the mark's text has its line below it."""
        return LINE * self.look.font_px - 1

    @property
    def _height_px(self) -> float:
        margins = self._margins()
        return max(1.0, self.size_px[1] - margins.top - margins.bottom)

    def _count(self) -> None:
        content = self._content
        assert content is not None
        width = self.size_px[0] - 2 * _EDGE_PX
        bins = max(_FEWEST_BINS, min(_MOST_BINS, int(width / _BIN_PX)))
        scale = self.axes.xaxis.get_transform()
        ends = scale.transform(np.array(self.axes.get_xlim()))
        edges = scale.inverted().transform(np.linspace(ends[0], ends[1], bins + 1))
        self._edges = edges + self._centre
        self.counts = tuple(np.histogram(scores, self._edges)[0] for _, scores in content.series)
        least = _LEAST_BAR_PX / self._height_px * len(content.series)
        for row, (pair, name) in enumerate(zip(self._bars, self._names, strict=True)):
            is_there = row < len(content.series)
            for bar in pair:
                bar.set_visible(is_there)
            name.set_visible(len(content.series) == 2)
            if is_there:
                counts = self.counts[row]
                heights = np.where(counts > 0, np.maximum(0.97 * counts / max(counts.max(), 1), least), 0.0)
                for bar in pair:
                    bar.set_data(values=-heights if row else heights, edges=edges)
                series = content.series[row]
                name.set_text(f"{'↓' if row else '↑'} {series.name} ({len(series.scores):,})")

    def _divide(self, line: float | None) -> None:
        """Show solid bars up to the threshold and hatched ones beyond, so that one need not see colours."""
        low, high = self.axes.get_xlim()
        x = high if line is None else line
        across = self.axes.get_xaxis_transform()
        sides = (
            TransformedBbox(Bbox([[low, 0], [x, 1]]), across),
            TransformedBbox(Bbox([[x, 0], [high, 1]]), across),
        )
        for pair in self._bars:
            for bar, side in zip(pair, sides, strict=True):
                bar.set_clip_box(side)
        self._beyond.set_x(x)
        self._beyond.set_width(high - x)

    def _write_ticks(self, content: HistogramContent) -> None:
        """Show as many ticks as there is room for, the highest false-alarm rate first."""
        scores = [score - self._centre for score, _ in content.ticks]
        self.axes.set_xticks(scores, [text for _, text in content.ticks])
        self.axes.get_xticklabels()  # gives each tick its text, which is then measured
        last_right = -np.inf
        for x, tick in zip(scores, self.axes.xaxis.get_major_ticks(), strict=True):
            label = tick.label1
            label.set_visible(True)  # else it would have no width
            self._keep_inside(label, self._pixel(x, 0)[0])
            share = {"left": 0.0, "center": 0.5, "right": 1.0}[label.get_horizontalalignment()]
            width = self._width_px(label)
            left = self._pixel(x, 0)[0] - share * width
            label.set_visible(left > last_right + 6)
            if label.get_visible():
                last_right = left + width

    def _place_mark(self, x: float, text: str, line: float | None) -> None:
        low, high = self.axes.get_xlim()
        self._mark.set_marker(">" if x > high else "<" if x < low else "v")
        x = min(max(x, low), high)
        self._mark.set_data([x, x], [0, 1])
        self._mark_text.set_text(text)
        place = self._pixel(x, 0)[0]
        width = self._width_px(self._mark_text)
        line_px = None if line is None else self._pixel(line, 0)[0]
        is_in_the_way = line_px is not None and place - 6 < line_px < place + 2 * _MARK_DISTANCE_PX + width
        has_room = place + _MARK_DISTANCE_PX + width <= self.size_px[0] and not is_in_the_way
        self._mark_text.set_horizontalalignment("left" if has_room else "right")
        self._mark_text.set_x(self._point(place + (_MARK_DISTANCE_PX if has_room else -_MARK_DISTANCE_PX), 0)[0])
