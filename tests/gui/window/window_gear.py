"""A real window whose engine has not been started: the tests say what the engine would."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from engine.protocol import events
from engine.protocol.activity import Outcome
from engine.protocol.commands import Command
from engine.protocol.events import Event
from engine.settings import PRESETS
from gui.window.main_window import MainWindow
from gui.window.memory import WindowMemory
from tests.gui import training_events
from tests.gui.states import DATASET, MODEL


class Desk:
    """A window, and what its engine was asked for.

    Attributes:
        window: the real one.
        asked: the commands in the engine's queue, in order.
    """

    def __init__(self, memory: WindowMemory, *files: str) -> None:
        self.window = MainWindow(list(files), memory)
        self.asked: list[Any] = []
        self.window.client.queued.connect(self.asked.append)

    def start(self) -> None:
        """Ask for data and files as the shown window does, of an engine that will not start."""
        self.window.client.close()
        self.window.start()

    def say(self, *told: Event) -> None:
        """Publish events as the engine's thread does."""
        for event in told:
            self.window.client._thread.published.emit(event)

    def get_ready(self) -> None:
        """Say that the engine is there, with labelled data and a model that fits them."""
        self.say(events.EngineReady(1.0), events.ModelReady(MODEL), events.DatasetLoaded(DATASET))

    def leave_unsaved(self) -> None:
        """Let the model hold training that no file holds."""
        self.window.client.train(PRESETS["clear"], None)
        training = self.asked[-1]
        self.say(training_events.started(training.run_id))
        self.say(events.TrainingFinished(training.run_id, Outcome.STOPPED, 0, 1.0, 100.0))
        self.carry_out(training)
        assert self.window.state.is_modified

    def carry_out(self, command: Command) -> None:
        """Say that a command is done."""
        self.say(events.CommandEnded(command))

    def asked_for(self, kind: type[Command]) -> list[Any]:
        """Return the commands of this kind."""
        return [command for command in self.asked if isinstance(command, kind)]

    def find(self, name: str) -> QWidget:
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    def button(self, name: str) -> QPushButton:
        found = self.find(name)
        assert isinstance(found, QPushButton)
        return found

    def text(self, name: str) -> str:
        label = self.find(name)
        assert isinstance(label, QLabel)
        return label.text()
