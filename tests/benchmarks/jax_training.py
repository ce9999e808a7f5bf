"""The article's architecture in JAX and optax, for `training_speed`: one compiled `lax.scan` over each epoch."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from tests.benchmarks.training_process import train_on_request

BATCH_SIZE = 128
LEARNING_RATE = 1e-3
_WIDTHS = (784, 128, 64, 64, 64, 128, 784)
_CODE = 2  # the layer whose output is the code, which is linear


def main() -> None:
    """Train one epoch on MNIST for each line on stdin."""
    import jax
    import optax
    from jax import numpy as jnp

    from tests.benchmarks import shared_mnist

    images, _ = shared_mnist.load()
    data = jnp.asarray(images.reshape(len(images), -1), jnp.float32) / 255
    steps = len(data) // BATCH_SIZE
    keys = jax.random.split(jax.random.key(0), len(_WIDTHS))
    glorot = jax.nn.initializers.glorot_uniform()
    weights = [
        (glorot(key, sides), jnp.zeros(sides[1])) for key, sides in zip(keys[1:], pairwise(_WIDTHS), strict=True)
    ]
    optimizer = optax.adam(LEARNING_RATE)

    def loss(weights: Any, batch: Any) -> Any:
        values = batch
        for layer, (kernel, bias) in enumerate(weights):
            values = values @ kernel + bias
            if layer not in (_CODE, len(weights) - 1):
                values = jax.nn.relu(values)
        return optax.sigmoid_binary_cross_entropy(values, batch).mean()

    @jax.jit
    def epoch(weights: Any, state: Any, key: Any) -> Any:
        order = jax.random.permutation(key, len(data))[: steps * BATCH_SIZE].reshape(steps, BATCH_SIZE)

        def step(carry: Any, chosen: Any) -> Any:
            weights, state = carry
            value, slopes = jax.value_and_grad(loss)(weights, data[chosen])
            updates, state = optimizer.update(slopes, state)
            return (optax.apply_updates(weights, updates), state), value

        return jax.lax.scan(step, (weights, state), order)

    stands = [weights, optimizer.init(weights), keys[0]]

    def train_epoch() -> None:
        key, chosen = jax.random.split(stands[2])
        (weights, state), losses = epoch(stands[0], stands[1], chosen)
        losses.block_until_ready()
        stands[:] = [weights, state, key]

    train_on_request(train_epoch)


if __name__ == "__main__":
    main()
