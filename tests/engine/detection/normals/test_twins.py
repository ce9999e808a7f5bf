"""Copies and near copies are found, and images that are only alike are not taken for them."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import rotate

from engine.cancellation import Cancellation
from engine.datasets.pen_digits import generate
from engine.detection.normals.twins import exact_originals, near_originals
from engine.errors import Cancelled
from tests.engine.detection.detector_examples import Images, bars

DIGITS: Images = generate(400, 5)[0]
RANDOM = np.random.default_rng(0)


def moved(images: Images, down: int, right: int) -> Images:
    return np.roll(images, (down, right), (1, 2))


def compressed(images: Images) -> Images:
    copies = []
    for image in images[..., 0]:
        file = io.BytesIO()
        Image.fromarray(image).save(file, "JPEG", quality=80)
        copies.append(np.asarray(Image.open(file)))
    return np.stack(copies)[..., None]


def with_grain(images: Images) -> Images:
    return np.clip(images + RANDOM.integers(-3, 4, images.shape), 0, 255).astype(np.uint8)


COPYING: dict[str, Callable[[Images], Images]] = {
    "moved": lambda images: moved(images, 1, 0),
    "moved both ways": lambda images: moved(images, -1, 1),
    "darker": lambda images: (images * 0.9).astype(np.uint8),
    "on grey": lambda images: np.maximum(images, 12),
    "grain": with_grain,
    "compressed": compressed,
}


def test_equal_images_are_copies_of_the_first_of_them() -> None:
    images = DIGITS[[0, 1, 0, 2, 1, 0]]
    assert exact_originals(images).tolist() == [0, 1, 0, 3, 1, 0]


@pytest.mark.parametrize("copying", COPYING)
def test_near_copies_are_found(copying: str) -> None:
    originals = near_originals(np.concatenate([DIGITS, COPYING[copying](DIGITS)]))
    is_found = originals[400:] == np.arange(400)
    assert is_found.mean() > 0.98
    assert (originals[:400] == np.arange(400)).all()


def test_ten_copies_of_each_are_one_group() -> None:
    images = with_grain(np.repeat(DIGITS[:200], 10, axis=0))
    originals = near_originals(images[RANDOM.permutation(2_000)])
    assert 198 <= len(np.unique(originals)) <= 202


def test_a_few_copies_among_many_images_are_found() -> None:
    originals = near_originals(np.concatenate([DIGITS, with_grain(DIGITS[:40])]))
    assert originals[400:].tolist() == list(range(40))


@pytest.mark.parametrize("size", [1, 2], ids=["28 px", "56 px"])
def test_digits_that_are_only_alike_are_no_copies(size: int) -> None:
    images = generate(2_000, 7)[0].repeat(size, axis=1).repeat(size, axis=2)
    assert len(np.unique(near_originals(images))) > 1_990


def test_the_frames_of_a_fixed_camera_are_no_copies() -> None:
    frames = np.repeat(DIGITS[:1].astype(np.float32), 200, axis=0) * 0.8 + 20
    noisy = np.clip(np.rint(frames + RANDOM.normal(0, 2, frames.shape)), 0, 255).astype(np.uint8)
    assert len(np.unique(near_originals(noisy))) == 200


@pytest.mark.parametrize("count", [300, 1_000])
def test_a_part_that_turns_is_no_copy_of_itself(count: int) -> None:
    angles = RANDOM.uniform(-30, 30, count)
    images = np.stack([rotate(DIGITS[3, ..., 0], angle, reshape=False, order=1) for angle in angles])
    assert len(np.unique(near_originals(images[..., None]))) > 0.98 * count


def test_simple_shapes_are_no_copies() -> None:
    assert len(np.unique(near_originals(bars(1_000)))) > 990


def test_parts_of_another_colour_are_no_copies() -> None:
    coloured = np.zeros((300, 28, 28, 3), np.uint8)
    for place in range(300):
        coloured[place, ..., place % 3] = DIGITS[place // 3, ..., 0]
    assert len(np.unique(near_originals(coloured))) == 300


@pytest.mark.parametrize("images", [DIGITS[:3], DIGITS[:40, :2], np.zeros((40, 8, 8, 1), np.uint8)])
def test_few_small_and_blank_images_are_taken(images: Images) -> None:
    assert len(near_originals(images)) == len(images)


def test_it_ends_when_cancelled() -> None:
    asked = iter(range(1_000))
    with pytest.raises(Cancelled):
        near_originals(DIGITS, Cancellation(question=lambda: next(asked) > 1))
