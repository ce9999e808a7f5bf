"""The code of a variational autoencoder: not a point but a Gaussian distribution.

After D. P. Kingma and M. Welling, "Auto-Encoding Variational Bayes", 2013.
"""

from __future__ import annotations

from typing import Any

from engine.training.keras_backend import keras

_ops = keras.ops


class GaussianCode(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """Samples the code around its mean while training, returns the mean otherwise, and adds the KL loss.

    Inputs are two (n, latent_dim) float32 tensors: the means and the logarithms of the variances. The loss is the KL
    divergence from the standard normal distribution, in nats per value of the image, since the reconstruction loss is a
    mean over the values. It is added as a vector (n,) that sums to the batch's mean, so that the images can be
    weighted.

    Args:
        values: number of values in an image, height x width x channels.
    """

    def __init__(self, values: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.values = values
        self.seed_generator = keras.random.SeedGenerator(0)

    def call(self, inputs: tuple[Any, Any], training: bool = False) -> Any:
        """Return the code, (n, latent_dim) float32."""
        mean, log_variance = inputs
        divergence = 0.5 * (_ops.square(mean) + _ops.exp(log_variance) - 1 - log_variance)
        count = _ops.cast(_ops.shape(mean)[0], mean.dtype)
        self.add_loss(_ops.sum(divergence, axis=1) / (self.values * count))
        if not training:
            return mean
        noise = keras.random.normal(_ops.shape(mean), seed=self.seed_generator)
        return mean + _ops.exp(0.5 * log_variance) * noise

    def compute_output_shape(self, input_shape: tuple[Any, Any]) -> Any:
        """Return the shape of the means."""
        return input_shape[0]
