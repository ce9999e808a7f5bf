"""Keras's own `fit`, at several times its speed.

With a small model, stock `fit` spends most of its time between the steps. Here the images stay uint8 and several
steps run inside one function. Keras still counts single batches, calls its callbacks for each and gets each one's own
loss; an execution is computed when its first batch is requested.
"""

from __future__ import annotations

import math
from typing import Any

from engine.datasets.image_dataset import Images
from engine.runs.training_state import TrainingState
from engine.settings import TrainingSettings
from engine.training.batches import let_go
from engine.training.callbacks.batch_callbacks import BatchCallbacks
from engine.training.executions import Executions
from engine.training.fused_steps import FusedSteps
from engine.training.keras_backend import keras, tf

_VALIDATION_VALUES = 256 * 28 * 28  # in one execution of the validation: a few milliseconds


class FusedModel(keras.Model):  # type: ignore[misc]  # Keras has no types
    """An autoencoder for Keras's `fit` that learns in executions of several steps each.

    Args:
        autoencoder: the built model to train, from `engine.training.models`.
        loss: one of `engine.settings.LOSSES`.

    Attributes:
        autoencoder: the model to train.
        steps: computes the executions.
        executions: of the running training, for its callbacks.
    """

    executions: Executions

    def __init__(self, autoencoder: Any, loss: str) -> None:
        super().__init__(name=f"fused_{autoencoder.name}")
        self.autoencoder = autoencoder
        self.compile(keras.optimizers.Adam())
        self.optimizer.build(autoencoder.trainable_variables)
        self.steps = FusedSteps(autoencoder, self.optimizer, loss)
        self.built = True
        self._mean = _RunningMean()
        self._validation_count = max(1, _VALIDATION_VALUES // math.prod(autoencoder.input_shape[1:]))

    def fit_images(
        self,
        images: Images,
        validation: Images,
        settings: TrainingSettings,
        callbacks: list[Any],
        begun: TrainingState | None = None,
    ) -> None:
        """Run Keras's `fit` on images.

        Args:
            images: (n, height, width, channels) uint8 to learn from.
            validation: the same, to measure `val_loss` on; may be empty.
            settings: all are used except the validation split.
            callbacks: Keras callbacks.
            begun: where an earlier training of these images stands, which is continued; its variables are set
                already. None begins a new one.
        """
        if begun is None:
            self.executions = Executions(self.steps, images, settings)
        else:
            self.executions = Executions(self.steps, images, settings, begun.epochs, begun.batch_losses)
            self.executions.learning_rate = begun.learning_rate
        self._validation = validation
        self.stop_evaluating = False
        validation_steps = math.ceil(len(validation) / self._validation_count)
        try:
            self.fit(
                _batch_numbers(self.executions.steps_per_epoch),
                epochs=settings.epochs,
                initial_epoch=0 if begun is None else begun.epochs,
                validation_data=_batch_numbers(validation_steps) if validation_steps else None,
                callbacks=BatchCallbacks(
                    callbacks,
                    add_history=True,
                    model=self,
                    epochs=settings.epochs,
                    steps=self.executions.steps_per_epoch,
                    verbose=0,
                ),
                shuffle=False,  # `Batches` does
                verbose=0,
            )
        finally:
            del self.executions, self._validation  # they keep references to the images

    # ------------------------------------------------------------------------- what Keras's fit calls

    def make_train_function(self, force: bool = False) -> None:
        """Let Keras take each batch's loss from an execution."""
        self.train_function = self._train_batch

    def make_test_function(self, force: bool = False) -> None:
        """Let Keras take the validation's losses from executions."""
        self.test_function = self._validate_batch

    def reset_metrics(self) -> None:
        """Start a new mean, for an epoch or a validation."""
        self._mean.reset()

    def get_metrics_result(self) -> dict[str, float]:
        """Return the mean loss of the images since `reset_metrics`."""
        return {"loss": self._mean.result}

    def call(self, images: Any, training: bool = False) -> Any:
        """Return the reconstructions, as the autoencoder does."""
        return self.autoencoder(images, training=training)

    def _train_batch(self, tickets: Any) -> dict[str, float]:
        del tickets  # Keras has counted the batch; its images come from `Batches`
        loss, count = self.executions.next_batch()
        self._mean.add(loss, count)
        return {"loss": loss}

    def _validate_batch(self, tickets: Any) -> dict[str, float]:
        first = int(next(tickets)) * self._validation_count
        images = self._validation[first : first + self._validation_count]
        loss = float(self.steps.losses(images).mean())
        let_go(images)
        self._mean.add(loss, len(images))
        return {"loss": loss}


class _RunningMean:
    """A mean over images. Keras's own metric would be a TensorFlow variable, slow to reach batch by batch."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._sum, self._count = 0.0, 0

    def add(self, mean: float, count: int) -> None:
        self._sum += mean * count
        self._count += count

    @property
    def result(self) -> float:
        return self._sum / max(1, self._count)


def _batch_numbers(count: int) -> Any:
    """Return what Keras's `fit` takes for its batches: their numbers from 0."""
    return tf.data.Dataset.range(count)
