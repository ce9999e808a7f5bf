"""A picture becomes an image of the working size, whatever its format, its mode and its proportions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.errors import UserError
from engine.pictures.preparation import Fit, PicturePreparation
from tests.engine.pictures.picture_folders import save, tile

GREY = PicturePreparation(64)
COLOUR = PicturePreparation(64, is_colour=True)
RED = np.zeros((64, 64, 3), np.uint8) + np.array([200, 30, 40], np.uint8)
SQUARE = tile(1, 64, 64)


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.tif", "a.WEBP", "a.gif", "a.pgm"])
def test_a_picture_of_the_working_size_comes_back_exactly(name: str, tmp_path: Path) -> None:
    options: dict[str, Any] = {"lossless": True} if "WEBP" in name else {}
    path = save(tmp_path / name, SQUARE, **options)
    np.testing.assert_array_equal(GREY.prepare(path)[:, :, 0], SQUARE)


def test_the_same_picture_as_file_and_as_pixels_is_the_same_image(tmp_path: Path) -> None:
    pixels = np.dstack([tile(seed, 150, 90) for seed in range(3)])
    for preparation in (
        GREY,
        COLOUR,
        PicturePreparation(128, Fit.CROP),
        PicturePreparation(128, Fit.SQUASH, True),
    ):
        path = save(tmp_path / "a.png", pixels)
        np.testing.assert_array_equal(preparation.prepare(path), preparation.prepare(pixels))
        image = preparation.prepare(path)
        assert image.shape == preparation.image_shape
        np.testing.assert_array_equal(preparation.prepare(image), image)


def test_padding_keeps_the_proportions_and_has_the_border_s_colour() -> None:
    pixels = np.full((40, 80), 120, np.uint8)
    pixels[10:30, 20:60] = 250
    image = GREY.prepare(pixels)[:, :, 0]
    assert (image[:16] == 120).all()
    assert (image[-16:] == 120).all()
    assert image[32, 32] == 250
    assert 0.48 < (image[16:48] > 200).any(axis=0).mean() < 0.56
    red = COLOUR.prepare(RED[:32])
    assert (red == RED[0, 0]).all()


def test_squashing_fills_the_square_and_cropping_takes_its_middle() -> None:
    pixels = np.zeros((40, 80), np.uint8)
    pixels[:, 20:60] = 200
    squashed = PicturePreparation(64, Fit.SQUASH).prepare(pixels)[:, :, 0]
    assert 0.48 < (squashed > 100).mean() < 0.52
    cropped = PicturePreparation(64, Fit.CROP).prepare(pixels)[:, :, 0]
    assert (cropped > 100).mean() > 0.97
    tall = PicturePreparation(64, Fit.CROP).prepare(np.ascontiguousarray(pixels.T))[:, :, 0]
    np.testing.assert_array_equal(tall, cropped.T)


def in_mode(mode: str) -> Image.Image:
    grey = Image.fromarray(SQUARE)
    return grey.convert("P") if mode == "P" else grey.convert("RGB").convert(mode)


@pytest.mark.parametrize(
    ("mode", "name"), [("RGB", "a.png"), ("CMYK", "a.tif"), ("P", "a.png"), ("RGBA", "a.png"), ("LA", "a.png")]
)
def test_grey_pictures_in_other_modes_look_the_same(mode: str, name: str, tmp_path: Path) -> None:
    in_mode(mode).save(tmp_path / name)
    image = GREY.prepare(tmp_path / name)[:, :, 0]
    assert np.abs(image.astype(int) - SQUARE).max() <= 1


def test_what_is_transparent_becomes_white(tmp_path: Path) -> None:
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[:32, :, 3] = 255
    image = GREY.prepare(save(tmp_path / "a.png", pixels))[:, :, 0]
    assert (image[:32] == 0).all()
    assert (image[32:] == 255).all()


def test_sixteen_bits_are_scaled_and_not_clipped(tmp_path: Path) -> None:
    for name in ("a.png", "a.tif"):
        full = save(tmp_path / name, SQUARE.astype(np.uint16) * 257)
        np.testing.assert_array_equal(GREY.prepare(full)[:, :, 0], SQUARE)
        of_camera = save(tmp_path / name, SQUARE.astype(np.uint16) * 16)
        image = PicturePreparation(64, white=4095.0).prepare(of_camera)[:, :, 0]
        assert np.abs(image.astype(int) - SQUARE).max() <= 1
    fractions = tmp_path / "b.tif"
    Image.fromarray(SQUARE.astype(np.float32) / 255).save(fractions)
    assert np.abs(PicturePreparation(64, white=1.0).prepare(fractions)[:, :, 0].astype(int) - SQUARE).max() <= 1


def test_a_photograph_is_turned_as_its_exif_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = save(tmp_path / "a.png", SQUARE, exif=exif)
    np.testing.assert_array_equal(GREY.prepare(path)[:, :, 0], np.rot90(SQUARE, -1))
    deep = save(tmp_path / "b.png", SQUARE.astype(np.uint16) * 257, exif=exif)
    np.testing.assert_array_equal(GREY.prepare(deep)[:, :, 0], np.rot90(SQUARE, -1))


def test_a_large_jpeg_that_is_shrunk_while_it_is_decoded_looks_like_one_that_is_not(tmp_path: Path) -> None:
    large = tile(3, 900, 1200)
    small = GREY.prepare(save(tmp_path / "a.jpg", large, quality=95)).astype(int)
    assert np.abs(small - GREY.prepare(large)).mean() < 1.5


def test_grey_becomes_colour_and_colour_grey(tmp_path: Path) -> None:
    image = COLOUR.prepare(save(tmp_path / "a.png", SQUARE))
    np.testing.assert_array_equal(image, np.repeat(SQUARE[:, :, None], 3, axis=2))
    assert (GREY.prepare(save(tmp_path / "b.png", RED)) == 82).all()


def test_facts_lead_back_to_the_preparation() -> None:
    preparation = PicturePreparation(192, Fit.CROP, True, 1023.0)
    assert PicturePreparation.from_facts(preparation.to_facts()) == preparation


@pytest.mark.parametrize(
    "change",
    [
        *({"size_px": size} for size in (100, 1024, True, "64")),
        *({"fit": fit} for fit in ("stretch", None)),
        *({"white": white} for white in (0, float("nan"), "1")),
        {"is_colour": 1},
        {"more": 1},
    ],
)
def test_facts_from_anywhere_are_checked(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        PicturePreparation.from_facts({**PicturePreparation().to_facts(), **change})


def test_files_that_are_no_pictures_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("text")
    with pytest.raises(UserError, match=r"text.png is no picture"):
        GREY.prepare(tmp_path / "text.png")
    whole = save(tmp_path / "half.png", tile(0, 300, 300)).read_bytes()
    (tmp_path / "half.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UserError, match=r"half.png is damaged or incomplete"):
        GREY.prepare(tmp_path / "half.png")
    with pytest.raises(UserError, match=r"There is no file gone.png"):
        GREY.prepare(tmp_path / "gone.png")
