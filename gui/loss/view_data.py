"""What the loss plot shows and how: plain data, so that the window need not wait for matplotlib."""

from __future__ import annotations

import math
from typing import NamedTuple

from engine.history.run_history import RunHistory


class AxisNames(NamedTuple):
    """What the two axes are called."""

    epoch: str
    loss: str


class FinishedRun(NamedTuple):
    """A run in the background.

    Attributes:
        history: its losses.
        style: which colour and dashes it has, from 0, in turn.
    """

    history: RunHistory
    style: int


class LossView(NamedTuple):
    """What is to be seen.

    Attributes:
        finished: the runs in the background.
        current: the run in front, going on or the last one; None where there is none or it is hidden.
        is_log: whether the loss axis is logarithmic; losses of zero and less are left out then.
        x_range: the part of the epoch axis to show; None shows all.
    """

    finished: tuple[FinishedRun, ...] = ()
    current: RunHistory | None = None
    is_log: bool = False
    x_range: tuple[float, float] | None = None

    @property
    def histories(self) -> tuple[RunHistory, ...]:
        """The runs that are drawn, the current one last."""
        return (*(run.history for run in self.finished), *((self.current,) if self.current else ()))

    @property
    def epochs(self) -> float:
        """How many epochs an axis has to span that shows them all."""
        return max((_epoch_limit(run.position, run.epochs) for run in self.histories), default=1.0)


class Reading(NamedTuple):
    """The point of a curve nearest to the mouse.

    Attributes:
        run: the run that it belongs to.
        series: "batch", "train" or "validation".
        epoch: where it is, in epochs.
        loss: its value.
        x_px: logical pixels from the figure's left edge.
        y_px: logical pixels from its top.
    """

    run: RunHistory
    series: str
    epoch: float
    loss: float
    x_px: float
    y_px: float


def _epoch_limit(position: float, epochs: int | None) -> float:
    """Return how far the epoch axis goes: 1, 2, 5, 10, 20 … ahead of the run, at most what it was asked to make."""
    power = 10.0 ** math.floor(math.log10(max(position, 1.0)))
    end = next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= position)
    return end if epochs is None else max(min(end, float(epochs)), position, 1.0)
