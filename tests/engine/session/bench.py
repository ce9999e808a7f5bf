"""A session for tests of runs, and what it has published."""

from pathlib import Path
from typing import TypeVar

import numpy as np

from engine.protocol.events import EpochEnded, Event
from engine.protocol.model_info import Normal
from engine.protocol.run_control import RunControl
from engine.protocol.run_events import RunsChanged
from engine.protocol.run_info import RunInfo
from engine.session.session import Session
from engine.settings import TrainingSettings

SETTINGS = TrainingSettings(
    architecture="dense", preset="article", epochs=3, batch_size=64, latent_dim=4, samples=400
)
_Event = TypeVar("_Event", bound=Event)


class Bench:
    """A session whose runs lie in a folder of the test, and what it has published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.events: list[Event] = []
        self.session = Session(self.events.append, runs_folder=folder)
        self.session.start_keeping_runs()
        self.session.load_dataset("pen-digits")

    def train(
        self, settings: TrainingSettings = SETTINGS, stop_after: int | None = None, normal: Normal = None
    ) -> str:
        """Train a run and return its key."""
        control = RunControl()
        if stop_after is not None:
            self._stop_at(control, stop_after)
        self.session.training.begin(settings, normal, control, 1)
        key = self.latest(RunsChanged).current
        assert key is not None
        return key

    def _stop_at(self, control: RunControl, epoch: int) -> None:
        publish = self.events.append

        def stopping(event: Event) -> None:
            publish(event)
            if isinstance(event, EpochEnded) and event.epoch == epoch:
                control.stop()

        self.session.workspace.publish = stopping

    def latest(self, kind: type[_Event]) -> _Event:
        return next(event for event in reversed(self.events) if isinstance(event, kind))

    def run(self, key: str) -> RunInfo:
        return next(run for run in self.latest(RunsChanged).runs if run.key == key)

    def weights(self) -> list[np.ndarray]:
        return self.session.workspace.trainer.weights()


def write_tiles(path: Path, classes: int = 2) -> Path:
    """Write a small labelled data set whose classes, 0, 1, ..., are no digits."""
    labels = np.arange(360) % classes
    images = (
        np.random.default_rng(0).integers(0, 120, (360, 28, 28)) + (120 // (classes - 1) * labels)[:, None, None]
    )
    np.savez(
        path,
        x_train=images[:300].astype(np.uint8),
        y_train=labels[:300],
        x_test=images[300:].astype(np.uint8),
        y_test=labels[300:],
    )
    return path
