"""One seed's process: it opens the window, lets the monkey loose, closes everything and writes what was found."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from engine.protocol.events import Event
from gui.state.app_state import Phase
from gui.window.application import create_window
from gui.window.main_window import MainWindow
from gui.window.memory import WindowMemory
from tests.monkey.checks import contradictions, threads_left
from tests.monkey.files import make_files
from tests.monkey.monkey import Monkey
from tests.monkey.watch import Watch

_STEP_MS = 15
_STEPS_FOR_A_TEXT = 4  # reading all of them takes as long as several steps
_LONGEST_END_SECONDS = 60.0
_REOPENING = 0.004
"""The share of steps that close the window and open another one."""


class Run:
    """The life of one seed: a chain of single-shot timers, so that steps go on while a dialog has its own loop.

    Args:
        seed: of every choice.
        seconds: how long to go on.
        watch: collects what goes wrong.
        home: the folder for everything.
    """

    def __init__(self, seed: int, seconds: float, watch: Watch, home: Path) -> None:
        self._random = random.Random(seed)
        self._ends = time.monotonic() + seconds
        self._watch = watch
        self._home = home
        self._files = make_files(home / "files", random.Random(seed))
        self._steps = (home / "steps.log").open("w", encoding="utf-8", buffering=1)
        self._depth = 0
        self.count = 0
        self.windows = 0
        self.events: Counter[str] = Counter()
        self.window = self._open()
        self._monkey = Monkey(self._random, self._files)

    def _open(self) -> MainWindow:
        files = [str(self._files.images)] if self._random.random() < 0.8 else []
        self.windows += 1
        window = create_window(files, WindowMemory(self._home / "memory"))
        window.client.published.connect(self._count_event)
        return window

    def _count_event(self, event: Event) -> None:
        self.events[type(event).__name__] += 1

    def step(self) -> None:
        """Do one thing, check everything, and go on."""
        if time.monotonic() >= self._ends:
            self._end_dialogs()
            return
        QTimer.singleShot(_STEP_MS, self.step)
        self.count += 1
        self._depth += 1
        try:
            is_alone = self._depth == 1 and QApplication.activeModalWidget() is None
            is_gone = not self.window.isVisible()  # by its menu's Quit
            if is_gone or (is_alone and self._random.random() < _REOPENING):
                self._note("close and open again")
                self.close()
                self.window = self._open()
            else:
                self._monkey.act(self.window, self._note)
            if self._depth == 1:
                self._check()
        except Exception as error:  # a virtual method's exception comes out of the call that sent the event
            self._watch.take(type(error), error, error.__traceback__)
        finally:
            self._depth -= 1

    def close(self) -> None:
        """Close the window and see whether its threads have ended."""
        window = self.window
        self._watch.doing = "closing"
        window.close_without_saving()
        self._watch.threads_left.extend(threads_left(window))
        window.deleteLater()
        QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        self._watch.doing = ""

    def settle(self) -> None:
        """Stop everything and wait until the engine is free: a phase that stays is a contradiction."""
        client, ends = self.window.client, time.monotonic() + _LONGEST_END_SECONDS
        client.cancel_loading()
        client.stop()
        while self.window.state.phase not in (Phase.READY, Phase.FAILED) and time.monotonic() < ends:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
            client.cancel_judging()
        if self.window.state.phase is not Phase.READY:
            self._watch.contradictions.append(f"the engine does not come to rest: {self.window.state.phase}")
        self._check()

    def _check(self) -> None:
        for contradiction in contradictions(self.window, with_texts=self.count % _STEPS_FOR_A_TEXT == 0):
            if contradiction not in self._watch.contradictions:
                self._watch.contradictions.append(contradiction)
                self._note(f"CONTRADICTION {contradiction}")

    def _end_dialogs(self) -> None:
        """Leave nested event loops, the innermost first, and then the application's own."""
        popup, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None or dialog is not None:
            for widget in filter(None, (popup, dialog)):
                widget.close()
            QTimer.singleShot(_STEP_MS, self._end_dialogs)
        else:
            QApplication.exit()

    def _note(self, step: str) -> None:
        phase = self.window.state.phase.name if hasattr(self, "window") else ""
        self._watch.doing = step
        self._steps.write(f"{self.count} {phase} {step}\n")


def main(arguments: list[str]) -> None:
    """Run one seed: SEED MINUTES STALL_SECONDS HOME."""
    seed, minutes, stall_seconds, home = (
        int(arguments[0]),
        float(arguments[1]),
        float(arguments[2]),
        Path(arguments[3]),
    )
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    application = QApplication(["monkey"])
    application.setQuitOnLastWindowClosed(False)
    os.chdir(home)  # file dialogs begin here
    started = time.monotonic()
    with Watch(home, stall_seconds) as watch:
        run = Run(seed, minutes * 60, watch, home)
        QTimer.singleShot(0, run.step)
        application.exec()
        run.settle()
        run.close()
    report: dict[str, Any] = {
        "seconds": round(time.monotonic() - started, 1),
        "steps": run.count,
        "windows": run.windows,
        "events": run.events,
        **watch.report(),
    }
    (home / "report.json").write_text(json.dumps(report), encoding="utf-8")
    sys.stderr.flush()
    os._exit(0)  # how a process with TensorFlow in it ends is for the tests of closing


if __name__ == "__main__":
    main(sys.argv[1:])
