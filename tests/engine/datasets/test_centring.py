"""Whether data are centred ink is found in the images themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.datasets.centring import are_centred
from engine.datasets.image_dataset import ImageDataset
from engine.datasets.pen_digits import generate

DIGITS = generate(300, 5)[0]


def test_pen_digits_are_centred_ink_in_any_number_of_channels() -> None:
    assert are_centred(DIGITS)
    assert are_centred(np.repeat(DIGITS, 3, axis=3))
    assert ImageDataset("digits", "digits", DIGITS).is_centred


def test_a_few_other_images_among_them_change_nothing_but_many_do() -> None:
    mixed = DIGITS.copy()
    mixed[::20] = 255
    assert are_centred(mixed)
    mixed[::3] = 255
    assert not are_centred(mixed)


def test_light_tables_shifted_small_and_negative_digits_are_not() -> None:
    table = np.full((50, 28, 28, 1), 190, np.uint8)
    table[:, 8:20, 8:20] = 240
    assert not are_centred(table)
    assert not are_centred(np.roll(DIGITS, 2, axis=1))
    assert not are_centred(DIGITS[:, 4:24, 4:24])
    assert not are_centred(255 - DIGITS)
    assert not are_centred(np.zeros_like(DIGITS))


@pytest.mark.shared_data
def test_mnist_is_centred_ink_also_one_digit_alone(shared_mnist: Path) -> None:
    with np.load(shared_mnist) as data:
        images, labels = data["x_train"][..., None], data["y_train"]
    assert are_centred(images)
    assert all(are_centred(images[labels == digit]) for digit in range(10))
