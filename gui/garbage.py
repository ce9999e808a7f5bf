"""Collecting garbage on the window's thread only, while other threads work beside it.

Python's collector runs on whichever thread happens to allocate, and what it finds may be a widget, a timer or a painter
that nobody holds any more. Qt's objects have to be destroyed on their own thread: elsewhere that may crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_PERIOD_MS = 100


class GarbageCollection(QObject):
    """Takes the collector's work over, by its own thresholds, on the thread of this object."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_PERIOD_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Collect here, and nowhere else, from now on."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Let Python collect as it does."""
        if self._timer.isActive():
            self._timer.stop()
            gc.enable()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation that is due."""
        due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))
