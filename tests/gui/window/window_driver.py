"""A real window whose engine is not started; the tests publish the events that the engine would."""

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


class WindowDriver:
    """Drives a window, and keeps the commands that its engine was sent.

    Attributes:
        window: the real main window.
        commands: the commands in the engine's queue, in order.
    """

    def __init__(self, memory: WindowMemory, *files: str) -> None:
        self.window = MainWindow(list(files), memory)
        self.commands: list[Any] = []
        self.window.client.queued.connect(self.commands.append)

    def start(self) -> None:
        """Ask for data and files as the shown window does, of an engine that will not start."""
        self.window.client.close()
        self.window.start()

    def publish(self, *published: Event) -> None:
        """Publish events as the engine's thread does."""
        for event in published:
            self.window.client._thread.published.emit(event)

    def get_ready(self) -> None:
        """Publish that the engine is ready, with labelled data and a model that fits them."""
        self.publish(events.EngineReady(1.0), events.ModelReady(MODEL), events.DatasetLoaded(DATASET))

    def leave_unsaved(self) -> None:
        """Leave the window with a trained model that is not saved."""
        self.window.client.train(PRESETS["clear"], None)
        training = self.commands[-1]
        self.publish(training_events.started(training.run_id))
        self.publish(events.TrainingFinished(training.run_id, Outcome.STOPPED, 0, 1.0, 100.0))
        self.end_command(training)
        assert self.window.state.is_modified

    def end_command(self, command: Command) -> None:
        """Publish that a command has ended."""
        self.publish(events.CommandEnded(command))

    def commands_of(self, kind: type[Command]) -> list[Any]:
        """Return the commands of this kind."""
        return [command for command in self.commands if isinstance(command, kind)]

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
