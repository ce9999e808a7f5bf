"""How the window controls a running training, without waiting in the queue of commands."""

from __future__ import annotations

import threading

from engine.cancellation import Cancellation


class RunControl:
    """Controls one run. The window sets it on its thread, the training reads it on the engine's.

    A control belongs to one run and is never used again, so a late click cannot stop the next run.

    Args:
        changed: the condition that is notified on every change, so that a paused engine can wait for
            this and for drawings at once (`engine.protocol.inbox.Inbox.changed`).
        is_stepping: start with a single epoch and pause after it.
        cancellation: the run stops when this is cancelled; None makes a new one.

    Attributes:
        changed: the condition.
        cancellation: the cancellation; it also ends the preparation of the run.
    """

    def __init__(
        self,
        changed: threading.Condition | None = None,
        *,
        is_stepping: bool = False,
        cancellation: Cancellation | None = None,
    ) -> None:
        self.changed = changed or threading.Condition()
        self.cancellation = cancellation or Cancellation()
        self._is_paused = False
        self._is_stepping = is_stepping
        self._learning_rate: float | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether the run was stopped, which is final."""
        return self.cancellation.is_cancelled

    @property
    def is_paused(self) -> bool:
        """Whether the run should wait now. A stopped run never waits."""
        return self._is_paused and not self.is_stopped

    def stop(self) -> None:
        """Ask the run to end as soon as it can and keep what it has learnt."""
        self.cancellation.cancel()
        self._set()

    def pause(self) -> None:
        """Ask the run to wait after the current batch."""
        self._set(_is_paused=True, _is_stepping=False)

    def resume(self) -> None:
        """Let a paused run continue to its end."""
        self._set(_is_paused=False, _is_stepping=False)

    def step(self) -> None:
        """Let the run continue to the end of an epoch, then pause."""
        self._set(_is_paused=False, _is_stepping=True)

    def epoch_ended(self) -> None:
        """Called by the training: a stepping run pauses here."""
        with self.changed:
            if self._is_stepping:
                self._is_stepping = False
                self._is_paused = True

    def change_learning_rate(self, learning_rate: float) -> None:
        """Ask the run to use another learning rate from its next batch on."""
        self._set(_learning_rate=learning_rate)

    def take_learning_rate(self) -> float | None:
        """Return the requested learning rate once, then None until the next request."""
        with self.changed:
            requested, self._learning_rate = self._learning_rate, None
            return requested

    def _set(self, **values: object) -> None:
        with self.changed:
            for name, value in values.items():
                setattr(self, name, value)
            self.changed.notify_all()
