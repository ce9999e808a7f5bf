"""Publishing the progress of a training."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from engine.protocol.events import BatchEnded, EpochEnded, Event
from engine.training.callbacks.stopwatch import Stopwatch
from engine.training.keras_backend import keras

_PERIOD_S = 0.05


class PublishProgress(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Publishes `BatchEnded` at most every 50 ms and `EpochEnded` after every whole epoch, and keeps the history.

    Its model is an `engine.training.fused_model.FusedModel`. It must come before `ObeyControl`, which may wait.

    Args:
        run_id: the `run_id` of the events.
        samples: number of training images.
        publish: receives the events.
        stopwatch: measures the speed; it was started when the training began.
        history: of the epochs that are done already, where an earlier training is continued.

    Attributes:
        history: loss lists by name ("loss", and "val_loss" with a validation), one number a whole epoch.
        samples_done: how many images the training has gone through since it began or was continued.
    """

    def __init__(
        self,
        run_id: int,
        samples: int,
        publish: Callable[[Event], None],
        stopwatch: Stopwatch,
        history: Mapping[str, Sequence[float]] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self.history: dict[str, list[float]] = {"loss": [], **{name: list(old) for name, old in history.items()}}
        self._first_epoch = len(self.history["loss"])
        self.samples_done = 0
        self._run_id = run_id
        self._samples = samples
        self._publish = publish
        self._stopwatch = stopwatch
        self._epoch = 0
        self._batch = 0
        self._losses: list[float] = []
        self._began_at_s = 0.0
        self._published_at_s = 0.0

    @property
    def samples_per_second(self) -> float:
        """Training speed since the first batch, without compiling and pauses."""
        seconds = self._stopwatch.seconds - self._began_at_s
        return self.samples_done / seconds if seconds > 0 else 0.0

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:
        """Start the clock."""
        self._began_at_s = self._published_at_s = self._stopwatch.seconds

    def on_epoch_begin(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Count the epoch."""
        self._epoch = epoch + 1
        self._batch = 0

    def on_train_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Publish the mean loss of the latest batches, at most every 50 ms."""
        self._batch = batch + 1
        epochs_done = self._epoch - 1 + self._batch / self.params["steps"]
        self.samples_done = round((epochs_done - self._first_epoch) * self._samples)
        loss = float((logs or {})["loss"])
        if not math.isfinite(loss):  # `EndDivergence` restores the weights from before
            return
        self._losses.append(loss)
        now_s = self._stopwatch.seconds
        if now_s - self._published_at_s < _PERIOD_S:
            return
        samples_left = self._samples * (self.params["epochs"] - epochs_done)
        self._publish(
            BatchEnded(
                self._run_id,
                self._epoch,
                self._batch,
                sum(self._losses) / len(self._losses),
                self.samples_per_second,
                samples_left / self.samples_per_second,
            )
        )
        self._losses.clear()
        self._published_at_s = now_s

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Publish and keep the losses of the epoch, if it was completed, including its validation."""
        logs = logs or {}
        is_cut = self._batch < self.params["steps"] or ("val_loss" in logs and self.model.stop_evaluating)
        if is_cut or not all(math.isfinite(loss) for loss in logs.values()):
            return
        for name, loss in logs.items():
            self.history.setdefault(name, []).append(float(loss))
        self._publish(
            EpochEnded(
                self._run_id,
                self._epoch,
                float(logs["loss"]),
                logs.get("val_loss"),
                self.model.executions.current_rate,
            )
        )
