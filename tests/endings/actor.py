"""Runs inside the process: starts the real `main.main()`, brings its window to a stage, and presses its close button.

Run by `tests.endings.program`: python -m tests.endings.actor PLAN [FILE...]
A signal comes from outside; the actor only says when the stage is reached.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.endings.plans import BUTTON, EARLY, START, Plan

if TYPE_CHECKING:
    from gui.state.app_state import AppState
    from gui.window.main_window import MainWindow

_MARK = "#> "


def say(mark: str) -> None:
    """Tell the process that watches how far this one is."""
    sys.stdout.write(f"{_MARK}{mark}\n")
    sys.stdout.flush()


class Actor:
    """Uses the window until the plan's stage is reached.

    Args:
        plan: the plan.
        window: the real window, just shown.
        started: when `main.main` was called, of `time.monotonic`.
    """

    def __init__(self, plan: Plan, window: MainWindow, started: float) -> None:
        self._plan = plan
        self._window = window
        self._has_begun = self._has_saved = self._has_reached = False
        if plan.stage in EARLY:
            passed = time.monotonic() - started if plan.stage == START else 0.0
            say("shown")
            self._close_after(max(0.0, plan.delay_s - passed))
            return
        client = window.client
        client.epoch_ended.connect(lambda event: say(f"epoch {event.epoch}"))
        client.batch_ended.connect(lambda _event: self._reach("training"))
        client.working.connect(lambda event: self._reach("compiling") if "Building" in event.template else None)
        client.study_advanced.connect(lambda _event: self._reach("studying"))
        window._store.changed.connect(self._follow)

    def _follow(self, state: AppState) -> None:
        from gui.state.app_state import Phase

        if state.phase is Phase.LEARNING:
            self._reach("learning")
            if self._plan.stage == "saving" and not self._has_saved:
                self._has_saved = True
                self._window.client.cancel_judging()
                self._window.client.save(Path("saved.aestudio"))
        elif state.phase is Phase.SAVING:
            self._reach("saving")
        elif state.phase is Phase.READY and state.dataset is not None and not self._has_begun:
            self._has_begun = True
            self._begin()

    def _begin(self) -> None:
        from engine.settings import PRESETS

        window, stage = self._window, self._plan.stage
        settings = replace(PRESETS["clear"], epochs=10_000 if stage == "training" else 1)
        if stage == "compiling":
            settings = replace(PRESETS["convolutional"], epochs=1)
        if stage == "studying":
            window.client.study(settings, tuple((label,) for label in range(5)))
        else:
            window.client.train(settings, None)

    def _reach(self, stage: str) -> None:
        if stage == self._plan.stage and self._has_begun and not self._has_reached:
            self._has_reached = True
            say(stage)
            self._close_after(self._plan.delay_s)

    def _close_after(self, seconds: float) -> None:
        from PySide6.QtCore import QTimer

        if self._plan.ending == BUTTON:
            QTimer.singleShot(round(seconds * 1000), self._close)

    def _close(self) -> None:
        """Press the window's close button; discard what is unsaved."""
        from PySide6.QtWidgets import QMessageBox

        say("closing")
        self._window.close()
        prompt = self._window.findChild(QMessageBox, "unsavedPrompt")
        if prompt is not None:
            prompt.button(QMessageBox.StandardButton.Discard).click()


def main() -> int:
    """Start the program as `python main.py FILE...` does, with an actor in it."""
    import main as program
    from gui.window import application

    signal.signal(signal.SIGINT, signal.default_int_handler)  # as in a terminal, whoever has started this
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    plan = Plan(**json.loads(sys.argv[1]))
    actors: list[Actor] = []
    create: Callable[..., MainWindow] = application.create_window

    def create_window_with_actor(files: list[str]) -> MainWindow:
        window = create(files)
        actors.append(Actor(plan, window, started))
        return window

    application.create_window = create_window_with_actor
    started = time.monotonic()
    say("start")
    return program.main(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
