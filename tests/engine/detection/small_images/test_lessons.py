from __future__ import annotations

import numpy as np

from engine.detection.small_images.lessons import damaged_copies
from engine.images.faults import FAMILIES, FAULTS
from tests.engine.detection.detector_examples import bars


def test_lessons_are_about_as_many_as_asked_for_and_none_is_whole() -> None:
    images = bars(30)
    copies = damaged_copies(images, 600, seed=0)
    assert 500 < len(copies) <= 660
    whole = {image.tobytes() for image in images}
    assert not any(copy.tobytes() in whole for copy in copies)


def test_the_same_seed_gives_the_same_lessons() -> None:
    np.testing.assert_array_equal(damaged_copies(bars(9), 100, seed=4), damaged_copies(bars(9), 100, seed=4))


def test_a_family_that_is_left_out_is_not_taught() -> None:
    images = bars(40)
    light = damaged_copies(images, 600, seed=1, without=[family for family in FAMILIES if family != "light"])
    # Light alone leaves the order of the pixels as it is: the darkest stay equally dark.
    darkest = np.sort(light.reshape(len(light), -1), axis=1)[:, :60]
    assert (np.ptp(darkest, axis=1) == 0).all()
    others = damaged_copies(images, 600, seed=1, without=["light"])
    assert (np.ptp(np.sort(others.reshape(len(others), -1), axis=1)[:, :60], axis=1) > 0).any()


def test_a_copy_that_shows_no_damage_is_left_out() -> None:
    copies = damaged_copies(
        np.zeros((30, 14, 12, 1), np.uint8), 600, seed=0
    )  # most faults cannot be seen on black
    assert copies.reshape(len(copies), -1).any(axis=1).all()


def test_every_image_is_damaged_equally_often_and_at_strengths_from_mild_to_strong() -> None:
    images = np.full((24, 14, 12, 1), 100, np.uint8)
    for number, image in enumerate(images):
        image.flat[number] = 200  # the brightest pixel says which image it is, and light leaves it the brightest
    copies = damaged_copies(images, 48, seed=0, without=[family for family in FAMILIES if family != "light"])
    pixels = copies.reshape(len(copies), -1).astype(int)
    assert np.bincount(pixels.argmax(axis=1)).tolist() == [2] * 24
    left = np.median(pixels, axis=1) / 100
    lost = 1 - left[left < 1]
    low, high = FAULTS["low_light"].lesson
    assert lost.min() < low + (high - low) / 6
    assert lost.max() > high - (high - low) / 6 - 0.01
