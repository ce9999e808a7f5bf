"""How fast is a training? Ours beside Keras `fit`, the matrix products alone, and PyTorch and JAX where installed.

Run from the root of the repository: python -m tests.benchmarks.training_speed
With PyTorch: uv run --with torch==2.13.0 python -m tests.benchmarks.training_speed
With JAX: uv run --with jax --with optax python -m tests.benchmarks.training_speed
Prints one JSON object. "stock" is `fit` as Keras has it, "tuned" the same with jit_compile=True and
steps_per_execution=50, which whoever asks for speed sets. All run in turn in this process (PyTorch and JAX in
others), after a warm-up; figures are medians of the rounds, and ratios are medians of the ratios within a round. The
article's architecture trains on all of MNIST.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.protocol.run_control import RunControl
from engine.settings import PRESETS, TrainingSettings
from engine.training.keras_backend import keras
from engine.training.row_convolution import RowConvolution
from engine.training.trainer import Trainer
from tests.benchmarks import shared_mnist
from tests.benchmarks.training_process import TrainingProcess

BATCH_SIZE = 128
SAMPLES = {"article": 60_000, "convolutional": 20_000, "variational": 20_000}
BARS = {"article": 4.0, "convolutional": 1.5, "variational": 1.5}
BAR_OF_MATRIX_PRODUCTS = 0.5
BAR_LOSS = 0.02
EPOCHS_COMPARED = 3


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    rounds: int = parser.parse_args().rounds
    images, _ = shared_mnist.load()
    figures = {}
    for name, samples in SAMPLES.items():
        with ExitStack() as context:
            figures[name] = compare(name, images[:samples], rounds, context)
    print(json.dumps(figures))


def compare(preset: str, images: NDArray[np.uint8], rounds: int, context: ExitStack) -> dict[str, object]:
    """Return the samples per second of each, the ratios to them, and the bars."""
    settings = replace(PRESETS[preset], epochs=1, batch_size=BATCH_SIZE, validation_split=0.0, decay=False)
    trainer = Trainer(settings.model_spec((28, 28, 1)), settings.loss)
    stock = keras.models.clone_model(trainer.model, clone_function=stock_layer)
    stock.compile(keras.optimizers.Adam(settings.learning_rate), "binary_crossentropy")
    scaled = images.astype(np.float32) / 255

    def train_ours() -> None:
        trainer.fit(images, settings, RunControl(), 1, lambda event: None, lambda: None)

    def train_stock() -> None:
        stock.fit(scaled, scaled, batch_size=BATCH_SIZE, verbose=0)

    warm_up = scaled[: 4 * BATCH_SIZE]
    stock.fit(warm_up, warm_up, batch_size=BATCH_SIZE, verbose=0)
    trainer.warm_up(BATCH_SIZE)
    trainer.fit(images[: 4 * BATCH_SIZE], settings, RunControl(), 1, lambda event: None, lambda: None)
    rivals: dict[str, Callable[[], None]] = {
        "ours": train_ours,
        "stock": train_stock,
        "tuned": tuned_training(trainer, settings, scaled),
    }
    if preset == "article":
        rivals["matrix_products"] = matrix_products([784, 128, 64, 64, 64, 128, 784], len(images))
        for library in ("torch", "jax"):
            if importlib.util.find_spec(library) is not None:
                process = TrainingProcess(f"tests.benchmarks.{library}_training")
                rivals[library] = context.enter_context(process).train_epoch
    speeds: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(rounds):
        for name, run in rivals.items():
            start = time.perf_counter()
            run()
            speeds[name].append(len(images) / (time.perf_counter() - start))
    figures: dict[str, object] = {f"{name}_samples_per_second": round(median(of)) for name, of in speeds.items()}
    for name in list(rivals)[1:]:
        ratios = [ours / theirs for ours, theirs in zip(speeds["ours"], speeds[name], strict=True)]
        figures[f"times_{name}"] = round(median(ratios), 2)
    figures["bar_times_stock"] = BARS[preset]
    if preset == "article":
        figures["bar_times_matrix_products"] = BAR_OF_MATRIX_PRODUCTS
        figures["loss_differences_to_stock"] = loss_differences(trainer, stock, settings, images)
        figures["bar_loss_difference"] = BAR_LOSS
    return figures


def tuned_training(
    trainer: Trainer, settings: TrainingSettings, scaled: NDArray[np.float32]
) -> Callable[[], None]:
    """Return a function that trains one epoch by Keras's `fit` with its own means to be fast, warmed up."""
    tuned = keras.models.clone_model(trainer.model, clone_function=stock_layer)
    optimizer = keras.optimizers.Adam(settings.learning_rate)
    tuned.compile(optimizer, "binary_crossentropy", jit_compile=True, steps_per_execution=50)

    def train() -> None:
        tuned.fit(scaled, scaled, batch_size=BATCH_SIZE, verbose=0)

    train()  # it compiles another program for the last steps, so a few images are no warm-up
    return train


def stock_layer(layer: Any) -> Any:
    """Return a new layer like this one; for a `RowConvolution`, Keras's own `Conv2D`."""
    kind = keras.layers.Conv2D if isinstance(layer, RowConvolution) else type(layer)
    return kind.from_config(layer.get_config())


def matrix_products(widths: list[int], samples: int) -> Callable[[], None]:
    """Return a function that makes the matrix products of dense layers for so many samples, forward and backward."""
    random = np.random.default_rng(0)
    kernels = [random.standard_normal(shape, np.float32) for shape in pairwise(widths)]
    values = [random.standard_normal((BATCH_SIZE, width), np.float32) for width in widths]

    def multiply() -> None:
        for _ in range(samples // BATCH_SIZE):
            for kernel, below, above in zip(kernels, values, values[1:], strict=False):
                _ = below @ kernel  # forward
                _ = below.T @ above  # the kernel's gradient
                _ = above @ kernel.T  # the gradient of the layer below

    return multiply


def loss_differences(
    trainer: Trainer, stock: keras.Model, settings: TrainingSettings, images: NDArray[np.uint8]
) -> list[float]:
    """Return the relative difference of each epoch's loss, from the same weights but with other image orders."""
    settings = replace(settings, epochs=EPOCHS_COMPARED)
    trainer.reset(settings.seed)
    stock.set_weights(trainer.weights())
    stock.compile(keras.optimizers.Adam(settings.learning_rate), "binary_crossentropy")
    ours = trainer.fit(images, settings, RunControl(), 1, lambda event: None, lambda: None).history["loss"]
    scaled = images.astype(np.float32) / 255
    history = stock.fit(scaled, scaled, batch_size=BATCH_SIZE, epochs=EPOCHS_COMPARED, verbose=0)
    return [round(own / stocks - 1, 4) for own, stocks in zip(ours, history.history["loss"], strict=True)]


if __name__ == "__main__":
    main()
