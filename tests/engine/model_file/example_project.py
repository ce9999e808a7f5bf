"""Small models, made without Keras."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np

from engine.image_shape import ImageShape
from engine.model_file.project_file import Project
from engine.protocol.model_info import ModelInfo
from engine.settings import PRESETS


def example_project(image_shape: ImageShape = (3, 2, 1), hidden: int = 4, latent_dim: int = 2) -> Project:
    """Return a dense autoencoder with random weights, as if it had been trained for three epochs."""
    random = np.random.default_rng(1)
    pixels = int(np.prod(image_shape))
    weights = []
    for inputs, outputs in pairwise((pixels, hidden, latent_dim, hidden, pixels)):
        weights.append(random.normal(0, 0.5, (inputs, outputs)).astype(np.float32))
        weights.append(random.normal(0, 0.5, outputs).astype(np.float32))
    return Project(
        info=ModelInfo(
            name="Clear · Größe 図",
            settings=replace(PRESETS["clear"], latent_dim=latent_dim, seed=7, samples=500, architecture="dense"),
            image_shape=image_shape,
            parameters=sum(array.size for array in weights),
            trained_on="MNIST",
            data_identity="0123456789abcdef",
            normal=(1, 3),
            history={"loss": (0.7, 0.1 + 0.2, 0.25), "val_loss": (0.8, 0.4, 0.3)},
            metrics={"bce": 0.1, "mse": 0.01, "mae": 1 / 3},
        ),
        weights=tuple(weights),
        created=datetime(2025, 3, 14, 15, 9, 26, tzinfo=UTC),
    )
