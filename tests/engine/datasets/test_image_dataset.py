from __future__ import annotations

import numpy as np
import pytest

from engine.datasets.image_dataset import ImageDataset, each_in_turn
from engine.errors import UserError

DATASET = ImageDataset(
    "Steps", "steps.npz", np.zeros((10, 8, 8, 1), np.uint8), np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 5])
)
BARE = ImageDataset("Bare", "bare.npz", np.zeros((10, 8, 8, 1), np.uint8))


@pytest.mark.parametrize("normal", [None, (0,), (1, 5), (0, 1, 2, 5)])
@pytest.mark.parametrize("samples", [None, 1, 4, 100])
def test_the_normal_images_are_as_many_as_is_said(normal: tuple[int, ...] | None, samples: int | None) -> None:
    assert DATASET.normal_count(normal, samples) == len(DATASET.normal_train(normal, samples))


@pytest.mark.parametrize(("dataset", "normal"), [(DATASET, (0, 7)), (BARE, (0,))])
def test_classes_that_the_data_do_not_have_are_refused(dataset: ImageDataset, normal: tuple[int, ...]) -> None:
    for ask in (dataset.normal_count, dataset.normal_train):
        with pytest.raises(UserError, match=dataset.name):
            ask(normal)


def test_the_normal_images_are_those_of_the_classes_and_the_first_ones() -> None:
    images = np.arange(10, dtype=np.uint8).repeat(64).reshape(10, 8, 8, 1)
    dataset = ImageDataset("Numbered", "n.npz", images, np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 5]))
    assert dataset.normal_train((1, 5))[:, 0, 0, 0].tolist() == [3, 4, 5, 6, 9]
    assert dataset.normal_train((1, 5), samples=2)[:, 0, 0, 0].tolist() == [3, 4]


def test_a_class_that_only_the_test_set_has_is_a_class() -> None:
    dataset = ImageDataset(
        "Both", "b.npz", DATASET.x_train, DATASET.y_train, DATASET.x_train[:3], np.array([0, 9, 9])
    )
    assert dataset.labels == (0, 1, 2, 5, 9)
    assert each_in_turn(dataset) == ((0,), (1,), (2,), (5,), (9,))
    assert dataset.is_normal(dataset.y_test, (9,)).tolist() == [False, True, True]


def test_nobody_can_change_the_images() -> None:
    dataset = ImageDataset("Open", "o.npz", np.zeros((2, 8, 8, 1), np.uint8), np.zeros(2, np.int64))
    for array in (dataset.x_train, dataset.y_train):
        assert array is not None
        assert not array.flags.writeable
