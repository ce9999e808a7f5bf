"""The one place where the window's state is kept: it follows the commands to the engine and the engine's events."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from engine.protocol.commands import Command
from engine.protocol.events import Event
from engine.protocol.model_info import Normal
from gui.state import transitions
from gui.state.app_state import AppState
from gui.state.engine_client import EngineClient


class StateStore(QObject):
    """Holds the state and announces each change of it, before the client announces the event that made it.

    Signals:
        changed(AppState): the state has changed.
    """

    changed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = AppState()
        client.queued.connect(self._follow_command)
        client.stop_requested.connect(self._follow_stop)
        client.published.connect(self._follow_event)

    @property
    def state(self) -> AppState:
        """What is known at the moment."""
        return self._state

    @Slot(object)
    def choose_normal(self, normal: Normal) -> None:
        """Take the classes that the user has chosen as normal; None means all."""
        self._set(replace(self._state, normal=normal))

    @Slot(object)
    def _follow_command(self, command: Command) -> None:
        self._set(transitions.after_command(self._state, command))

    @Slot()
    def _follow_stop(self) -> None:
        self._set(transitions.after_stop(self._state))

    @Slot(object)
    def _follow_event(self, event: Event) -> None:
        self._set(transitions.after_event(self._state, event))

    def _set(self, state: AppState) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit(state)
