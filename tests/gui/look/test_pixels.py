from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from gui.look.pixels import (
    grey_from_rgb32,
    image_from_grey,
    image_from_levels,
    image_from_rgb,
    rgba_from_image,
)


@pytest.mark.parametrize("width", [1, 3, 28, 29, 30, 31])
def test_odd_widths_do_not_skew(width: int) -> None:
    random = np.random.default_rng(width)
    grey = random.integers(0, 256, (7, width), np.uint8)
    rgb = random.integers(0, 256, (7, width, 3), np.uint8)
    assert np.array_equal(rgba_from_image(image_from_grey(grey))[:, :, 0], grey)
    assert np.array_equal(rgba_from_image(image_from_rgb(rgb))[:, :, :3], rgb)
    assert np.all(rgba_from_image(image_from_rgb(rgb))[:, :, 3] == 255)


def test_a_view_of_an_array_that_is_not_contiguous_is_read_in_its_own_order() -> None:
    grey = np.arange(100, dtype=np.uint8).reshape(10, 10)
    assert np.array_equal(rgba_from_image(image_from_grey(grey.T[::2]))[:, :, 0], grey.T[::2])


def test_an_image_keeps_its_pixels_when_the_array_changes() -> None:
    grey = np.zeros((4, 4), np.uint8)
    image = image_from_grey(grey)
    grey[:] = 255
    assert image.pixelColor(0, 0) == QColor(0, 0, 0)


def test_levels_are_rounded_and_what_is_out_of_range_comes_to_the_bound() -> None:
    levels = np.array([[[0.0], [1.0], [0.5], [1.5], [-1.0]]], np.float32)
    assert rgba_from_image(image_from_levels(levels))[:, :, 0].tolist() == [[0, 255, 128, 255, 0]]


def test_levels_of_three_channels_are_colours() -> None:
    levels = np.array([[[1.0, 0.0, 0.2]]], np.float32)
    assert image_from_levels(levels).pixelColor(0, 0) == QColor(255, 0, 51)


def test_the_levels_of_a_grey_rgb32_image_are_copied_as_they_are() -> None:
    grey = np.random.default_rng(0).integers(0, 256, (7, 5), np.uint8)
    image = image_from_grey(grey).convertToFormat(QImage.Format.Format_RGB32)
    levels = grey_from_rgb32(image)
    assert np.array_equal(levels, grey)
    image.fill(0)
    assert np.array_equal(levels, grey)
