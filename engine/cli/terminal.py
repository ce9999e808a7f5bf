"""Output to the terminal: progress on stderr, in one line that is overwritten, and results on stdout."""

from __future__ import annotations

import json
import math
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TextIO

from engine.protocol.events import BatchEnded, DatasetLoaded, EpochEnded, Event, TrainingStarted, Working

_LOG_PERIOD_S = 1.0


class ProgressLine:
    """Prints the events of one session.

    On a terminal the current state is one line that each new one replaces. Elsewhere each state is a plain line, at
    most one a second during an epoch, so that a long run does not fill a log.

    Args:
        stream: where to print, usually stderr.
        now: a clock, in s.
    """

    def __init__(self, stream: TextIO, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._shown = ""
        self._logged_at = float("-inf")
        self._epochs = 0
        self._steps = 0

    def publish(self, event: Event) -> None:
        """Print an event, if it is of interest to a person who waits."""
        match event:
            case Working(doing=doing, fraction=fraction):
                is_known = fraction is not None and self._is_terminal
                self.show(f"{doing} · {fraction:.0%}" if is_known else doing)
            case DatasetLoaded(dataset=dataset):
                height, width, _ = dataset.image_shape
                test = 0 if dataset.x_test is None else len(dataset.x_test)
                counts = f"{len(dataset.x_train):,} training and {test:,} test images of {height} × {width} px"
                self.keep(f"{dataset.name}: {counts}")
                if dataset.note:
                    self.keep(dataset.note)
            case TrainingStarted(settings=settings, samples=samples, steps_per_epoch=steps, parameters=parameters):
                self._epochs, self._steps = settings.epochs, steps
                self.keep(f"Training {parameters:,} weights on {samples:,} images")
            case BatchEnded() if self._is_terminal:
                left = f"{event.samples_per_second:,.0f} images/s · {_clock(event.seconds_left)} left"
                batch = f"epoch {event.epoch}/{self._epochs} · batch {event.batch}/{self._steps}"
                self.show(f"{batch} · loss {event.loss:.4f} · {left}")
            case EpochEnded():
                validation = "" if event.val_loss is None else f" · val_loss {event.val_loss:.4f}"
                is_due = self._now() - self._logged_at >= _LOG_PERIOD_S
                if self._is_terminal or is_due or event.epoch == self._epochs:
                    self._logged_at = self._now()
                    self.show(f"epoch {event.epoch}/{self._epochs} · loss {event.loss:.4f}{validation}")

    def show(self, text: str) -> None:
        """Print what is being done now; on a terminal, the next line replaces it."""
        if text == self._shown:
            return
        if self._is_terminal:
            width = shutil.get_terminal_size().columns - 1
            self._write("\r" + text[:width].ljust(min(len(self._shown), width)))
        else:
            self._write(text + "\n")
        self._shown = text

    def keep(self, text: str) -> None:
        """Print a line that stays on the screen."""
        self.end()
        self._write(text + "\n")

    def end(self) -> None:
        """Erase the progress line, so that something else can be printed."""
        if self._shown and self._is_terminal:
            self._write("\r" + " " * min(len(self._shown), shutil.get_terminal_size().columns - 1) + "\r")
        self._shown = ""

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def _clock(seconds: float) -> str:
    """Return a duration as 0:07, 12:34 or 1:02:03."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def print_json(result: Mapping[str, object]) -> None:
    """Print plain data as one JSON object; a number that JSON does not have, e.g. a diverged loss, becomes null."""
    print(json.dumps(_without_nan(result), indent=2, allow_nan=False))


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows of equal length, the first column to the left and the others to the right.

    A character that must not be sent to a terminal, e.g. a control character in a file's name, is shown as �.
    """
    clean = [["".join(c if c.isprintable() else "\ufffd" for c in cell) for cell in row] for row in rows]
    first_width, *widths = (max(map(len, column)) for column in zip(*clean, strict=True))
    for first, *others in clean:
        cells = (cell.rjust(width) for cell, width in zip(others, widths, strict=True))
        print("  ".join([first.ljust(first_width), *cells]))


def shown(value: object) -> str:
    """Return one result as text; of a list of losses, the last one; for None, a dash."""
    if isinstance(value, list):
        return shown(value[-1]) if value else "-"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.4f}"
    return "-" if value is None else str(value)


def _without_nan(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: _without_nan(inner) for name, inner in value.items()}
    return [_without_nan(inner) for inner in value] if isinstance(value, list | tuple) else value
