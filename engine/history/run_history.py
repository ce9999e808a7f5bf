"""The losses of one run: decimated for drawing, complete for a table."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence

from engine.history.thinned_line import ThinnedLine
from engine.protocol.events import BatchEnded, EpochEnded

CSV_HEADER = ("run", "kind", "epoch", "loss", "loss_low", "loss_high", "val_loss", "learning_rate")
"""Columns of `RunHistory.csv_rows`. A "batch" row is one published loss, or in long runs several: then
`epoch` is where they end, `loss` is their mean, and `loss_low` and `loss_high` are the extremes."""

_NAN = float("nan")


class RunHistory:
    """The published losses of one run, over time in epochs: 1.5 is the middle of the second epoch.

    The three lines have bounded lengths, so that hours cost no more to draw than minutes. The table of epochs is
    complete, at 32 bytes an epoch.

    Args:
        name: the run's name, as shown to the user.
        steps_per_epoch: number of batches an epoch, to place a batch within it.
        epochs: the number of epochs requested; None if it is not known.

    Attributes:
        batches: training loss, as often as it is published.
        losses: training loss of each epoch.
        validation: validation loss of each epoch.
    """

    def __init__(self, name: str = "", *, steps_per_epoch: int = 1, epochs: int | None = None) -> None:
        self.name = name
        self.epochs = epochs
        self.batches = ThinnedLine()
        self.losses = ThinnedLine(512)
        self.validation = ThinnedLine(512)
        self._steps_per_epoch = max(1, steps_per_epoch)
        self._position = 0.0
        self._table: tuple[array[float], ...] = tuple(array("d") for _ in range(4))

    @classmethod
    def from_lists(
        cls,
        name: str,
        lists: Mapping[str, Sequence[float]],
        *,
        steps_per_epoch: int = 1,
        epochs: int | None = None,
    ) -> RunHistory:
        """Return the history of a finished run, e.g. of an opened model, or of one that is continued.

        Args:
            name: the run's name, as shown to the user.
            lists: one number an epoch under "loss", and optionally under "val_loss" and "learning_rate"; other keys
                are ignored.
            steps_per_epoch: number of batches an epoch, where it is continued.
            epochs: the number of epochs in all, where it is continued; None means those that are there.
        """
        losses = lists.get("loss", ())
        history = cls(name, steps_per_epoch=steps_per_epoch, epochs=len(losses) if epochs is None else epochs)
        for index, loss in enumerate(losses):
            val_loss, learning_rate = (
                lists[key][index] if index < len(lists.get(key, ())) else _NAN
                for key in ("val_loss", "learning_rate")
            )
            history._add_epoch(index + 1, loss, val_loss, learning_rate)
        return history

    def append(self, event: BatchEnded | EpochEnded) -> None:
        """Add what the run has just published. Losses that are not finite go into the table only."""
        if isinstance(event, BatchEnded):
            self._position = event.epoch - 1 + event.batch / self._steps_per_epoch
            self.batches.append(self._position, event.loss)
        else:
            val_loss = _NAN if event.val_loss is None else event.val_loss
            self._add_epoch(event.epoch, event.loss, val_loss, event.learning_rate)

    def _add_epoch(self, epoch: int, loss: float, val_loss: float, learning_rate: float) -> None:
        self._position = max(self._position, float(epoch))
        self.losses.append(epoch, loss)
        self.validation.append(epoch, val_loss)
        for column, value in zip(self._table, (epoch, loss, val_loss, learning_rate), strict=True):
            column.append(value)

    @property
    def position(self) -> float:
        """The progress of the run, in epochs."""
        return self._position

    @property
    def final_loss(self) -> float | None:
        """The loss to compare runs by: the last validation loss, or else training loss; None at the start."""
        for line in (self.validation, self.losses, self.batches):
            if line.last is not None:
                return line.last
        return None

    def csv_rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows under `CSV_HEADER`: the batches in order, then every epoch. Unknown numbers are empty."""
        for x, mean, low, high in self.batches.stretches():
            yield (self.name, "batch", *map(_number, (x, mean, low, high, _NAN, _NAN)))
        for epoch, loss, val_loss, learning_rate in zip(*self._table, strict=True):
            yield (self.name, "epoch", *map(_number, (epoch, loss, _NAN, _NAN, val_loss, learning_rate)))


def _number(value: float) -> str:
    return "" if value != value else f"{value:.8g}"
