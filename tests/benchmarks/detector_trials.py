"""Shared by the detector's benchmarks: MNIST with its labels, and an autoencoder with a detector."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import ImageDataset
from engine.detection.detector import Detector
from engine.image_shape import USUAL_SHAPE, ImageShape
from engine.protocol.run_control import RunControl
from engine.session.study import TrainedModel
from engine.settings import PRESETS, TrainingSettings
from engine.training.image_counts import training_count
from engine.training.trainer import Trainer
from tests.benchmarks.shared_mnist import PATH

SETTINGS = PRESETS["clear"]


def load_mnist() -> ImageDataset:
    """Return the real MNIST; if it is missing, print a message and exit with status 1."""
    if not PATH.is_file():
        sys.exit("This benchmark needs the real MNIST, which is not at ../shared/data/mnist.npz.")
    with np.load(PATH) as mnist:
        return ImageDataset(
            "MNIST",
            "mnist",
            mnist["x_train"][..., None],
            mnist["y_train"].astype(np.int64),
            mnist["x_test"][..., None],
            mnist["y_test"].astype(np.int64),
        )


class Autoencoders:
    """Trains one autoencoder after the other with the same compiled model, as the session does."""

    def __init__(self, settings: TrainingSettings = SETTINGS, image_shape: ImageShape = USUAL_SHAPE) -> None:
        self._settings = settings
        self._trainer = Trainer(settings.model_spec(image_shape), settings.loss)

    def train(self, images: NDArray[np.uint8], seed: int = 0) -> TrainedModel:
        """Return a model trained afresh on these images; the last tenth of them is for validation."""
        settings = replace(self._settings, seed=seed)
        self._trainer.reset(seed)
        self._trainer.fit(images, settings, RunControl(), 1, lambda event: None, lambda: None)
        learnt = training_count(len(images), settings.validation_split)
        return TrainedModel(self._trainer.autoencoder, np.arange(len(images)) >= learnt)


@dataclass(frozen=True)
class Trial:
    """One detector, with the seconds that it and its autoencoder took."""

    detector: Detector
    model: TrainedModel
    seconds: float


def try_on(
    autoencoders: Autoencoders, images: NDArray[np.uint8], seed: int = 0, without: tuple[str, ...] = ()
) -> Trial:
    """Train an autoencoder on normal images and fit a detector with it."""
    begun = time.perf_counter()
    model = autoencoders.train(images, seed)
    detector = Detector.fit(images, model.autoencoder, is_unseen=model.is_unseen, seed=seed, without=without)
    return Trial(detector, model, time.perf_counter() - begun)
