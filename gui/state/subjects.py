"""What the window's contents are about, and clearing what is about something that has been replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, auto

from gui.state.app_state import AppState


class Subject(Enum):
    """What something on the screen is of. When it is replaced, what was of the former must go."""

    MODEL = auto()
    """The model that answers; the start of a run makes a new one."""
    VERDICTS = auto()
    """The detector of the model, or that there is none."""
    DATA = auto()
    CLASSES = auto()
    """The classes that are chosen as normal."""


def replaced(before: AppState, after: AppState) -> frozenset[Subject]:
    """Return what has been replaced between two states."""
    pairs = {
        Subject.MODEL: (before.model, after.model),
        Subject.VERDICTS: (before.detector, after.detector),
        Subject.DATA: (before.dataset, after.dataset),
        Subject.CLASSES: (before.normal, after.normal),
    }
    return frozenset(subject for subject, (former, present) in pairs.items() if present is not former)


class Clearing:
    """Clears every part of the window of which a subject has been replaced; the engine's next events fill it again.

    Args:
        table: what each part is of, by the method that clears it.
    """

    def __init__(self, table: Mapping[Callable[[], None], frozenset[Subject]]) -> None:
        self._table = table
        self._state = AppState()

    def apply_state(self, state: AppState) -> None:
        """Clear what is of something that this state has no more."""
        changed = replaced(self._state, state)
        self._state = state
        for clear, subjects in self._table.items():
            if subjects & changed:
                clear()
