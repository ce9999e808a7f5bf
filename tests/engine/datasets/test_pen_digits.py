"""Pen digits look like handwritten digits, prepared the way MNIST was, and come out the same every time."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.neighbors import KNeighborsClassifier

from engine.cancellation import Cancellation
from engine.datasets.pen_digits import DIGIT_SIDE_PX, IMAGE_SIDE_PX, generate
from engine.errors import Cancelled

Digits = tuple[NDArray[np.uint8], NDArray[np.int64]]


@pytest.fixture(scope="module")
def digits() -> Digits:
    return generate(2500, seed=11)  # more than two chunks, the last one not full


def measure_extent(ink: NDArray[np.uint8], other_axis: int) -> NDArray[np.intp]:
    """From the first to the last row or column with ink, of (n, 28, 28)."""
    has_ink = ink.max(axis=other_axis) > 0
    extent: NDArray[np.intp] = IMAGE_SIDE_PX - has_ink.argmax(axis=1) - has_ink[:, ::-1].argmax(axis=1)
    return extent


def test_images_and_labels_have_the_shapes_and_types_of_a_dataset(digits: Digits) -> None:
    images, labels = digits
    assert images.shape == (2500, 28, 28, 1)
    assert images.dtype == np.uint8
    assert labels.shape == (2500,)
    assert labels.dtype == np.int64


def test_ink_is_white_on_black_and_as_much_as_in_mnist(digits: Digits) -> None:
    images, _ = digits
    assert images.min() == 0
    assert images.max() == 255
    assert np.all(images.max(axis=(1, 2, 3)) > 200), "an image has no clear stroke"
    assert 0.78 < np.mean(images == 0) < 0.83  # MNIST: 0.81
    assert 0.12 < images.mean() / 255 < 0.14  # MNIST: 0.13


def test_the_same_seed_gives_the_same_digits() -> None:
    images, labels = generate(1200, seed=5)
    images_again, labels_again = generate(1200, seed=5)
    assert np.array_equal(images, images_again)
    assert np.array_equal(labels, labels_again)


def test_another_seed_gives_other_digits() -> None:
    images, labels = generate(100, seed=5)
    other_images, other_labels = generate(100, seed=6)
    assert not np.array_equal(labels, other_labels)
    assert not {image.tobytes() for image in images} & {image.tobytes() for image in other_images}


def test_no_two_images_are_equal(digits: Digits) -> None:
    images, _ = digits
    assert len({image.tobytes() for image in images}) == len(images)


@pytest.mark.parametrize("count", [1, 9, 10, 1003])
def test_labels_are_balanced_for_any_count(count: int) -> None:
    _, labels = generate(count, seed=3)
    per_digit = np.bincount(labels, minlength=10)
    assert len(per_digit) == 10
    assert per_digit.sum() == count
    assert per_digit.max() - per_digit.min() <= 1


def test_labels_are_shuffled(digits: Digits) -> None:
    _, labels = digits
    follows = np.mean((labels[1:] - labels[:-1]) % 10 == 1)
    assert follows < 0.15  # by chance 0.1; in counting order 1


def test_the_centre_of_mass_is_where_mnist_has_it(digits: Digits) -> None:
    images, _ = digits
    ink = images[:, :, :, 0].astype(np.float64)
    for other_axis in (1, 2):
        centre = ink.sum(axis=other_axis) @ np.arange(IMAGE_SIDE_PX) / ink.sum(axis=(1, 2))
        assert np.all(np.abs(centre - IMAGE_SIDE_PX / 2) < 0.52)  # whole pixels: half of one, and rounding


def test_the_longer_side_of_the_ink_is_20_px_as_in_mnist(digits: Digits) -> None:
    images, _ = digits
    ink = images[:, :, :, 0]
    longer = np.maximum(measure_extent(ink, other_axis=1), measure_extent(ink, other_axis=2))
    assert longer.max() == DIGIT_SIDE_PX
    assert longer.min() >= DIGIT_SIDE_PX - 1


def test_digits_seldom_reach_the_border(digits: Digits) -> None:
    images, _ = digits
    is_border = np.ones((IMAGE_SIDE_PX, IMAGE_SIDE_PX), np.bool_)
    is_border[1:-1, 1:-1] = False
    reaches = images[:, is_border].any(axis=(1, 2))
    assert reaches.mean() < 0.03  # MNIST: 0.014, where the mass lies far from the middle of the box


def test_digits_can_be_told_apart_by_an_independent_draw(digits: Digits) -> None:
    images, labels = digits
    unseen_images, unseen_labels = generate(500, seed=12)
    neighbour = KNeighborsClassifier(n_neighbors=1).fit(images.reshape(len(images), -1) / 255.0, labels)
    predicted = neighbour.predict(unseen_images.reshape(len(unseen_images), -1) / 255.0)
    assert np.mean(predicted == unseen_labels) > 0.9
    for digit in range(10):
        assert np.mean(predicted[unseen_labels == digit] == digit) > 0.7, f"{digit} is taken for others"


@pytest.mark.parametrize("digit", range(10))
def test_pens_of_a_digit_differ_in_width(digits: Digits, digit: int) -> None:
    images, labels = digits
    ink = images[labels == digit].sum(axis=(1, 2, 3)) / 255
    assert 0.15 < ink.std() / ink.mean() < 0.4  # MNIST: 0.24 to 0.30


def test_zero_digits_are_an_empty_dataset() -> None:
    images, labels = generate(0, seed=1)
    assert images.shape == (0, 28, 28, 1)
    assert images.dtype == np.uint8
    assert labels.shape == (0,)
    assert labels.dtype == np.int64


def test_a_negative_count_is_refused_and_named() -> None:
    with pytest.raises(ValueError, match="count must be 0 or more, got -1"):
        generate(-1, seed=1)


def test_the_module_needs_only_numpy() -> None:
    heavy = "{'keras', 'tensorflow', 'sklearn', 'scipy', 'PIL', 'PySide6', 'matplotlib'}"
    program = f"import sys, engine.datasets.pen_digits; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_cancelling_ends_it_after_the_next_thousand() -> None:
    looks = iter(range(100))
    cancellation = Cancellation(question=lambda: next(looks) == 2)
    with pytest.raises(Cancelled):
        generate(100_000, 0, cancellation)
    assert next(looks) == 3
