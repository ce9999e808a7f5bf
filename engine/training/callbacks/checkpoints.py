"""Handing out the state of a training while it goes on, so that it can be kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from engine.runs.training_state import TrainingState
from engine.training import weights
from engine.training.callbacks.divergence import EndDivergence
from engine.training.callbacks.progress import PublishProgress
from engine.training.callbacks.stopwatch import Stopwatch
from engine.training.keras_backend import keras

_LONGEST_S = 15.0
_MOST_COST = 0.015


class Checkpoints(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Hands out a `TrainingState` after an epoch, and within one that takes long.

    It does so at the end of every epoch, unless the last one was so short ago that copying and writing would cost
    more than `_MOST_COST` of the time, and at least every `_LONGEST_S`. It must come after the callbacks that it asks.
    Its model is an `engine.training.fused_model.FusedModel`.

    Args:
        take: receives the states, and returns at once the processor time in s that it took to write the last one.
        progress: knows the losses so far.
        divergence: knows the first loss, and whether the training diverged.
        stopwatch: the time of the training.
    """

    def __init__(
        self,
        take: Callable[[TrainingState], float],
        progress: PublishProgress,
        divergence: EndDivergence,
        stopwatch: Stopwatch,
    ) -> None:
        super().__init__()
        self._take = take
        self._progress = progress
        self._divergence = divergence
        self._stopwatch = stopwatch
        self._cost_s = 0.0
        self._taken_at_s = time.perf_counter()

    def on_train_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Hand out the state within a long epoch."""
        if time.perf_counter() - self._taken_at_s > _LONGEST_S:
            self.hand_out()

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Hand out the state of a whole epoch."""
        if time.perf_counter() - self._taken_at_s > min(self._cost_s / _MOST_COST, _LONGEST_S):
            self.hand_out()

    def hand_out(self) -> None:
        """Hand out the state now, e.g. before a pause; at the end of the training it is handed out anyway."""
        if self._divergence.has_diverged or self.model.stop_training:
            return
        started = time.perf_counter()
        state = self.state()
        written_s = self._take(state)
        self._taken_at_s = time.perf_counter()
        self._cost_s = max(self._taken_at_s - started, written_s)

    def state(self) -> TrainingState:
        """Return the state after the latest step."""
        arrays, seeds, optimizer = weights.copied(self.model.autoencoder, self.model.optimizer)
        history = {name: tuple(losses) for name, losses in self._progress.history.items()}
        if self._divergence.has_diverged:  # the weights are those from before; its momentum would diverge again
            optimizer = tuple(map(np.zeros_like, optimizer))
        executions = self.model.executions
        done = len(history["loss"])
        return TrainingState(
            arrays,
            seeds,
            optimizer,
            history,
            () if self._divergence.has_diverged else executions.losses_after(done),
            executions.learning_rate,
            self._divergence.untrained_loss,
            self._stopwatch.seconds,
        )

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:
        """Hand out the last state."""
        self._take(self.state())
