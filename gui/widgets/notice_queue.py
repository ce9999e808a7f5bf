"""What the notice bar has to say, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class NoticeAction(NamedTuple):
    """A button of a notice.

    Attributes:
        text: what is written on it.
        do: what a click does, after the notice has closed; a method of a QObject.
    """

    text: str
    do: Callable[[], None]


class Notice(NamedTuple):
    """One sentence with what belongs to it.

    Attributes:
        text: the sentence.
        details: what can be unfolded below it.
        is_error: whether something went wrong.
        actions: the buttons beside it.
        is_lasting: whether a notice stays until it is answered or closed; an error always does.
        can_start_again: offer to start the engine once more.
        subject: what it is about. A later error about the same replaces it, and a success takes it back.
    """

    text: str
    details: str = ""
    is_error: bool = False
    actions: tuple[NoticeAction, ...] = ()
    is_lasting: bool = False
    can_start_again: bool = False
    subject: str = ""

    @property
    def rank(self) -> int:
        """What goes first: errors, then notices that stay, then those that close by themselves."""
        return 0 if self.is_error else 1 if self.is_lasting else 2


class NoticeQueue:
    """Errors, the newest first; then notices that ask something, the oldest first; then the latest other one."""

    def __init__(self) -> None:
        self._notices: list[Notice] = []

    @property
    def shown(self) -> Notice | None:
        """What is said now."""
        return self._notices[0] if self._notices else None

    @property
    def waiting(self) -> tuple[Notice, ...]:
        """What is said after that, in this order."""
        return tuple(self._notices[1:])

    def add(self, notice: Notice) -> None:
        """Say something more. An error that is said again goes to the front; nothing is said twice."""
        is_known = notice in self._notices
        if is_known and not notice.is_error:
            return
        kept = [one for one in self._notices if one != notice and not _replaces(notice, one)]
        before = [one for one in kept if one.rank < notice.rank]
        same = [one for one in kept if one.rank == notice.rank]
        after = [one for one in kept if one.rank > notice.rank]
        same = [notice, *same] if notice.is_error else [*same, notice]
        self._notices = [*before, *same, *after]

    def close(self) -> None:
        """Take away what is said now."""
        del self._notices[:1]

    def clear(self, subject: str) -> None:
        """Take away the errors about this."""
        self._notices = [one for one in self._notices if one.subject != subject or not one.is_error]

    def bring_forward(self, position: int) -> None:
        """Say now what waits at this position."""
        self._notices.insert(0, self._notices.pop(position + 1))


def _replaces(new: Notice, old: Notice) -> bool:
    """Return whether an older notice has no more to say: of the same subject, or as short-lived as the new one."""
    is_same = bool(new.subject) and new.subject == old.subject and new.is_error and old.is_error
    return is_same or new.rank == old.rank == 2
