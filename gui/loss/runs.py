"""The runs that the loss plot keeps: which one is in front, which are behind, which are hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.history.run_history import RunHistory
from engine.protocol.activity import Outcome
from engine.protocol.events import BatchEnded, EpochEnded
from gui.loss.view_data import FinishedRun, LossView

MOST_FINISHED_RUNS = 10


@dataclass(slots=True)
class PlottedRun:
    """One run of the plot.

    Attributes:
        history: its losses.
        number: from 0, no other run's of the plot; it decides colour and dashes, once the run is behind.
        run_id: the engine's number while it goes on, else None.
        outcome: how it ended; None while it goes on, and for the history of an opened model.
        is_shown: whether it is drawn.
        key: the key of the run that is kept on this machine; None where it is not known.
    """

    history: RunHistory
    number: int
    run_id: int | None
    outcome: Outcome | None = None
    is_shown: bool = True
    key: str | None = None


class PlottedRuns:
    """Up to eleven runs, the oldest first. The last one is in front, going on or not."""

    def __init__(self) -> None:
        self._runs: list[PlottedRun] = []

    def __len__(self) -> int:
        return len(self._runs)

    def __getitem__(self, row: int) -> PlottedRun:
        return self._runs[row]

    @property
    def histories(self) -> tuple[RunHistory, ...]:
        """The losses of every run, shown or hidden."""
        return tuple(run.history for run in self._runs)

    @property
    def can_clear(self) -> bool:
        """Whether there is a run that is not going on."""
        return any(run.run_id is None for run in self._runs)

    def add(self, history: RunHistory, run_id: int | None = None, key: str | None = None) -> None:
        """Put a run in front. Of those behind it, the oldest is dropped when there are more than ten.

        The curve of the same run, up to where it is continued, is replaced.
        """
        if self._runs:
            self._runs[-1].run_id = None
        if key is not None:
            self._runs = [run for run in self._runs if run.key != key]
        self._runs.append(PlottedRun(history, self._free_number(), run_id, key=key))
        self._drop_oldest()

    def add_finished(self, history: RunHistory, key: str) -> None:
        """Put a finished run in front, or right behind the one that is going on; if it is there, show it."""
        for run in self._runs:
            if run.key == key:
                run.is_shown = True
                return
        place = len(self._runs) - (1 if self._runs and self._runs[-1].run_id is not None else 0)
        self._runs.insert(place, PlottedRun(history, self._free_number(), None, key=key))
        self._drop_oldest()

    def name_runs(self, names: Mapping[str, str], going_on: str | None) -> bool:
        """Give the runs the names that they have now; return whether one has changed.

        Args:
            names: the names by key.
            going_on: the key of the run that is going on, where it is known.
        """
        if self._runs and self._runs[-1].run_id is not None and self._runs[-1].key is None:
            self._runs[-1].key = going_on
        has_changed = False
        for run in self._runs:
            name = names.get(run.key or "", run.history.name)
            has_changed |= name != run.history.name
            run.history.name = name
        return has_changed

    def append(self, event: BatchEnded | EpochEnded) -> bool:
        """Give an event to the run that it belongs to. False means that this run is not going on here."""
        is_ours = self._is_going_on(event.run_id)
        if is_ours:
            self._runs[-1].history.append(event)
        return is_ours

    def finish(self, run_id: int, outcome: Outcome) -> bool:
        """Note how a run has ended; it stays in front. False means that it is not going on here."""
        is_ours = self._is_going_on(run_id)
        if is_ours:
            self._runs[-1].run_id = None
            self._runs[-1].outcome = outcome
        return is_ours

    def clear(self) -> None:
        """Remove every run that is not going on."""
        self._runs = [run for run in self._runs if run.run_id is not None]

    def view(self, *, is_log: bool, x_range: tuple[float, float] | None) -> LossView:
        """Return what is to be drawn."""
        shown = [run for run in self._runs if run.is_shown]
        is_front_shown = bool(shown) and shown[-1] is self._runs[-1]
        behind = shown[:-1] if is_front_shown else shown
        return LossView(
            tuple(FinishedRun(run.history, run.number) for run in behind),
            shown[-1].history if is_front_shown else None,
            is_log,
            x_range,
        )

    def _free_number(self) -> int:
        taken = {run.number for run in self._runs}
        return next(number for number in range(len(taken) + 1) if number not in taken)

    def _drop_oldest(self) -> None:
        del self._runs[: -1 - MOST_FINISHED_RUNS]

    def _is_going_on(self, run_id: int) -> bool:
        return bool(self._runs) and self._runs[-1].run_id == run_id
