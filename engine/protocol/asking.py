"""Ending long work: by an event that is not set by somebody but asked for, or by an exception."""

from __future__ import annotations

import threading
from collections.abc import Callable

from engine.errors import Cancelled


class Asked(threading.Event):
    """Is set while a question is answered with yes, for work that looks at an event to know when to end.

    Args:
        question: asked each time.
    """

    def __init__(self, question: Callable[[], bool]) -> None:
        super().__init__()
        self._question = question

    def is_set(self) -> bool:
        """Ask."""
        return self._question()


def ending(is_cancelled: Callable[[], bool]) -> Callable[[], None]:
    """Return what long work calls often: it raises `Cancelled` once the question is answered with yes."""

    def attend() -> None:
        if is_cancelled():
            raise Cancelled

    return attend
