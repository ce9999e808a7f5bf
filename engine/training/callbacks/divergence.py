"""Ending a training that diverges."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.training.callbacks.stopwatch import Stopwatch
from engine.training.keras_backend import keras

_PERIOD_S = 2.0
_WORST_RATIO = 2.0


class EndDivergence(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Ends a training whose loss has diverged, and restores the last good weights.

    It has diverged if it is not finite, or if an epoch's mean loss is more than twice that of the untrained weights.

    Weights are kept at each epoch's end and every two seconds. They count as good once the next batch's loss
    shows that they are no worse than the untrained ones; a run may be much worse than those for a long time before its
    loss overflows. Its model is an `engine.training.fused_model.FusedModel`.

    Args:
        stopwatch: measures the two seconds.
        untrained_loss: the first batch's loss, where an earlier training is continued.

    Attributes:
        has_diverged: whether the training diverged.
        untrained_loss: the first batch's loss, of the untrained weights; None before it.
    """

    def __init__(self, stopwatch: Stopwatch, untrained_loss: float | None = None) -> None:
        super().__init__()
        self.has_diverged = False
        self._stopwatch = stopwatch
        self._kept_at_s = 0.0
        self._good: list[NDArray[np.float32]] = []
        self._candidate: list[NDArray[np.float32]] | None = None
        self.untrained_loss = untrained_loss

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:
        """Keep the untrained weights."""
        self._good = self._weights()

    def on_train_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Check the loss, decide by it whether the kept weights are good, and keep newer ones now and then."""
        loss = float((logs or {})["loss"])
        if self.untrained_loss is None:
            self.untrained_loss = loss
        if not math.isfinite(loss):
            self._end()
            return
        if self._candidate is not None and loss <= self.untrained_loss:
            self._good = self._candidate
        self._candidate = None
        if self.model.executions.is_between and self._stopwatch.seconds - self._kept_at_s > _PERIOD_S:
            self._keep()

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Check the epoch's losses, and keep its weights."""
        logs = logs or {}
        if self.has_diverged or self.untrained_loss is None:
            return
        if not math.isfinite(logs.get("val_loss", 0.0)) or logs["loss"] > _WORST_RATIO * self.untrained_loss:
            self._end()
        elif self.model.executions.is_between:
            self._keep()

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:
        """Check the last step's weights, of which no loss has been computed."""
        if not all(np.isfinite(array).all() for array in self._weights()):
            self._end()

    def _keep(self) -> None:
        self._candidate = self._weights()
        self._kept_at_s = self._stopwatch.seconds

    def _end(self) -> None:
        self.has_diverged = True
        self._candidate = None
        self.model.autoencoder.set_weights(self._good)
        self.model.stop_training = True
        self.model.stop_evaluating = True

    def _weights(self) -> list[NDArray[np.float32]]:
        weights: list[NDArray[np.float32]] = self.model.autoencoder.get_weights()
        return weights
