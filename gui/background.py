"""Work that takes longer than a frame, beside a window that stays alive."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

from engine.heavy_import import LOADING

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

_POLL_MS = 10

Result = TypeVar("Result")


class Background(QObject):
    """Does work on a thread of its own, one piece after the other, and hands over what came of it on the window's.

    The thread is asked for its end, for it knows no Qt and may outlive the window: Python waits for it before the
    process ends. What nobody has begun when this is deleted is left undone.

    The work has to leave all that is Qt's alone, imports that make classes of Qt's too: before Python 3.12 PySide
    keeps them in one table, which Qt reads on the window's thread without any lock, and a class that is made
    elsewhere at that moment ends the process.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: deque[tuple[Callable[[], object], Callable[[Future[object]], None]]] = deque()
        self._running: Future[object] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether anything is being done, or waits."""
        return bool(self._waiting)

    def do(self, work: Callable[[], Result], take: Callable[[Future[Result]], None]) -> None:
        """Do something as soon as all that came before is done, and TensorFlow's libraries are loaded.

        Args:
            work: called on the thread.
            take: called here, with what came of it, after this has stopped being busy with it.
        """
        self._waiting.append((work, take))  # type: ignore[arg-type]  # each take fits its own work
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        if self._running is None:
            if not LOADING.locked():  # else even to start a thread would have to wait for it
                self._running = self._pool().submit(self._waiting[0][0])
        elif self._running.done():
            ended, self._running = self._running, None
            _, take = self._waiting.popleft()
            if not self._waiting:
                self._timer.stop()
            take(ended)

    def _pool(self) -> ThreadPoolExecutor:
        """Return the one thread; most windows never need most of theirs."""
        if self._thread is None:
            from concurrent.futures import ThreadPoolExecutor

            self._thread = ThreadPoolExecutor(1, thread_name_prefix="background")
        return self._thread
