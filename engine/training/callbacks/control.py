"""The user's control of a run: stop, pause, step and the learning rate, applied between batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from engine.cancellation import Poll
from engine.protocol.events import Event, TrainingPaused, TrainingResumed
from engine.protocol.run_control import RunControl
from engine.training.callbacks.stopwatch import Stopwatch
from engine.training.keras_backend import keras

_LONGEST_WAIT_S = 0.05  # in case a notification came just before the wait for it


class ObeyControl(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Applies a `RunControl` after every batch, including validation, and lets the engine answer drawings.

    Its model is an `engine.training.fused_model.FusedModel`.

    Args:
        control: the controls of this run.
        run_id: the `run_id` of the events.
        publish: receives `TrainingPaused` and `TrainingResumed`.
        poll: called after every batch, and repeatedly during a pause, so that drawings are answered.
        stopwatch: the time of pauses is subtracted from it.
        before_pause: called before each pause, which may be long.
    """

    def __init__(
        self,
        control: RunControl,
        run_id: int,
        publish: Callable[[Event], None],
        poll: Poll,
        stopwatch: Stopwatch,
        before_pause: Callable[[], None],
    ) -> None:
        super().__init__()
        self._before_pause = before_pause
        self._control = control
        self._run_id = run_id
        self._publish = publish
        self._poll = poll
        self._stopwatch = stopwatch

    def on_train_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Obey."""
        self._obey()

    def on_test_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Obey."""
        self._obey()

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Pause a stepping run here, unless this was the last epoch."""
        if epoch + 1 < self.params["epochs"] and not self.model.stop_training:
            self._control.epoch_ended()
            self._obey()

    def _obey(self) -> None:
        self._poll()
        if self._control.is_paused:
            self._wait()
        learning_rate = self._control.take_learning_rate()
        if learning_rate is not None:
            self.model.executions.learning_rate = learning_rate
        if self._control.is_stopped:
            self.model.stop_training = True
            self.model.stop_evaluating = True  # otherwise Keras would finish the whole validation

    def _wait(self) -> None:
        self._publish(TrainingPaused(self._run_id))
        self._before_pause()
        started = time.perf_counter()
        while self._control.is_paused:
            with self._control.changed:
                if self._control.is_paused:
                    self._control.changed.wait(_LONGEST_WAIT_S)
            self._poll()
        self._stopwatch.leave_out(time.perf_counter() - started)
        if not self._control.is_stopped:
            self._publish(TrainingResumed(self._run_id))
