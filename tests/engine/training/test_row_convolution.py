from __future__ import annotations

import numpy as np
import pytest

from engine.training.keras_backend import keras, tf
from engine.training.row_convolution import RowConvolution

SIDES = [(1, 1), (3, 3), (3, 5), (13, 9)]


def both(kernel_size: tuple[int, int]) -> tuple[RowConvolution, keras.layers.Conv2D]:
    """Return ours and Keras's own with the same random weights."""
    ours = RowConvolution(7, kernel_size, padding="same", activation="relu")
    kerass = keras.layers.Conv2D(7, kernel_size, padding="same", activation="relu")
    random = np.random.default_rng(1)
    for layer in (ours, kerass):
        layer.build((None, 6, 4, 2))
    weights = [random.standard_normal(weight.shape).astype(np.float32) for weight in ours.get_weights()]
    ours.set_weights(weights)
    kerass.set_weights(weights)
    return ours, kerass


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("kernel_size", SIDES)
def test_it_gives_what_a_convolution_gives(kernel_size: tuple[int, int], training: bool) -> None:
    ours, kerass = both(kernel_size)
    images = np.random.default_rng(0).standard_normal((3, 6, 4, 2)).astype(np.float32)
    np.testing.assert_allclose(ours(images, training=training), kerass(images), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("kernel_size", SIDES)
def test_it_learns_what_a_convolution_learns(kernel_size: tuple[int, int]) -> None:
    images = tf.constant(np.random.default_rng(0).standard_normal((3, 6, 4, 2)), tf.float32)
    gradients = []
    for layer in both(kernel_size):
        with tf.GradientTape() as tape:
            tape.watch(images)
            loss = tf.reduce_sum(layer(images, training=True) ** 2)
        gradients.append(tape.gradient(loss, [images, *layer.trainable_variables]))
    for ours, kerass in zip(*gradients, strict=True):
        np.testing.assert_allclose(ours, kerass, rtol=1e-4, atol=1e-4)


def test_it_can_be_made_again_from_its_configuration() -> None:
    layer = RowConvolution(4, 3, padding="same", activation="sigmoid")
    again = RowConvolution.from_config(layer.get_config())
    assert (again.filters, again.kernel_size, again.activation) == (4, (3, 3), keras.activations.sigmoid)


@pytest.mark.parametrize(
    "wrong", [{"strides": 2}, {"padding": "valid"}, {"kernel_size": 4}, {"use_bias": False}, {"dilation_rate": 2}]
)
def test_it_refuses_what_it_does_not_compute(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="odd sides"):
        RowConvolution(**{"filters": 4, "kernel_size": 3, "padding": "same", **wrong})
