"""Can pen digits replace MNIST? Trains the article's network on each and tests both on real digits.

Run from the root of the repository: python -m tests.benchmarks.pen_digits
Prints one JSON object. If ../shared/data/mnist.npz is missing, it prints a message and exits with status 1.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.datasets.pen_digits import generate

MNIST_PATH = Path(__file__).resolve().parents[3] / "shared" / "data" / "mnist.npz"
COUNT = 6000
EPOCHS = 60
BATCH_SIZE = 128
ROUNDS = 5
BAR_MSE = 0.020
BAR_SECONDS = 3.0


def main() -> int:
    """Run the benchmark; return the exit status."""
    parser = argparse.ArgumentParser(description="Train on pen digits, test on MNIST, beside MNIST itself.")
    parser.add_argument("--seed", type=int, default=1, help="of the digits and of both trainings (default: 1)")
    seed: int = parser.parse_args().seed
    if not MNIST_PATH.is_file():
        print(f"This benchmark compares with the real MNIST, which is not at {MNIST_PATH}.", file=sys.stderr)
        return 1
    with np.load(MNIST_PATH) as mnist:
        train_images, test_images = mnist["x_train"][:COUNT], mnist["x_test"]
    images, _ = generate(COUNT, seed)
    figures = {
        "generation_seconds_6000": round(measure_generation(seed), 3),
        "mse_on_mnist_test": round(measure_mse(images, test_images, seed), 5),
        "mse_of_mnist_6000_on_mnist_test": round(measure_mse(train_images, test_images, seed), 5),
        "bar_mse": BAR_MSE,
        "bar_seconds": BAR_SECONDS,
    }
    print(json.dumps(figures))
    return 0


def measure_generation(seed: int) -> float:
    """Return the median seconds to generate the training images."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        generate(COUNT, seed)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def measure_mse(images: NDArray[np.uint8], test_images: NDArray[np.uint8], seed: int) -> float:
    """Train the article's network.

    Args:
        images: (n, 28, 28) or (n, 28, 28, 1) uint8, to train on.
        test_images: (m, 28, 28) uint8, to reconstruct.
        seed: Of the weights and the order of batches.

    Returns:
        The mean squared error of the reconstructions, of pixels in 0..1.
    """
    import keras  # here and not above, so that a missing file is reported at once

    keras.utils.set_random_seed(seed)
    dense = keras.layers.Dense
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            dense(128, "relu"),
            dense(64, "relu"),
            dense(64),
            dense(64, "relu"),
            dense(128, "relu"),
            dense(784, "sigmoid"),
            keras.layers.Reshape((28, 28)),
        ]
    )
    # Compiled and stepped in blocks for speed; the loss curve is that of stock Keras.
    model.compile(keras.optimizers.Adam(0.001), "binary_crossentropy", jit_compile=True, steps_per_execution=47)
    scaled = images.reshape(-1, 28, 28).astype(np.float32) / 255
    model.fit(scaled, scaled, batch_size=BATCH_SIZE, epochs=EPOCHS, verbose=0)
    expected = test_images.astype(np.float32) / 255
    reconstructions = model.predict(expected, batch_size=1000, verbose=0)
    return float(np.mean((reconstructions - expected) ** 2))


if __name__ == "__main__":
    sys.exit(main())
