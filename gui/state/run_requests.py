"""The window's requests about runs, beside those of `EngineClient`."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from engine.protocol import commands
from engine.protocol.commands import Drawing
from engine.protocol.model_info import Pixels
from gui.state.engine_client import EngineClient


class RunRequests(QObject):
    """Asks the engine for what can be done with runs that are kept. All methods return at once.

    Args:
        client: the bridge that carries the commands, and counts the runs.
    """

    def __init__(self, client: EngineClient) -> None:
        super().__init__(client)
        self._client = client

    def continue_run(
        self, key: str, epochs: int | None = None, learning_rate: float | None = None, *, is_stepping: bool = False
    ) -> None:
        """Train a run further.

        Args:
            key: the run's.
            epochs: the number of epochs in all, those that are done included; None leaves it as it was set.
            learning_rate: from now on; None leaves it.
            is_stepping: pause after one epoch.
        """
        run_id, control = self._client.begin_run(is_stepping=is_stepping)
        self._client.put(commands.ContinueRun(run_id, key, control, epochs=epochs, learning_rate=learning_rate))

    def make_current(self, key: str) -> None:
        """Let a run's model answer drawings."""
        self._client.cancel_judging()
        self._client.put(commands.MakeRunCurrent(key))

    def rename(self, key: str, name: str) -> None:
        """Give a run another name."""
        self._client.put(commands.EditRun(key, name=name))

    def annotate(self, key: str, note: str) -> None:
        """Give a run another note."""
        self._client.put(commands.EditRun(key, note=note))

    def keep(self, key: str) -> None:
        """Keep an interrupted run as it is: it counts as stopped from now on."""
        self._client.put(commands.EditRun(key))

    def delete(self, keys: tuple[str, ...]) -> None:
        """Delete runs; they can be restored until the program ends."""
        self._client.put(commands.DeleteRuns(keys))

    def restore(self, keys: tuple[str, ...]) -> None:
        """Bring deleted runs back."""
        self._client.put(commands.RestoreRuns(keys))

    def save(self, key: str, path: Path) -> None:
        """Save a run as a model file."""
        self._client.put(commands.SaveRun(key, path))

    def compare(self, keys: tuple[str, str], drawing: Drawing | None) -> None:
        """Reconstruct the samples, and the drawing where there is one, by the models of two runs."""
        self._client.put(commands.CompareRuns(keys, drawing))

    def save_experiment(
        self,
        path: Path,
        keys: tuple[str, ...],
        *,
        notes: str,
        false_alarms: float | None,
        drawing: Pixels | None,
        with_data: bool | None,
    ) -> None:
        """Write runs and what belongs to them as one experiment file; see `SaveExperiment`."""
        self._client.put(
            commands.SaveExperiment(
                path, keys, notes=notes, false_alarms=false_alarms, drawing=drawing, with_data=with_data
            )
        )

    def open_experiment(self, path: Path) -> None:
        """Take the runs and studies of an experiment file."""
        self._client.cancel_judging()
        self._client.put(commands.OpenExperiment(path))
