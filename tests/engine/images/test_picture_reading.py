"""A picture is read as the model's data are: an image of the data exactly, ink as a person reads it, or as it is."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from engine.images.picture_reading import is_enlarged_image, prepare_picture
from engine.images.preparation import prepare

SHAPE = (28, 28, 1)
SAMPLE = np.random.default_rng(3).integers(0, 256, (28, 28), np.uint8)


@pytest.mark.parametrize("is_centred", [True, False])
@pytest.mark.parametrize("factor", [1, 2, 10])
def test_an_image_of_the_data_comes_back_bit_for_bit_if_it_was_enlarged_by_a_whole_factor(
    factor: int, is_centred: bool
) -> None:
    large = np.kron(SAMPLE, np.ones((factor, factor), np.uint8))
    image = prepare_picture(large, SHAPE, is_centred)
    assert np.array_equal(image[:, :, 0], SAMPLE.astype(np.float32) / np.float32(255))


def test_a_light_image_of_the_model_s_size_is_not_turned_around() -> None:
    assert prepare_picture(np.full((28, 28), 250, np.uint8), SHAPE, is_centred=True).min() > 0.97


def test_one_other_pixel_makes_it_a_picture() -> None:
    large = np.kron(SAMPLE, np.ones((2, 2), np.uint8))
    large[0, 1] ^= 1
    assert not is_enlarged_image(large, SHAPE)


def test_a_light_table_is_left_light_where_the_data_are_no_ink() -> None:
    rng = np.random.default_rng(1)
    table = np.clip(rng.normal(200, 3, (40, 40)), 0, 255).astype(np.uint8)
    table[10:20, 10:20] = 240
    for side in (80, 97, 120):
        large = np.asarray(Image.fromarray(table).resize((side, side), Image.Resampling.BICUBIC))
        found = prepare_picture(large, (40, 40, 1), is_centred=False)[:, :, 0]
        assert np.abs(found - table / 255).mean() < 0.01


def test_a_shrunk_picture_keeps_the_grain_that_the_data_have() -> None:
    grain = np.random.default_rng(2).normal(180, 6, (40, 40)).astype(np.uint8)
    large = np.asarray(Image.fromarray(grain).resize((120, 120), Image.Resampling.LANCZOS))
    found = prepare_picture(large, (40, 40, 1), is_centred=False)
    assert found.std() > 1.03 * prepare(large, (40, 40, 1), is_centred=False).std()


def test_dark_ink_on_grey_paper_is_turned_around_where_the_data_are_ink() -> None:
    page = np.full((100, 100), 200, np.uint8)
    page[20:80, 45:55] = 30
    clean = np.zeros((100, 100), np.uint8)
    clean[20:80, 45:55] = 255
    found = prepare_picture(page, SHAPE, is_centred=True)
    assert np.abs(found - prepare(clean, SHAPE, is_centred=True)).max() < 0.1
