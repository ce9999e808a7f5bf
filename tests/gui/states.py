"""States of the window with small data sets and models, for tests of what follows them."""

from __future__ import annotations

import numpy as np

from engine.datasets.image_dataset import ImageDataset
from engine.protocol.model_info import ModelInfo, Normal
from engine.settings import ImageShape, TrainingSettings
from gui.state.app_state import AppState, Phase


def a_dataset(
    source: str = "digits.npz",
    *,
    classes: int = 3,
    has_tests: bool = True,
    image_shape: ImageShape = (28, 28, 1),
    note: str = "",
    level: int = 0,
) -> ImageDataset:
    """Return training and test images of one grey level: ten a class, or ten without labels for no classes."""
    images = np.full((10 * max(classes, 1), *image_shape), level, np.uint8)
    labels = np.arange(len(images), dtype=np.int64) % classes if classes else None
    tests = (images.copy(), labels) if has_tests else (None, None)
    return ImageDataset(source, source, images, labels, *tests, note=note)


def a_model(name: str = "A model", *, image_shape: ImageShape = (28, 28, 1), normal: Normal = None) -> ModelInfo:
    """Return the description of a model that was trained on digits."""
    return ModelInfo(name, TrainingSettings(), image_shape, 1_000, "digits", normal)


DATASET = a_dataset()
MODEL = a_model()
READY = AppState(Phase.READY, dataset=DATASET, model=MODEL, is_started=True)
"""Labelled data with a test set, and a model that fits them; it gives no verdicts yet."""
