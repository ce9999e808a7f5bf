"""An event that is not set by somebody but asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable


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
