"""The base of every chart: a figure that is measured in logical pixels, and its moving artists.

Importing this module imports matplotlib, which takes most of a second: see `gui.plots.loading`.
"""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import ScalarFormatter
from matplotlib.transforms import offset_copy

from gui.plots.look import ChartLook

_POINTS_PER_INCH = 72  # one point is then one logical pixel
_TICK_PX = 3.0


class Margins(NamedTuple):
    """Room for texts around the axes, in logical pixels."""

    left: float
    top: float
    right: float
    bottom: float


class Chart:
    """A figure with one pair of axes in the theme's colours. A new look needs a new chart.

    The moving artists are "animated" in matplotlib's terms: a full draw leaves them out, so that they can be drawn
    over a cached background (blitting). Laying out text makes a full draw slow (25 of 31 ms in the loss plot); a
    drag or a new loss costs a few milliseconds.

    Args:
        look: colours and font size.
    """

    def __init__(self, look: ChartLook) -> None:
        theme = look.colours
        self.look = look
        self.figure = Figure(dpi=_POINTS_PER_INCH, facecolor=theme.plot.background)
        FigureCanvasAgg(self.figure)
        self.axes = self.figure.add_axes((0.1, 0.1, 0.8, 0.8), facecolor=theme.plot.background)
        self.axes.set_axisbelow(True)
        for side, spine in self.axes.spines.items():
            spine.set_visible(side == "bottom")
            spine.set_color(theme.plot.text)
        self.axes.tick_params(
            colors=theme.plot.text,
            labelsize=look.font_px,
            length=_TICK_PX,
            pad=_TICK_PX,
            grid_color=theme.plot.grid,
        )
        # texts of our own instead of the axes' labels and title, which measure all tick labels at each draw to find
        # their place; with fixed coordinates even the empty labels are not measured
        for axis in (self.axes.xaxis, self.axes.yaxis):
            axis.set_label_coords(0.0, 0.0)
        self.x_name = self._text(0.5, 0, va="bottom", ha="center", color=theme.plot.text)
        self.y_name = self._text(0, 0.5, va="center", ha="left", rotation=90, color=theme.plot.text)
        self._title = self._text(0, 1, va="bottom", fontsize=look.font_px + 2)
        self._moving: list[Artist] = []
        self._widths_px: dict[str, float] = {}

    @property
    def size_px(self) -> tuple[float, float]:
        """Width and height of the figure, in logical pixels."""
        width, height = self.figure.get_size_inches()
        return float(width) * _POINTS_PER_INCH, float(height) * _POINTS_PER_INCH

    @property
    def area_px(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the axes, in logical pixels from the figure's top left."""
        scale = self.figure.dpi / _POINTS_PER_INCH
        left, bottom, width, height = self.axes.bbox.bounds
        return left / scale, (self.figure.bbox.height - bottom - height) / scale, width / scale, height / scale

    def resize(self, width_px: float, height_px: float) -> None:
        """Change the size; for a chart that is on no screen."""
        self.figure.set_size_inches(width_px / _POINTS_PER_INCH, height_px / _POINTS_PER_INCH)

    def fit(self) -> None:
        """Place the axes and the texts around them for the figure's size; a full draw must follow."""
        width, height = self.size_px
        left, top, right, bottom = self._margins()
        area = max(1.0, width - left - right), max(1.0, height - top - bottom)
        self.axes.set_position((left / width, bottom / height, area[0] / width, area[1] / height))
        for text, (x, y) in (
            (self.x_name, (0, 2 - bottom)),
            (self.y_name, (2 - left, 0)),
            (self._title, (0, top + 2)),
        ):
            text.set_transform(offset_copy(self.axes.transAxes, self.figure, x, y, units="points"))

    def draw_moving(self) -> None:
        """Draw the moving artists over the background."""
        for artist in self._moving:
            self.axes.draw_artist(artist)

    def set_title(self, title: str) -> None:
        """Write a title over the axes, outside the figure's size; for a chart that is saved."""
        self._title.set_text(title)

    # ------------------------------------------------------------------------------------- for charts

    def _margins(self) -> Margins:
        """Return the room around the axes; a subclass says how much it needs."""
        raise NotImplementedError

    def _let_move(self, *artists: Artist) -> None:
        """Leave these artists out of the cached background; they are drawn over it in this order."""
        for artist in artists:
            artist.set_animated(True)
        self._moving += artists

    def _text(self, x: float, y: float, *, offset_px: tuple[float, float] = (0, 0), **style: Any) -> Text:
        """Return an empty text on the axes, some logical pixels beside a place.

        Args:
            x: place on the x axis.
            y: place on the y axis, or as `transform` measures it.
            offset_px: how far to the right and how far up.
            **style: of matplotlib's text; `transform` is that of the place.
        """
        transform = offset_copy(
            style.pop("transform", self.axes.transData), self.figure, *offset_px, units="points"
        )
        style = {"color": self.look.colours.text, "fontsize": self.look.font_px, **style}
        written: Text = self.axes.text(x, y, "", transform=transform, clip_on=False, **style)
        return written

    def _pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the axes is: logical pixels from the figure's top left."""
        scale = self.figure.dpi / _POINTS_PER_INCH
        across, up = self.axes.transData.transform((x, y))
        return float(across / scale), float((self.figure.bbox.height - up) / scale)

    def _point(self, x_px: float, y_px: float) -> tuple[float, float]:
        """Return the point of the axes at a place in logical pixels from the figure's top left."""
        scale = self.figure.dpi / _POINTS_PER_INCH
        x, y = self.axes.transData.inverted().transform((x_px * scale, self.figure.bbox.height - y_px * scale))
        return float(x), float(y)

    def _width_px(self, text: Text) -> float:
        """Return how wide a text of the usual size is, in logical pixels."""
        written = "".join(
            "0" if letter.isdigit() else letter for letter in text.get_text()
        )  # digits are equally wide
        if written not in self._widths_px:  # laying out text takes a third of a redraw
            width = float(text.get_window_extent().width) * _POINTS_PER_INCH / float(self.figure.dpi)
            self._widths_px[written] = width
        return self._widths_px[written]

    def _keep_inside(self, text: Text, x_px: float) -> None:
        """Centre a text over its place, or put it to one side where it would leave the figure."""
        half = self._width_px(text) / 2
        is_left, is_right = x_px < half, x_px > self.size_px[0] - half
        text.set_horizontalalignment("left" if is_left else "right" if is_right else "center")


class NumberFormatter(ScalarFormatter):
    """Writes numbers with the decimals that the finest of them needs, very large and very small ones as 1e-07."""

    def __init__(self) -> None:
        super().__init__(useOffset=False, useMathText=False)
        self.set_scientific(False)

    def format_ticks(self, values: Any) -> list[str]:
        """Return a text for each of (n,) numbers."""
        numbers = [float(value) for value in values]
        steps = [abs(after - before) for before, after in itertools.pairwise(numbers)]
        is_uneven = len(steps) > 1 and max(steps) > 1.5 * min(steps)
        if is_uneven or any(step < 1e-5 for step in steps) or any(abs(number) >= 1e5 for number in numbers):
            return [f"{number:.4g}" for number in numbers]
        return [text.replace("\N{MINUS SIGN}", "-") for text in super().format_ticks(values)]
