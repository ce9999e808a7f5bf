"""The runs of a session: the current one, written as it is trained, and the others that are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from engine.errors import UserError
from engine.model_file.project_file import Project
from engine.protocol.activity import Outcome
from engine.protocol.events import Event
from engine.protocol.run_events import RunsChanged, RunsDropped, RunsNotKept
from engine.protocol.run_info import RunInfo, RunStatus
from engine.runs import checkpoint
from engine.runs.run_file import cleaned_note
from engine.runs.run_import import import_runs
from engine.runs.run_store import RunStore
from engine.runs.run_writer import RunWriter
from engine.runs.training_state import TrainingState


class RunKeeper:
    """Keeps the run that is being trained, and knows which run's model is the current one.

    What cannot be written is published as `RunsNotKept`, and the training goes on.

    Args:
        publish: receives every event.
        store: where the runs are kept.

    Attributes:
        store: where the runs are kept.
        current: the key of the run whose model is the current one; None where another model is.
    """

    def __init__(self, publish: Callable[[Event], None], store: RunStore) -> None:
        self._publish = publish
        self.store = store
        self.current: str | None = None
        self._writer = RunWriter()
        self._is_writing = False  # whether the current run could be begun

    def publish_all(self) -> None:
        """Publish the list of runs."""
        store = self.store
        self._publish(RunsChanged(store.runs, self.current, store.used_bytes, store.limit_bytes))

    def close(self) -> None:
        """Wait a bounded time for what is still being written, and unlock everything."""
        self._writer.flush()
        self.store.close()

    def leave(self) -> None:
        """Another model than that of a run is the current one."""
        if self.current is not None:
            self.current = None
            self.publish_all()

    # ------------------------------------------------------------------------------------ the training

    def begin(self, run: RunInfo) -> None:
        """Keep the run that is being trained from now on. Where that is impossible, there is no current run."""
        self._is_writing = self._attempt(lambda: self.store.begin(run))
        self.current = run.key if self._is_writing else None
        self._drop_oldest()
        self.publish_all()

    def keep(self, state: TrainingState) -> float:
        """Have a state of the current run written, and return the processor time that the last one took, in s."""
        if not self._is_writing or self.current is None:
            return 0.0
        self._report(self._writer.take_problem())
        run = self.store.run(self.current)
        newer = replace(
            run,
            model=replace(run.model, history=state.history),
            seconds=state.seconds,
            has_verdicts=False,
        )
        self.store.remember(newer)

        def write() -> None:
            self.store.write_model(newer.key, checkpoint.to_project(newer.model, state))
            self.store.write(newer)

        seconds = self._writer.put(write)
        self.publish_all()
        return seconds

    def end(self, outcome: Outcome | None) -> None:
        """The training of the current run has ended; None means that it is to be continued after the next start.

        If the last state could not be written, the run is behind its model, which is then of no run.
        """
        key = self.current
        if key is None or not self._is_writing:
            return
        is_written = self._writer.flush()
        problem = self._writer.take_problem()
        self._report(problem)
        run = self.store.run(key)
        status = RunStatus.INTERRUPTED if outcome is None else RunStatus.of(outcome)
        is_ended = self._attempt(lambda: self.store.write(replace(run, status=status)))
        if not (is_written and problem is None and is_ended):
            self.current = None
        self.store.end(key)
        self._is_writing = False
        self._drop_oldest()
        self.publish_all()

    # ------------------------------------------------------------------------- what is learnt afterwards

    def note_metrics(self, metrics: Mapping[str, float]) -> None:
        """Keep what was measured of the current run's model on its own data: "bce", "mse", "mae" or "auroc"."""
        if self.current is not None and self.current in self.store:
            run = self.store.run(self.current)
            model = replace(run.model, metrics={**run.model.metrics, **metrics})
            self._attempt(lambda: self.store.write(replace(run, model=model)))
            self.publish_all()

    def note_detector(self, arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> None:
        """Keep the detector of the current run's model."""
        key = self.current
        if key is None or key not in self.store:
            return

        def write() -> None:
            project = checkpoint.with_detector(self.store.model(key), arrays, facts)
            self.store.write_model(key, project)
            self.store.write(replace(self.store.run(key), has_verdicts=True))

        self._attempt(write)
        self.publish_all()

    # --------------------------------------------------------------------------------------- their list

    def edit(self, key: str, name: str | None, note: str | None) -> None:
        """Rename or annotate a run, which keeps it from being dropped; an interrupted run counts as stopped then.

        Raises:
            UserError: there is no such run, the name is empty or too long, or it cannot be written.
        """
        run = self.store.run(key)
        if name is not None:
            if not name.strip() or len(name) > _LONGEST_NAME:
                raise UserError("A run's name must have 1 to {limit} characters; shorten it.", limit=_LONGEST_NAME)
            run = replace(run, model=replace(run.model, name=" ".join(name.split())))
        if note is not None:
            run = replace(run, note=cleaned_note(note))
        if run.status is RunStatus.INTERRUPTED:
            run = replace(run, status=RunStatus.STOPPED)
        self.store.write(replace(run, is_kept=True))
        self.publish_all()

    def mark_kept(self, key: str) -> None:
        """The user has saved this run, so it is not dropped for want of space."""
        if key in self.store:
            self._attempt(lambda: self.store.write(replace(self.store.run(key), is_kept=True)))
            self.publish_all()

    def delete(self, keys: tuple[str, ...]) -> None:
        """Delete runs.

        Raises:
            UserError: one cannot be deleted.
        """
        try:
            self.store.delete(keys)
        finally:
            if self.current is not None and self.current not in self.store:
                self.current = None
            self.publish_all()

    def restore(self, keys: tuple[str, ...]) -> None:
        """Bring deleted runs back.

        Raises:
            UserError: one is not there any more.
        """
        try:
            self.store.restore(keys)
        finally:
            self.publish_all()

    def import_runs(self, runs: Sequence[tuple[RunInfo, Path]]) -> tuple[RunInfo, ...]:
        """Take in runs from elsewhere by `engine.runs.run_import`.

        Raises:
            UserError: they cannot be written.
        """
        imported = import_runs(self.store, runs)
        self._drop_oldest()
        self.publish_all()
        return imported

    def saved_model(self, key: str) -> Project:
        """Return a run's model file as it is saved for others, under the run's name.

        Raises:
            UserError: it cannot be read.
        """
        project = checkpoint.without_training(self.store.model(key))
        return replace(project, info=self.store.run(key).model)

    # ------------------------------------------------------------------------------------------- helpers

    def _attempt(self, write: Callable[[], None]) -> bool:
        """Write, or publish why it is impossible; return whether it was done."""
        try:
            write()
        except UserError as error:
            self._report(error)
            return False
        return True

    def _report(self, problem: UserError | None) -> None:
        if problem is not None:
            self._publish(RunsNotKept(str(problem)))

    def _drop_oldest(self) -> None:
        dropped = self.store.drop_oldest(self.current)
        if dropped:
            names = tuple(run.name for run in dropped)
            self._publish(RunsDropped(names, self.store.limit_bytes))


_LONGEST_NAME = 200
