from __future__ import annotations

import numpy as np

from engine.datasets.fixed_samples import FIXED_SAMPLES, fixed_samples
from engine.datasets.image_dataset import ImageDataset

LABELS = np.repeat(np.arange(4), 25)
IMAGES = np.zeros((100, 8, 8, 1), np.uint8)
IMAGES[:, 0, 0, 0] = LABELS  # the class
IMAGES[:, 0, 1, 0] = np.arange(100)  # the number


def numbers(samples: np.ndarray, column: int) -> list[int]:
    return np.rint(samples[:, 0, column, 0] * 255).astype(int).tolist()


def test_samples_are_one_of_each_class_in_turn_the_first_ones_first() -> None:
    samples = fixed_samples(ImageDataset("", "", IMAGES, LABELS))
    assert len(samples) == FIXED_SAMPLES
    assert numbers(samples, 0) == [0, 1, 2, 3] * 4
    assert numbers(samples, 1)[:8] == [0, 25, 50, 75, 1, 26, 51, 76]
    assert not samples.flags.writeable


def test_test_images_are_preferred_and_without_labels_the_first_ones_taken() -> None:
    dataset = ImageDataset("", "", IMAGES, None, IMAGES[::-1].copy())
    assert numbers(fixed_samples(dataset), 1) == list(range(99, 83, -1))
    assert len(fixed_samples(ImageDataset("", "", IMAGES[:5]))) == 5
