"""A cache of compiled models, so that one that is requested again need not be built and compiled again."""

from __future__ import annotations

import threading
from collections.abc import Callable

from engine.cancellation import Cancellation, Poll
from engine.settings import ModelSpec
from engine.training.compiling import compile_beside
from engine.training.trainer import Trainer

MOST_IDLE = 3
"""How many are kept besides the current model's. Each takes 20 MiB. Releasing one frees the weights and the state of
the optimizer, 5 MiB with the preset Clear; TensorFlow keeps the rest."""

Key = tuple[ModelSpec, str]
"""What identifies a trainer: a model and a loss."""


class Trainers:
    """Owns the compiled models, and releases the least recently requested, but never the current model's.

    Args:
        current: returns the trainer that answers at the moment, or None.
    """

    def __init__(self, current: Callable[[], Trainer | None]) -> None:
        self._current = current
        self._kept: dict[Key, Trainer] = {}  # the most recently requested comes last
        self._lock = threading.Lock()  # a cancelled building continues on the compiling thread

    def __contains__(self, key: Key) -> bool:
        """Whether the model is kept."""
        return key in self._kept

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def for_key(self, key: Key, cancellation: Cancellation, poll: Poll) -> Trainer:
        """Return the compiled model for a spec and a loss; build it if it is not kept.

        Args:
            key: the spec and the loss.
            cancellation: ends the waiting; a building that has begun continues, and its model is kept.
            poll: called every few milliseconds meanwhile.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        trainer = self._renewed(key)
        if trainer is None:
            compile_beside(lambda: self._build(key), cancellation, poll)
            trainer = self._renewed(key)
            assert trainer is not None
        return trainer

    def _renewed(self, key: Key) -> Trainer | None:
        """Return a kept model and mark it as the most recently requested; None if it is not kept."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept[key] = self._kept.pop(key)
            return self._kept[key]

    def _build(self, key: Key) -> None:
        """Build a model, after releasing those beyond `MOST_IDLE`. Runs on the compiling thread."""
        if key in self._kept:  # built while this waited in the queue
            return
        with self._lock:
            idle = [old for old, trainer in self._kept.items() if trainer is not self._current()]
            too_many = [self._kept.pop(old) for old in idle[: max(0, len(idle) + 1 - MOST_IDLE)]]
        for trainer in too_many:
            trainer.release()
        built = Trainer(*key)
        with self._lock:
            self._kept[key] = built
