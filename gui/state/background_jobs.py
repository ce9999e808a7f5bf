"""Work that would block the window, done on another thread."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

from engine.startup.library_lock import LOADING

if TYPE_CHECKING:
    from concurrent.futures import Future

_POLL_MS = 10

Result = TypeVar("Result")
_Receive = Callable[["Future[object]"], None]


class BackgroundJobs(QObject):
    """Does work on other threads, one piece after the other, and hands each result over on the window's thread.

    A timer polls whether the work has ended, since the thread does not use Qt and may outlive the window: Python waits
    for it before the process ends. Work that has not begun when this object is deleted is not done.

    The work must not use Qt, nor import a module that defines subclasses of Qt's classes: before Python 3.12 PySide
    keeps all classes in one table, which Qt reads on the window's thread without a lock, and a class that is defined
    on another thread at that moment crashes the process.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[Callable[[], object], _Receive]] = deque()
        self._running: tuple[Future[object], _Receive | None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def is_busy(self) -> bool:
        """Whether work waits or runs whose result is still wanted."""
        return bool(self._waiting) or (self._running is not None and self._running[1] is not None)

    def do(self, work: Callable[[], Result], receive: Callable[[Future[Result]], None]) -> None:
        """Do a piece of work once all earlier ones are done and TensorFlow's libraries are loaded.

        Args:
            work: called on the thread.
            receive: called on the window's thread, when this is no longer busy with the work, with a future that is
                done: its `result()` returns what the work returned, or raises what the work raised.
        """
        self._waiting.append((work, receive))  # type: ignore[arg-type]  # each fits its own work
        self._timer.start()

    def give_up(self) -> None:
        """Drop the work that has not begun, and the result of the work that is running."""
        self._waiting.clear()
        if self._running is not None:
            self._running = self._running[0], None

    @Slot()
    def _poll(self) -> None:
        if self._running is not None and self._running[0].done():
            (ended, receive), self._running = self._running, None
            if receive is not None:
                receive(ended)
        if self._running is None and not self._waiting:
            self._timer.stop()
        elif self._running is None and not LOADING.locked():  # else even starting a thread would block
            work, receive = self._waiting.popleft()
            self._running = _start(work), receive


def _start(work: Callable[[], object]) -> Future[object]:
    """Do the work on a new thread. An executor would import extension modules, see `LOADING`."""
    from concurrent.futures import Future

    future: Future[object] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # raised again by `result()`
            future.set_exception(error)

    threading.Thread(target=run, name="background").start()
    return future
