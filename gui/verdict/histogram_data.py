"""What a histogram of scores shows: plain data, so that the window need not wait for matplotlib."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from engine.protocol.model_info import Floats


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """The images behind one bar.

    Attributes:
        series: 0 for what stands upwards, 1 for what hangs down.
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
    """All that stands still.

    Attributes:
        series: one kind of scores, which stand upwards, or two, of which the second hang down.
        normal_scores: (n,) float32; the axis is even around them and ever closer far away.
        room: free space to leave on the right, as a share of what the scores take.
        ticks: scores with what stands below them.
        axis_text: what the axis is.
    """

    series: tuple[ScoreSeries, ...]
    normal_scores: Floats
    room: float
    ticks: tuple[tuple[float, str], ...]
    axis_text: str


class HistogramMarks(NamedTuple):
    """All that moves.

    Attributes:
        threshold: the score of the line, or None.
        threshold_text: what the line says.
        mark: the marked score, or None; it may be off the axis.
        mark_text: what the mark says.
        has_focus: whether the line follows the keys.
    """

    threshold: float | None
    threshold_text: str
    mark: float | None
    mark_text: str
    has_focus: bool = False
