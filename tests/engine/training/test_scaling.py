from __future__ import annotations

import numpy as np
import pytest

from engine.cancellation import poll_nothing
from engine.image_shape import network_shape
from engine.model_file.weight_shapes import weight_shapes
from engine.protocol.events import Event
from engine.protocol.run_control import RunControl
from engine.settings import ARCHITECTURES, ModelSpec, TrainingSettings
from engine.training import models
from engine.training.scaling import training_images
from engine.training.trainer import Trainer


@pytest.mark.parametrize(
    ("image", "network"),
    [
        ((28, 28, 1), (28, 28, 1)),
        ((64, 8, 3), (64, 8, 3)),
        ((65, 65, 1), (33, 33, 1)),
        ((256, 256, 3), (64, 64, 3)),
        ((512, 512, 1), (64, 64, 1)),
        ((100, 80, 1), (50, 40, 1)),
        ((8, 512, 1), (1, 64, 1)),
    ],
)
def test_a_network_sees_at_most_64_px(image: tuple[int, int, int], network: tuple[int, int, int]) -> None:
    assert network_shape(image) == network


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_model_of_large_images_has_the_weights_of_a_small_one(architecture: str) -> None:
    spec = ModelSpec(architecture, (192, 160, 3), 5)
    weights = [tuple(weight.shape) for weight in models.build(spec).get_weights()]
    assert weights == weight_shapes(spec) == weight_shapes(ModelSpec(architecture, (64, 54, 3), 5))


def test_small_images_are_trained_on_as_they_are() -> None:
    images = np.zeros((3, 64, 64, 1), np.uint8)
    assert training_images(images, poll_nothing) is images


def test_large_images_are_averaged_for_the_training() -> None:
    images = np.random.default_rng(0).integers(0, 256, (3, 128, 256, 3), np.uint8)
    small = training_images(images, poll_nothing)
    means = images.reshape(3, 32, 4, 64, 4, 3).mean(axis=(2, 4))
    assert small.dtype == np.uint8
    assert np.abs(small - means).max() <= 0.5001


@pytest.mark.slow
def test_a_model_learns_from_large_colour_images_and_answers_in_their_size() -> None:
    # A bright disk at random places on red paper, 128 px a side.
    random = np.random.default_rng(1)
    rows, columns = np.mgrid[:128, :128]
    images = np.full((96, 128, 128, 3), (200, 60, 50), np.uint8)
    for image in images:
        row, column = random.integers(40, 88, 2)
        image[(rows - row) ** 2 + (columns - column) ** 2 < 400] = (40, 90, 220)
    settings = TrainingSettings(epochs=12, batch_size=32, latent_dim=8, loss="mse", validation_split=0.25)
    trainer = Trainer(settings.model_spec((128, 128, 3)), settings.loss)
    events: list[Event] = []
    trainer.reset(0)
    light = images[-8:].astype(np.float32) / np.float32(255)
    untrained = float(np.square(trainer.reconstruct(light) - light).mean())

    trainer.fit(images, settings, RunControl(), 1, events.append, poll_nothing)

    reconstructions = trainer.reconstruct(light)
    assert reconstructions.shape == light.shape
    assert float(np.square(reconstructions - light).mean()) < untrained / 4
    assert (
        np.abs(reconstructions[:, :8, :8].mean(axis=(0, 1, 2)) - light[0, 0, 0]).max() < 0.1
    )  # the paper's colour
    assert trainer.encode(light).shape == (8, 8)
    assert trainer.errors(images[-8:])["mse"].shape == (8,)
