"""Training, and everything else that is done with one compiled model."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.datasets.image_dataset import Images
from engine.detection.autoencoder_evidence import Autoencoder
from engine.images import reconstruction_error
from engine.protocol.activity import Outcome
from engine.protocol.events import Event, TrainingStarted
from engine.protocol.model_info import Floats
from engine.protocol.run_control import RunControl
from engine.runs.training_state import TrainingState
from engine.settings import ModelSpec, TrainingSettings
from engine.training import models, weights
from engine.training.callbacks.checkpoints import Checkpoints
from engine.training.callbacks.control import ObeyControl
from engine.training.callbacks.divergence import EndDivergence
from engine.training.callbacks.progress import PublishProgress
from engine.training.callbacks.stopwatch import Stopwatch
from engine.training.compiling import compile_beside, let_compiling_end
from engine.training.fused_model import FusedModel
from engine.training.fused_steps import traced
from engine.training.image_counts import fitting_batch_size, training_count
from engine.training.keras_backend import keras, tf
from engine.training.scaling import enlarged, shrunk, training_images

_CHUNK_VALUES = 1000 * 28 * 28  # reconstructed at once: a few milliseconds and megabytes


def _keep_nothing(_: TrainingState) -> float:
    return 0.0


@dataclass(frozen=True)
class TrainingResult:
    """How a training ended.

    Attributes:
        outcome: how it ended.
        history: loss lists by name ("loss", and "val_loss" with a validation), one number a whole epoch.
        epochs: whole epochs done.
        seconds: wall time, without compiling and pauses.
        samples_per_second: speed since the first batch, with validation, without pauses.
    """

    outcome: Outcome
    history: Mapping[str, tuple[float, ...]]
    epochs: int
    seconds: float
    samples_per_second: float


class Trainer:
    """Owns the compiled model of a spec and a loss, and uses it for one training after the other.

    Every new model that is built and trained takes some megabytes for ever, so there should be one trainer for each
    spec and loss. One thread uses it, which need not be the one that creates it; it is compiled on another
    (`engine.training.compiling`).

    Args:
        spec: the model to build.
        loss: one of `engine.settings.LOSSES`.

    Attributes:
        model: the Keras model, uncompiled, with a layer called "code"; it takes and gives `spec.network_shape`.
    """

    def __init__(self, spec: ModelSpec, loss: str) -> None:
        self.model: keras.Model = models.build(spec)
        self._spec = spec
        self._fused = FusedModel(self.model, loss)
        shape = (None, *spec.image_shape)  # traced now, since they may be called while something is compiled
        self._reconstruct = traced(
            lambda images: enlarged(self.model(shrunk(images, spec), training=False), spec), shape, tf.float32
        )
        encoder = keras.Model(self.model.input, self.model.get_layer("code").output)
        self._encode = traced(lambda images: encoder(shrunk(images, spec), training=False), shape, tf.float32)
        self._warm_batch_sizes: set[int] = set()
        weights.renew(self.model, self._fused.optimizer, 0)

    # ------------------------------------------------------------------------------------- the weights

    @property
    def parameters(self) -> int:
        """Number of weights."""
        return int(self.model.count_params())

    def weights(self) -> list[NDArray[np.float32]]:
        """Return copies of the weights, in the model's order."""
        copies: list[NDArray[np.float32]] = self.model.get_weights()
        return copies

    def set_weights(self, weights: Sequence[NDArray[np.float32]]) -> None:
        """Replace the weights by others of the same shapes."""
        let_compiling_end()  # only one thread may use Keras
        self.model.set_weights(list(weights))

    def release(self) -> None:
        """Free most of the memory; the trainer cannot be used any more. To be called on the compiling thread."""
        weights.release(self.model, self._fused.optimizer)

    def reset(self, seed: int) -> None:
        """Reset the model: random weights from the seed, and a new state of the optimizer."""
        let_compiling_end()
        weights.renew(self.model, self._fused.optimizer, seed)

    def restore(self, state: TrainingState) -> None:
        """Set the variables to those of a training, so that it can be continued or its model used.

        Raises:
            ValueError: the state is of another model.
        """
        let_compiling_end()
        weights.restore(self.model, self._fused.optimizer, state)

    # ------------------------------------------------------------------------------------ the training

    def warm_up(
        self, batch_size: int, cancellation: Cancellation | None = None, poll: Poll = poll_nothing
    ) -> None:
        """Trace and compile in advance what a training with this batch size needs; the model is not changed.

        It takes about two seconds for each new batch size, otherwise only until the current compilation ends.

        Args:
            batch_size: of the training.
            cancellation: ends the waiting, but not the compilation.
            poll: called every few milliseconds; may call `reconstruct`.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        compile_beside(lambda: self._compile(batch_size), cancellation, poll)

    def _compile(self, batch_size: int) -> None:
        if batch_size not in self._warm_batch_sizes:
            self._fused.steps.warm_up(batch_size)
            self.reconstruct(np.zeros((1, *self._spec.image_shape), np.float32))
            self._warm_batch_sizes.add(batch_size)

    def prepare(
        self,
        count: int,
        settings: TrainingSettings,
        cancellation: Cancellation | None = None,
        poll: Poll = poll_nothing,
    ) -> None:
        """Prepare a training on so many images; the model is not changed.

        Args:
            count: number of images, including those for validation.
            settings: of the training.
            cancellation: as in `warm_up`.
            poll: as in `warm_up`.

        Raises:
            UserError: the validation split leaves no image to train on, or none to validate with.
            Cancelled: `cancellation` was requested.
        """
        self.warm_up(fitting_batch_size(count, settings), cancellation, poll)

    def fit(
        self,
        images: Images,
        settings: TrainingSettings,
        control: RunControl,
        run_id: int,
        publish: Callable[[Event], None],
        poll: Poll,
        *,
        begun: TrainingState | None = None,
        keep: Callable[[TrainingState], float] = _keep_nothing,
    ) -> TrainingResult:
        """Train from the current weights. The last images are for validation, as in Keras.

        Publishes `TrainingStarted`, `BatchEnded`, `EpochEnded`, `TrainingPaused` and `TrainingResumed`; the
        caller publishes that the training has finished.

        Args:
            images: (n, height, width, channels) uint8; may be a view of a mapped file.
            settings: valid ones; their model spec and loss are those of this trainer.
            control: stop, pause, step and learning rate, applied after every batch.
            run_id: the `run_id` of the events.
            publish: receives the events.
            poll: called after every batch and during pauses; may call `reconstruct`.
            begun: where an earlier training on these images stands, whose variables `restore` has set: it goes on as
                if it had never stopped. None begins a new one.
            keep: receives the state after epochs, before pauses and at the end, see `Checkpoints`.

        Raises:
            UserError: as for `prepare`.
        """
        images = training_images(images, poll)
        count_to_train = training_count(len(images), settings.validation_split)
        fitting = replace(settings, batch_size=fitting_batch_size(len(images), settings))
        self.warm_up(fitting.batch_size)
        stopwatch = Stopwatch(begun.seconds if begun is not None else 0.0)
        publish(
            TrainingStarted(
                run_id, settings, count_to_train, math.ceil(count_to_train / fitting.batch_size), self.parameters
            )
        )
        divergence = EndDivergence(stopwatch, None if begun is None else begun.untrained_loss)
        progress = PublishProgress(
            run_id, count_to_train, publish, stopwatch, {} if begun is None else begun.history
        )
        checkpoints = Checkpoints(keep, progress, divergence, stopwatch)
        obey = ObeyControl(control, run_id, publish, poll, stopwatch, checkpoints.hand_out)
        callbacks = [divergence, progress, checkpoints, obey]
        self._fused.fit_images(images[:count_to_train], images[count_to_train:], fitting, callbacks, begun)
        is_whole = len(progress.history["loss"]) == settings.epochs
        outcome = Outcome.COMPLETED if is_whole else Outcome.STOPPED
        if divergence.has_diverged:
            outcome = Outcome.DIVERGED
        return TrainingResult(
            outcome=outcome,
            history={name: tuple(losses) for name, losses in progress.history.items()},
            epochs=len(progress.history["loss"]),
            seconds=stopwatch.seconds,
            samples_per_second=progress.samples_per_second,
        )

    # ------------------------------------------------------------------------------ what it has learnt

    def reconstruct(self, images: Floats) -> Floats:
        """Return the reconstructions of (n, height, width, channels) float32 images in 0..1, of the same form."""
        reconstructions = np.empty_like(images, np.float32)
        for part in self._parts(len(images)):
            reconstructions[part] = self._reconstruct(tf.constant(images[part])).numpy()
        return reconstructions

    def encode(self, images: Floats) -> Floats:
        """Return the codes, (n, latent_dim) float32, of (n, height, width, channels) float32 images in 0..1."""
        parts = [self._encode(tf.constant(images[part])).numpy() for part in self._parts(len(images))]
        return np.concatenate(parts) if parts else np.empty((0, self._spec.latent_dim), np.float32)

    @property
    def autoencoder(self) -> Autoencoder:
        """The model, as the detector asks it."""
        return Autoencoder(self.reconstruct, self.encode)

    def errors(
        self, images: Images, cancellation: Cancellation | None = None, poll: Poll = poll_nothing
    ) -> Mapping[str, NDArray[np.float32]]:
        """Return the errors of each image's reconstruction.

        Args:
            images: (n, height, width, channels) uint8.
            cancellation: checked every few milliseconds.
            poll: called equally often.

        Raises:
            Cancelled: `cancellation` was requested.

        Returns:
            "bce", "mse" and "mae", each (n,) float32; `engine.images.reconstruction_error` defines them.
        """
        errors = {name: np.empty(len(images), np.float32) for name in ("bce", "mse", "mae")}
        cancellation = cancellation or Cancellation()
        for part in self._parts(len(images)):
            poll()
            cancellation.raise_if_cancelled()
            originals = images[part].astype(np.float32) / np.float32(255)
            reconstructions = self.reconstruct(originals)
            errors["bce"][part] = reconstruction_error.bce(originals, reconstructions)
            errors["mse"][part] = reconstruction_error.mse(originals, reconstructions)
            errors["mae"][part] = reconstruction_error.mae(originals, reconstructions)
        return errors

    def _parts(self, count: int) -> list[slice]:
        size = max(1, _CHUNK_VALUES // math.prod(self._spec.image_shape))
        return [slice(first, first + size) for first in range(0, count, size)]
