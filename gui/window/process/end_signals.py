"""The signals by which the system asks a program to end, as a signal of Qt."""

from __future__ import annotations

import signal
import socket
from contextlib import suppress

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no SIGHUP


class EndSignals(QObject):
    """Listens for Ctrl-C (SIGINT), for SIGTERM and for the end of the terminal (SIGHUP).

    Python runs a signal's handler between two of its own instructions, and there is none while Qt waits for events. But
    Python's part in C writes the signal's number to a socket at once, and that socket wakes Qt.

    A signal that was ignored when the program started stays ignored, e.g. SIGHUP under nohup. It must be created on the
    main thread.

    Signals:
        received(int): the number of the signal that has come.
    """

    received = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)
        numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        self._numbers = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
        for number in self._numbers:
            signal.signal(number, _do_nothing)  # without a handler of Python's no number is written

    def let_the_next_one_kill(self) -> None:
        """Give every signal its usual effect: who asks a second time does not want to wait."""
        for number in self._numbers:
            signal.signal(number, signal.SIG_DFL)

    @Slot()
    def _read(self) -> None:
        with suppress(BlockingIOError):
            for number in self._reading.recv(64):
                if number in self._numbers:
                    self.received.emit(number)


def _do_nothing(number: int, frame: object) -> None:
    """Handle a signal; `EndSignals` has its number from the socket."""
