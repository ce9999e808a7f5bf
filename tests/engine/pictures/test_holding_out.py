"""Near copies are found by a perceptual hash, and stay on one side when pictures are held out."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from engine.cancellation import Cancellation
from engine.errors import Cancelled
from engine.pictures.holding_out import grouped, hash_of, held_out
from tests.engine.pictures.picture_folders import tile

Pixels = NDArray[np.uint8]


def with_noise(pixels: Pixels) -> Pixels:
    noise = np.random.default_rng(0).normal(0, 3, pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


def darker(pixels: Pixels) -> Pixels:
    return (pixels * 0.92).astype(np.uint8)


def compressed(pixels: Pixels) -> Pixels:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=60)
    return np.asarray(Image.open(stream))


@pytest.mark.parametrize("change", [with_noise, darker, compressed])
def test_a_near_copy_is_in_the_group_of_its_picture_and_others_are_alone(change: object) -> None:
    assert callable(change)
    pictures = [tile(seed, 128, 128) for seed in range(30)]
    hashes = [hash_of(picture[:, :, None]) for picture in (*pictures, change(pictures[7]), change(pictures[11]))]
    groups = grouped(hashes, Cancellation())
    assert groups.tolist() == [*range(30), 7, 11]


def test_colour_pictures_have_hashes_too() -> None:
    grey = tile(0, 64, 64)
    assert hash_of(np.dstack([grey] * 3)) == hash_of(grey[:, :, None])


def test_grouping_can_be_cancelled() -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        grouped([1, 2, 3], cancellation)
    assert grouped([5], Cancellation()).tolist() == [0]


def test_a_fifth_is_held_out_in_whole_groups_and_always_the_same() -> None:
    groups = np.repeat(np.arange(40), 3)
    is_out = held_out(groups)
    assert is_out.sum() == 24
    assert (is_out.reshape(40, 3).all(axis=1) == is_out.reshape(40, 3).any(axis=1)).all()
    np.testing.assert_array_equal(is_out, held_out(groups))


def test_where_all_are_near_copies_whole_stretches_are_held_out() -> None:
    is_out = held_out(np.zeros(100, np.intp))
    assert is_out.sum() == 20
    assert np.count_nonzero(np.diff(is_out.astype(int))) <= 4


def test_few_pictures_leave_most_of_them_to_learn_from() -> None:
    assert held_out(np.arange(10)).sum() == 2
    assert held_out(np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])).sum() <= 2


def test_of_a_few_large_groups_whole_stretches_are_held_out() -> None:
    is_out = held_out(np.repeat([0, 1, 2], 33))
    assert 15 <= is_out.sum() <= 20
