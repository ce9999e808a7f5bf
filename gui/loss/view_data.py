"""What the loss plot shows and how: plain data, so that the window need not wait for matplotlib."""

from __future__ import annotations

from typing import NamedTuple

from engine.history.run_history import RunHistory
from gui.look.axis_ticks import epoch_limit
from gui.look.colours import PlotColours


class LossLook(NamedTuple):
    """How a loss plot looks.

    Attributes:
        colours: the theme's.
        font_px: height of letters, in logical pixels.
    """

    colours: PlotColours
    font_px: float


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
        return max((epoch_limit(run.position, run.epochs) for run in self.histories), default=1.0)


class Tick(NamedTuple):
    """A number beside an axis: its place along the axis, in logical pixels, and its text."""

    place_px: float
    text: str


class PlotFrame(NamedTuple):
    """Where the curves are, in logical pixels from the top left, and what stands around them.

    Attributes:
        left: left edge of the curves' area.
        top: top edge.
        width: width.
        height: height.
        first_epoch: the epoch at the left edge.
        last_epoch: the epoch at the right edge.
        epochs: numbers along the epoch axis.
        losses: numbers along the loss axis.
    """

    left: float
    top: float
    width: float
    height: float
    first_epoch: float
    last_epoch: float
    epochs: tuple[Tick, ...]
    losses: tuple[Tick, ...]

    def epoch_at(self, x_px: float) -> float:
        """Return the place on the epoch axis at a logical pixel."""
        return self.first_epoch + (x_px - self.left) / self.width * (self.last_epoch - self.first_epoch)


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
