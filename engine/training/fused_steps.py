"""Many optimizer steps in one call of one TensorFlow function, compiled by XLA."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import Images
from engine.settings import LOSSES
from engine.training.keras_backend import keras, tf

_MOST_STEPS = 64
_MOST_IMAGES = 2048  # given to one execution; more would be copied for nothing

_LOSS_FUNCTIONS = dict(
    zip(
        LOSSES,
        (keras.losses.binary_crossentropy, keras.losses.mean_squared_error, keras.losses.mean_absolute_error),
        strict=True,
    )
)


class FusedSteps:
    """The training of one autoencoder as a loop inside one function, which is traced once for a batch size.

    The loss of a batch is the mean over its images of the mean over an image's values, plus what layers add, as
    in Keras. An incomplete batch is padded with images of weight zero, so that it needs no function of its own.

    Args:
        autoencoder: the built model.
        optimizer: a Keras optimizer, built for the model's weights.
        loss: one of `engine.settings.LOSSES`.
    """

    def __init__(self, autoencoder: Any, optimizer: Any, loss: str) -> None:
        self._autoencoder = autoencoder
        self._optimizer = optimizer
        self._loss_function = _LOSS_FUNCTIONS[loss]
        self._image_shape: tuple[int, int, int] = autoencoder.input_shape[1:]
        self._train = tf.function(self._trace_training, autograph=False, jit_compile=True)
        self._train_of_shape: dict[tuple[int, ...], Any] = {}
        self._losses = traced(self._trace_losses, (None, *self._image_shape), tf.uint8)

    def new_chunk(self, batch_size: int) -> Images:
        """Return an array of zeros for the images of one call, (k, batch_size, height, width, channels) uint8."""
        most_steps = max(1, min(_MOST_STEPS, _MOST_IMAGES // batch_size))
        return np.zeros((most_steps, batch_size, *self._image_shape), np.uint8)

    def warm_up(self, batch_size: int) -> None:
        """Trace and compile what `train` needs for a batch size, without a step. It takes about two seconds."""
        chunk = self.new_chunk(batch_size)
        nothing = np.zeros(len(chunk), np.int32)
        self.train(chunk, chunk, nothing, nothing.astype(np.float32), 0)
        self.losses(chunk[0, :1])

    def train(
        self,
        inputs: Images,
        targets: Images,
        counts: NDArray[np.int32],
        rates: NDArray[np.float32],
        steps: int,
    ) -> NDArray[np.float32]:
        """Make an optimizer step with each of the first `steps` batches.

        Args:
            inputs: (k, batch_size, height, width, channels) uint8, of a shape from `new_chunk`.
            targets: the images to reconstruct, of the same shape; for a plain autoencoder the inputs themselves.
            counts: (k,) int32, the number of images in each batch; the rest of a batch is ignored.
            rates: (k,) float32 learning rates.
            steps: 0..k.

        Returns:
            Each step's loss before it changed the weights, (steps,) float32.
        """
        batches = tf.constant(inputs)
        reconstructed = batches if targets is inputs else tf.constant(targets)
        rest = tf.constant(counts), tf.constant(rates), tf.constant(steps, tf.int32)
        train = self._train_of_shape.get(inputs.shape)
        if train is None:
            train = self._train.get_concrete_function(batches, reconstructed, *rest)
            self._train_of_shape[inputs.shape] = train
        losses: NDArray[np.float32] = train(batches, reconstructed, *rest).numpy()
        return losses[:steps]

    def losses(self, images: Images) -> NDArray[np.float32]:
        """Return the validation loss of each image, (n,) float32, for (n, height, width, channels) uint8 images."""
        losses: NDArray[np.float32] = self._losses(tf.constant(images)).numpy()
        return losses

    def _trace_training(self, inputs: Any, targets: Any, counts: Any, rates: Any, steps: Any) -> Any:
        def step(index: Any, losses: Any) -> tuple[Any, Any]:
            loss = self._step(_scaled(inputs[index]), _scaled(targets[index]), counts[index], rates[index])
            return index + 1, tf.tensor_scatter_nd_update(losses, [[index]], [loss])

        def is_unfinished(index: Any, _: Any) -> Any:
            return index < steps

        return tf.while_loop(is_unfinished, step, (tf.constant(0), tf.zeros(counts.shape)))[1]

    def _step(self, inputs: Any, targets: Any, count: Any, rate: Any) -> Any:
        batch_size = targets.shape[0]
        weights = tf.cast(tf.range(batch_size) < count, tf.float32) / tf.cast(count, tf.float32)
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(weights * self._image_losses(targets, self._autoencoder(inputs, training=True)))
        variables = self._autoencoder.trainable_variables
        self._optimizer.learning_rate.assign(rate)
        self._optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    def _trace_losses(self, pixels: Any) -> Any:
        images = _scaled(pixels)
        return self._image_losses(images, self._autoencoder(images, training=False))

    def _image_losses(self, images: Any, reconstructions: Any) -> Any:
        count = tf.shape(images)[0]
        losses = self._loss_function(tf.reshape(images, (count, -1)), tf.reshape(reconstructions, (count, -1)))
        for added in self._autoencoder.losses:  # (n,), summing to the batch's mean
            losses += tf.cast(count, tf.float32) * added
        return losses


def traced(compute: Callable[[Any], Any], shape: tuple[int | None, ...], dtype: Any) -> Any:
    """Return a function of one tensor, traced now. Unlike a `tf.function`, it looks up nothing, which takes 2 ms."""
    return tf.function(
        compute, autograph=False, input_signature=[tf.TensorSpec(shape, dtype)]
    ).get_concrete_function()


def _scaled(pixels: Any) -> Any:
    """Return float32 in 0..1 of uint8."""
    return tf.cast(pixels, tf.float32) / 255
