"""ROC curves: of each choice of what to judge by, the diagonal of guessing, and the point at the threshold.

Importing this module imports matplotlib: see `gui.plots.loading`.
"""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.lines import Line2D
from matplotlib.transforms import blended_transform_factory

from engine.protocol.results import RocCurve
from gui.look.numbers import fixed
from gui.plots.chart import Chart, Margins
from gui.plots.look import ChartLook

_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_SMALL_PX = 160.0
_SIGN = 0.58  # width of a sign, in font sizes
_KEY_LINE = 1.45  # height of a line of the key, in font sizes
_KEY_PX = 6.0
_KEY_LEFT = 2.6  # width of a line's sample in the key, in font sizes


class RocContent(NamedTuple):
    """What the chart shows.

    Attributes:
        curves: up to three, each with its name; the chosen one first.
        point: false and true positive rate at the threshold, or None.
        point_text: the text beside the point.
        x_text: what the axis of false alarms is called.
        y_text: what the axis of found anomalies is called.
    """

    curves: tuple[tuple[str, RocCurve], ...]
    point: tuple[float, float] | None
    point_text: str
    x_text: str
    y_text: str


class RocChart(Chart):
    """Draws `RocContent` into a square, with a key above it, where it hides no curve.

    Args:
        look: colours and font size.
    """

    def __init__(self, look: ChartLook) -> None:
        super().__init__(look)
        theme = look.colours
        self.axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", anchor="C")
        self.axes.grid(visible=True)
        self.axes.tick_params(length=0, labelcolor=theme.muted)
        self.axes.plot([0, 1], [0, 1], color=theme.muted, linewidth=1, linestyle=":")
        self._curves = [
            self.axes.add_line(Line2D([], [], color=theme.plot.train, linewidth=2.0)),
            self.axes.add_line(Line2D([], [], color=theme.plot.validation, linewidth=1.75, linestyle="--")),
            self.axes.add_line(Line2D([], [], color=theme.muted, linewidth=1.75, linestyle="-.")),
        ]
        self._dot = self.axes.add_line(Line2D([], [], marker="o", markersize=10, linestyle="", color=theme.error))
        self._dot.set(markeredgecolor=theme.card, markeredgewidth=1.5)
        for line in (*self._curves, self._dot):
            line.set_clip_on(False)
        self._dot_text = self._text(0, 0, va="top", offset_px=(0, -6))
        self._let_move(self._dot, self._dot_text)
        self._named: list[tuple[str, str]] = []

    def show(self, content: RocContent) -> None:
        """Lay out these curves; a full draw must follow."""
        self.x_name.set_text(content.x_text)
        self.y_name.set_text(content.y_text)
        self._named = []
        for line, (name, curve) in zip(self._curves, content.curves, strict=False):
            line.set_data(curve.false_positive_rate, curve.true_positive_rate)
            self._named.append((f"{name}: AUROC {fixed(curve.auroc, 3)}", f"{name}  {fixed(curve.auroc, 3)}"))
        for line in self._curves[len(self._named) :]:
            line.set_data([], [])
        legend = self.axes.get_legend()
        if legend is not None:
            legend.remove()
        if self._named:
            self.axes.legend(
                handles=self._curves[: len(self._named)],
                labels=[text for text, _ in self._named],
                loc="lower left",
                bbox_to_anchor=(0.0, 1.0),
                borderaxespad=0.0,
                borderpad=_KEY_PX / 2 / self.look.font_px,
                labelspacing=_KEY_LINE - 1.2,
                handlelength=1.4,
                frameon=False,
                fontsize=self.look.font_px,
                labelcolor=self.look.colours.text,
            )
        self.show_point(content)

    def show_point(self, content: RocContent) -> None:
        """Move the point; `draw_moving` must follow."""
        self._dot.set_visible(content.point is not None)
        self._dot_text.set_visible(content.point is not None)
        if content.point is not None:
            x, y = content.point
            self._dot.set_data([x], [y])
            self._dot_text.set_position((x, y))
            self._dot_text.set_text(f"  {content.point_text}  ")
            self._dot_text.set_horizontalalignment("left" if x < 0.6 else "right")

    def fit(self) -> None:
        """Choose as many ticks as there is room for, and place the square."""
        margins = self._margins()
        width, height = self.size_px
        side = min(width - margins.left - margins.right, height - margins.top - margins.bottom)
        is_small = side <= _SMALL_PX
        ticks = _TICKS[::2] if is_small else _TICKS
        for axis in (self.axes.xaxis, self.axes.yaxis):
            axis.set_ticks(ticks, [f"{tick:g}" for tick in ticks])
        legend = self.axes.get_legend()
        if legend is not None:
            signs = max(len(long) for long, _ in self._named)
            is_tight = is_small or (_KEY_LEFT + _SIGN * signs) * self.look.font_px > side + margins.right
            place = blended_transform_factory(
                self.figure.transFigure if is_tight else self.axes.transAxes, self.axes.transAxes
            )
            legend.set_bbox_to_anchor((0.0, 1.0), transform=place)
            for text, (long, short) in zip(legend.get_texts(), self._named, strict=True):
                text.set_text(short if is_tight else long)
        # Upright, the name is about this long; it would reach into the key above.
        self.y_name.set_visible(_SIGN * self.look.font_px * len(self.y_name.get_text()) <= side)
        super().fit()

    def _margins(self) -> Margins:
        font = self.look.font_px
        return Margins(4.6 * font, len(self._named) * _KEY_LINE * font + _KEY_PX, 1.4 * font, 2.9 * font + 3)
