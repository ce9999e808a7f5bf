"""What a histogram of scores shows: plain data, so that the window need not wait for matplotlib."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from engine.protocol.model_info import Floats

LINE = 1.35
"""Height of a line of text in the chart, in font sizes."""
LEAST_BARS_PX = 60.0
"""Flatter bars cannot be compared."""
_EDGES_PX = 12.0  # above the handle and below the texts


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """The images behind one bar.

    Attributes:
        series: 0 for the bars drawn upwards, 1 for those drawn downwards.
        low: the lowest score in the bar.
        high: the lowest score beyond it.
    """

    series: int
    low: float
    high: float


class ScoreSeries(NamedTuple):
    """One kind of scores.

    Attributes:
        name: what they are called, e.g. "normal images".
        scores: (n,) float32.
    """

    name: str
    scores: Floats


class HistogramContent(NamedTuple):
    """What the histogram shows besides its marks.

    Attributes:
        series: one kind of scores, drawn upwards, or two, of which the second is drawn downwards.
        normal_scores: (n,) float32; the axis is linear around their median and logarithmic far from it.
        room: free space to leave on the right, as a share of what the scores take.
        ticks: scores with the texts below them.
        axis_text: the name of the axis.
    """

    series: tuple[ScoreSeries, ...]
    normal_scores: Floats
    room: float
    ticks: tuple[tuple[float, str], ...]
    axis_text: str


class HistogramMarks(NamedTuple):
    """The marks, which move.

    Attributes:
        threshold: the score of the line, or None.
        threshold_text: the text above the line.
        mark: the marked score, or None; it may be off the axis.
        mark_text: the text beside the mark.
        has_focus: whether the line follows the keys.
    """

    threshold: float | None
    threshold_text: str
    mark: float | None
    mark_text: str
    has_focus: bool = False


def least_height_px(font_px: float, *, lines_below: int) -> float:
    """Return the height of a chart in which the bars are not too flat.

    Args:
        font_px: the size of its texts.
        lines_below: the lines of text below the bars, one or two.
    """
    around = _EDGES_PX + (2 + lines_below) * LINE * font_px
    return LEAST_BARS_PX + around
