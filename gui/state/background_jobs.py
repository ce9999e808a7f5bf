"""Work that takes longer than a frame, beside a window that stays alive."""

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
_Take = Callable[["Future[object]"], None]


class BackgroundJobs(QObject):
    """Does work on threads, one piece after the other, and hands over what came of it on the window's.

    A timer looks whether the work has ended, since the thread knows no Qt and may outlive the window: Python waits for
    it before the process ends. What has not begun when this is deleted is left undone.

    The work has to leave all that is Qt's alone, imports that make classes of Qt's too: before Python 3.12 PySide
    keeps them in one table, which Qt reads on the window's thread without any lock, and a class that is made
    elsewhere at that moment ends the process.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[Callable[[], object], _Take]] = deque()
        self._running: tuple[Future[object], _Take | None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether anything is being done that somebody waits for."""
        return bool(self._waiting) or (self._running is not None and self._running[1] is not None)

    def do(self, work: Callable[[], Result], take: Callable[[Future[Result]], None]) -> None:
        """Do something as soon as all that came before is done, and TensorFlow's libraries are loaded.

        Args:
            work: called on the thread.
            take: called here after this has stopped being busy with it, with a future that is done: its `result()` is
                what the work returned, or raises what the work raised.
        """
        self._waiting.append((work, take))  # type: ignore[arg-type]  # each take fits its own work
        self._timer.start()

    def give_up(self) -> None:
        """Leave undone what has not begun, and take nothing from what has."""
        self._waiting.clear()
        if self._running is not None:
            self._running = self._running[0], None

    @Slot()
    def _look(self) -> None:
        if self._running is not None and self._running[0].done():
            (ended, take), self._running = self._running, None
            if take is not None:
                take(ended)
        if self._running is None and not self._waiting:
            self._timer.stop()
        elif self._running is None and not LOADING.locked():  # with it, even to start a thread would have to wait
            work, take = self._waiting.popleft()
            self._running = _begun(work), take


def _begun(work: Callable[[], object]) -> Future[object]:
    """Begin to do something on a new thread. An executor would import extension modules, see `LOADING`."""
    from concurrent.futures import Future

    future: Future[object] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # it is for whoever takes it
            future.set_exception(error)

    threading.Thread(target=run, name="background").start()
    return future
