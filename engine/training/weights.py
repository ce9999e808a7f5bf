"""Resetting, copying, restoring or freeing the weights of a model and the state of its optimizer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.runs.training_state import TrainingState
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
    for variable in _optimizer_variables(optimizer):
        variable.assign(np.zeros(variable.shape, variable.dtype))


def release(model: keras.Model, optimizer: Any) -> None:
    """Free the memory of all weights; neither can be used any more.

    TensorFlow keeps what it has traced for ever, and with it the variables, but not their contents.
    """
    nothing = tf.zeros((0,))
    for variable in (*model.variables, *optimizer.variables):
        if variable.dtype == "float32":
            tf.raw_ops.AssignVariableOp(resource=variable.value.handle, value=nothing, validate_shape=False)


def copied(
    model: keras.Model, optimizer: Any
) -> tuple[tuple[NDArray[np.float32], ...], NDArray[np.uint32], tuple[NDArray[Any], ...]]:
    """Return copies of a model's weights, of the states of its random numbers, and of its optimizer's variables."""
    seeds = [np.array(variable.numpy(), np.uint32) for variable in _seed_variables(model)]
    return (
        tuple(model.get_weights()),
        np.array(seeds, np.uint32).reshape(-1, 2),
        tuple(np.array(variable.numpy()) for variable in _optimizer_variables(optimizer)),
    )


def restore(model: keras.Model, optimizer: Any, state: TrainingState) -> None:
    """Set what `copied` returned.

    Raises:
        ValueError: the state is of another model.
    """
    seed_variables, optimizer_variables = _seed_variables(model), _optimizer_variables(optimizer)
    if [v.shape for v in optimizer_variables] != [a.shape for a in state.optimizer]:
        raise ValueError("the optimizer's variables are of another model")
    model.set_weights(list(state.weights))
    for variable, value in zip(seed_variables, state.seeds, strict=True):
        variable.assign(value)
    for variable, array in zip(optimizer_variables, state.optimizer, strict=True):
        variable.assign(array.astype(variable.dtype))


def _initializers(layer: Any) -> list[tuple[Any, Any]]:
    """Return the weights of a dense or convolutional layer, each with its initializer."""
    if not layer.weights:
        return []
    return [(layer.kernel, layer.kernel_initializer), (layer.bias, layer.bias_initializer)]


def _seed_variables(model: keras.Model) -> list[Any]:
    return [layer.seed_generator.state for layer in model.layers if hasattr(layer, "seed_generator")]


def _optimizer_variables(optimizer: Any) -> list[Any]:
    return [variable for variable in optimizer.variables if variable is not optimizer.learning_rate]
