"""How far a long piece of loading is, and the place where it notices that it was cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable

from engine.errors import Cancelled

Report = Callable[[str, float | None], None]
"""Takes a sentence without its full stop, and a fraction 0..1 or None where it is not known."""


class Progress:
    """Counts work that is done and reports it as a fraction.

    Args:
        doing: what is going on, e.g. "Opening digits.npz".
        report: who wants to know.
        cancelled: set by another thread to end the work.
        total: all the work, in any unit; 0 where it is not known.
    """

    def __init__(self, doing: str, report: Report, cancelled: threading.Event, total: int = 0) -> None:
        self._doing = doing
        self._report = report
        self._cancelled = cancelled
        self._total = total
        self._done = 0

    def advance(self, amount: int = 0) -> None:
        """Count `amount` more units as done and report it.

        Raises:
            Cancelled: the user has cancelled the work.
        """
        if self._cancelled.is_set():
            raise Cancelled
        self._done += amount
        self._report(self._doing, min(1.0, self._done / self._total) if self._total else None)
