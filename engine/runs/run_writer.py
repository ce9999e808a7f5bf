"""Writing the state of a running training on a thread of its own, so that the training does not wait for the disk."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from engine.errors import UserError

_LONGEST_WAIT_S = 10.0


class RunWriter:
    """Carries out the latest of the writes that it is given; one that has not begun when the next comes is left out.

    Its thread lives only while there is something to write.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._next: Callable[[], None] | None = None
        self._thread: threading.Thread | None = None
        self._seconds = 0.0
        self._problem: UserError | None = None

    def put(self, write: Callable[[], None]) -> float:
        """Have something written, and return at once how much of a processor's time the last write took, in s.

        Waiting for the disk is not counted: it takes nothing from the training.

        Args:
            write: does it; may raise `UserError`, see `take_problem`.
        """
        with self._changed:
            self._next = write
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="run-writer", daemon=True)
                self._thread.start()
            return self._seconds

    def take_problem(self) -> UserError | None:
        """Return why the last write failed, once; None if it did not."""
        with self._changed:
            problem, self._problem = self._problem, None
            return problem

    def flush(self, timeout_s: float = _LONGEST_WAIT_S) -> bool:
        """Wait until everything is written, and return whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self._thread is None, timeout_s)

    def _run(self) -> None:
        try:
            while (write := self._take()) is not None:
                self._carry_out(write)
        finally:  # also after a fault of ours, so that nobody waits for a thread that is gone
            with self._changed:
                if self._thread is threading.current_thread():
                    self._thread = None
                self._changed.notify_all()

    def _take(self) -> Callable[[], None] | None:
        with self._changed:
            write, self._next = self._next, None
            if write is None:
                self._thread = None  # here, under the lock: what is put from now on starts another
            return write

    def _carry_out(self, write: Callable[[], None]) -> None:
        started = time.thread_time()
        problem = None
        try:
            write()
        except UserError as error:
            problem = error
        with self._changed:
            self._seconds = time.thread_time() - started
            self._problem = problem
