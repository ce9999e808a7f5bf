"""The one way in which long work is told to end before it is done."""

from __future__ import annotations

import threading
from collections.abc import Callable

from engine.errors import Cancelled

Poll = Callable[[], None]
"""Called often in the course of long work, on the thread that does it, so that drawings are answered meanwhile."""


def poll_nothing() -> None:
    """Serve nobody in the course of long work."""


class Cancellation:
    """A request to end one piece of long work. Any thread may make it; the work looks often whether it was made.

    It cannot be taken back, and belongs to one piece of work, so that a late click cannot end the next one.

    Args:
        *parents: it is made as well where one of these is.
        question: it is made as well where this says so, e.g. that a newer command waits. It is asked each time,
            on any thread, so it must be quick and change nothing.
    """

    def __init__(self, *parents: Cancellation, question: Callable[[], bool] | None = None) -> None:
        self._is_requested = threading.Event()
        self._parents = parents
        self._question = question

    def cancel(self) -> None:
        """Ask the work to end as soon as it can."""
        self._is_requested.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether the work should end."""
        return (
            self._is_requested.is_set()
            or any(parent.is_cancelled for parent in self._parents)
            or (self._question is not None and self._question())
        )

    def raise_if_cancelled(self) -> None:
        """End the work where it should end.

        Raises:
            Cancelled: it should.
        """
        if self.is_cancelled:
            raise Cancelled

    def wait(self, seconds: float) -> bool:
        """Wait so long for `cancel`, and return whether the work should end; a parent's request is seen at the end."""
        self._is_requested.wait(0 if self.is_cancelled else seconds)
        return self.is_cancelled
