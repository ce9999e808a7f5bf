"""Resetting or freeing the weights of a model and the state of its optimizer."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.training.gaussian_code import GaussianCode
from engine.training.keras_backend import keras, tf


def renew(model: keras.Model, optimizer: Any, seed: int) -> None:
    """Give the model random weights from the seed, and reset the optimizer's state."""
    seeds = np.random.default_rng(seed)
    for layer in model.layers:
        if isinstance(layer, GaussianCode):
            layer.seed_generator.state.assign([seed, 0])
        for weight, initializer in _initializers(layer):
            seeded = {**initializer.get_config(), "seed": int(seeds.integers(2**31))}
            has_seed = "seed" in initializer.get_config()
            fresh = type(initializer).from_config(seeded) if has_seed else initializer
            weight.assign(fresh(weight.shape))
    for variable in optimizer.variables:
        if variable is not optimizer.learning_rate:
            variable.assign(np.zeros(variable.shape, variable.dtype))


def release(model: keras.Model, optimizer: Any) -> None:
    """Free the memory of all weights; neither can be used any more.

    TensorFlow keeps what it has traced for ever, and with it the variables, but not their contents.
    """
    nothing = tf.zeros((0,))
    for variable in (*model.variables, *optimizer.variables):
        if variable.dtype == "float32":
            tf.raw_ops.AssignVariableOp(resource=variable.value.handle, value=nothing, validate_shape=False)


def _initializers(layer: Any) -> list[tuple[Any, Any]]:
    """Return the weights of a dense or convolutional layer, each with its initializer."""
    if not layer.weights:
        return []
    return [(layer.kernel, layer.kernel_initializer), (layer.bias, layer.bias_initializer)]
