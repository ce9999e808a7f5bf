"""The engine's inbox: a queue of commands and a one-slot mailbox for the drawing."""

from __future__ import annotations

import threading
from collections import deque

from engine.cancellation import Cancellation
from engine.protocol.commands import Command, Drawing


class Inbox:
    """Commands are queued; only the latest drawing is kept, so that no backlog can grow.

    One thread can wait for both at once, and for the `RunControl` of a paused run, since all of them notify
    `changed`.

    Attributes:
        changed: notified whenever something arrives.
        closing: cancelled when the window is closed, so that long work ends.
    """

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.closing = Cancellation()
        self._commands: deque[Command] = deque()
        self._drawing: Drawing | None = None

    def put(self, command: Command) -> None:
        """Add a command to the end of the queue."""
        with self.changed:
            self._commands.append(command)
            self.changed.notify_all()

    def put_drawing(self, drawing: Drawing) -> None:
        """Replace the waiting drawing by a newer one."""
        with self.changed:
            self._drawing = drawing
            self.changed.notify_all()

    def close(self) -> None:
        """End the engine: waiting commands are dropped, and `take` returns None."""
        with self.changed:
            self.closing.cancel()
            self._commands.clear()
            self.changed.notify_all()

    @property
    def is_closed(self) -> bool:
        """Whether the inbox is closed, because the window was."""
        return self.closing.is_cancelled

    @property
    def has_drawing(self) -> bool:
        """Whether a drawing waits."""
        return self._drawing is not None

    @property
    def has_command(self) -> bool:
        """Whether a command waits."""
        return bool(self._commands)

    def wait_for_drawing(self, seconds: float) -> bool:
        """Wait up to so many seconds for a drawing; return whether one waits."""
        with self.changed:
            self.changed.wait_for(lambda: self.is_closed or self._drawing is not None, seconds)
            return self._drawing is not None

    def take_drawing(self) -> Drawing | None:
        """Return the waiting drawing, if there is one, and empty the slot."""
        with self.changed:
            drawing, self._drawing = self._drawing, None
            return drawing

    def take(self) -> Command | Drawing | None:
        """Wait for the next thing to do, the drawing first. None means that the inbox is closed."""
        with self.changed:
            self.changed.wait_for(lambda: self.is_closed or self._drawing is not None or self._commands)
            if self.is_closed:
                return None
            if self._drawing is not None:
                drawing, self._drawing = self._drawing, None
                return drawing
            return self._commands.popleft()
