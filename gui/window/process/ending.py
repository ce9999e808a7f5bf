"""The end of the program: by the window's close, by a signal, or with the user's session."""

from __future__ import annotations

import faulthandler
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from gui.window.main_window import MainWindow
from gui.window.process.end_signals import EndSignals
from gui.window.single_instance import SingleInstance

_LONGEST_CLOSING_S = 15  # the window waits less than this for its engine
_KILLED = 128  # plus the signal's number: the exit status by which shells tell what ended a program


class Ending(QObject):
    """Ends the program once its one window closes, whatever still runs on other threads.

    What happens, in this order:

    1. The window writes its settings down, hides, and says `closing`: no later start hands its files over any more.
    2. The window asks the engine to end and waits for it, but not for long. The engine ends what it writes to disk on
       its own thread, in `engine.session.loop.run`.
    3. The window says `closed`: the event loop ends, nested ones of dialogs, too.
    4. `leave_process`.

    A signal or the end of the session close the window without a question about an unsaved model.

    Args:
        application: the application.
        instance: what hears of later starts.
    """

    def __init__(self, application: QApplication, instance: SingleInstance) -> None:
        super().__init__(application)
        self._application = application
        self._instance = instance
        self._window: MainWindow | None = None
        self._status = 0
        self._signals = EndSignals(self)
        self._signals.received.connect(self._end_by_signal)
        application.commitDataRequest.connect(self._end_with_session)

    def follow(self, window: MainWindow) -> None:
        """End the program when this window closes."""
        self._window = window
        window.closing.connect(self._begin)
        window.closed.connect(self._end)

    @Slot()
    def _begin(self) -> None:
        self._instance.stop_listening()
        # The last resort needs no interpreter lock, which a library that is being loaded may hold for ever.
        faulthandler.dump_traceback_later(_LONGEST_CLOSING_S, exit=True, file=Path(os.devnull).open("w"))  # noqa: SIM115

    @Slot()
    def _end(self) -> None:
        self._application.exit(self._status)

    @Slot(int)
    def _end_by_signal(self, number: int) -> None:
        self._status = _KILLED + number
        self._signals.let_the_next_one_kill()
        self._close()

    @Slot()
    def _end_with_session(self) -> None:
        self._close()

    def _close(self) -> None:
        if self._window is not None:
            self._window.close_without_saving()


def leave_process(status: int) -> NoReturn:
    """End the process at once, without destructors and without waiting for any thread.

    Loading TensorFlow's libraries, importing Keras and compiling can neither be interrupted nor survive the usual end
    of a Python program: it waits for their threads, for ever if a library hangs, or makes their imports fail.

    Args:
        status: the exit status.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a pipe whose reader has gone, or a closed stream
            stream.flush()
    os._exit(status)
