from __future__ import annotations

import numpy as np
import pytest

from engine.datasets.image_dataset import ImageDataset
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
