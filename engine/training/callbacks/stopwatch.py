"""How long a training has run, without its pauses."""

from __future__ import annotations

import time


class Stopwatch:
    """Runs from the moment it is created.

    Args:
        seconds: what it shows then, in s.
    """

    def __init__(self, seconds: float = 0.0) -> None:
        self._started_at = time.perf_counter() - seconds
        self._paused_s = 0.0

    @property
    def seconds(self) -> float:
        """Time since the start without the pauses, in s."""
        return time.perf_counter() - self._started_at - self._paused_s

    def leave_out(self, seconds: float) -> None:
        """Do not count this much of the time that has passed, in s."""
        self._paused_s += seconds
