"""How long work is cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable

from engine.errors import Cancelled

Poll = Callable[[], None]
"""Called often during long work, on the thread that does it, so that drawings are answered meanwhile."""


def poll_nothing() -> None:
    """Do nothing: the `Poll` of work during which nothing has to be answered."""


class Cancellation:
    """A request to end one piece of long work. Any thread may make it; the work checks often whether it was made.

    It cannot be withdrawn and belongs to one piece of work, so that a late click cannot end the next one.

    Args:
        *parents: if one of these is cancelled, this one is cancelled, too.
        question: if this returns True, the work is cancelled, e.g. because a newer command waits. It is called at
            each check, on any thread, so it must be quick and have no side effects.
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
        """Raise `Cancelled` if the work should end.

        Raises:
            Cancelled: the work should end.
        """
        if self.is_cancelled:
            raise Cancelled

    def wait(self, seconds: float) -> bool:
        """Wait up to so many seconds for `cancel`; return whether the work should end.

        A request made to a parent during the wait is noticed only at its end.
        """
        self._is_requested.wait(0 if self.is_cancelled else seconds)
        return self.is_cancelled
