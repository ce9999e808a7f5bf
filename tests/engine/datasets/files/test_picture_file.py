from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from engine.datasets.files.picture_file import grey_from_picture
from engine.errors import UserError
from engine.image_shape import LONGEST_PICTURE_SIDE_PX

GREY = np.random.default_rng(0).integers(0, 200, (20, 30), np.uint8)
GREY[0] = GREY[-1] = 0  # a dark border: light ink on black
GREY[:, 0] = GREY[:, -1] = 0


def saved(folder: Path, image: Image.Image, name: str = "picture.png", **options: object) -> Path:
    path = folder / name
    image.save(path, **options)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        grey_from_picture(path)
    sentence = str(caught.value)
    assert path.name in sentence
    assert sentence.endswith(".")
    return sentence


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.tif", "a.gif", "a.webp"])
def test_lossless_grey_pictures_come_back_exactly(name: str, tmp_path: Path) -> None:
    path = saved(tmp_path, Image.fromarray(GREY), name, **({"lossless": True} if name.endswith("webp") else {}))
    assert np.array_equal(grey_from_picture(path), GREY)


def test_a_jpeg_comes_back_nearly(tmp_path: Path) -> None:
    smooth = np.zeros((64, 64), np.uint8)
    smooth[20:44, 20:44] = 220
    grey = grey_from_picture(saved(tmp_path, Image.fromarray(smooth), "a.jpg", quality=95))
    assert np.abs(grey.astype(int) - smooth).mean() < 4


def test_a_path_with_other_letters_is_no_obstacle(tmp_path: Path) -> None:
    assert np.array_equal(grey_from_picture(saved(tmp_path, Image.fromarray(GREY), "Ziffer für 数字.png")), GREY)


def test_pixels_from_memory_are_taken_like_those_of_a_file() -> None:
    assert np.array_equal(grey_from_picture(GREY), GREY)
    assert np.array_equal(grey_from_picture(np.dstack([GREY] * 3)), GREY)


def test_a_light_picture_keeps_every_bit(tmp_path: Path) -> None:
    page = (255 - GREY).astype(np.uint8)
    assert np.array_equal(grey_from_picture(saved(tmp_path, Image.fromarray(page))), page)


def test_a_photograph_is_turned_as_its_exif_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    path = saved(tmp_path, Image.fromarray(GREY), exif=exif)
    assert np.array_equal(grey_from_picture(path), np.rot90(GREY, -1))


@pytest.mark.parametrize("ink", [0, 255])
def test_ink_on_a_transparent_ground_can_be_seen_whether_it_is_black_or_white(ink: int, tmp_path: Path) -> None:
    pixels = np.zeros((20, 20, 4), np.uint8)
    pixels[8:12, 8:12] = (ink, ink, ink, 255)
    expected = np.full((20, 20), 255 - ink, np.uint8)
    expected[8:12, 8:12] = ink
    assert np.array_equal(grey_from_picture(saved(tmp_path, Image.fromarray(pixels))), expected)
    assert np.array_equal(grey_from_picture(pixels), expected)


def test_a_palette_with_a_transparent_colour_is_understood(tmp_path: Path) -> None:
    image = Image.new("P", (8, 8), 0)
    image.putpalette([255, 0, 255, 255, 255, 255] + [0] * 762)
    image.paste(1, (2, 2, 4, 4))
    grey = grey_from_picture(saved(tmp_path, image, transparency=0))
    assert grey[0, 0] == 0
    assert grey[3, 3] == 255


def test_sixteen_bits_a_pixel_are_scaled_and_not_cut_off(tmp_path: Path) -> None:
    path = saved(tmp_path, Image.fromarray(GREY.astype(np.uint16) * 257))
    assert np.array_equal(grey_from_picture(path), GREY)


def test_a_large_photograph_is_shrunk_with_its_aspect_kept(tmp_path: Path) -> None:
    path = saved(tmp_path, Image.new("L", (4000, 2000)), "large.jpg")
    assert grey_from_picture(path).shape == (LONGEST_PICTURE_SIDE_PX // 2, LONGEST_PICTURE_SIDE_PX)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "no file" in refusal(tmp_path / "gone.png")


@pytest.mark.parametrize("content", [b"hello", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b"<svg/>"])
def test_what_only_is_called_png_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "false.png"
    path.write_bytes(content)
    assert "no picture that can be read" in refusal(path)


def test_a_folder_is_called_a_folder_and_an_empty_file_empty(tmp_path: Path) -> None:
    folder, empty = tmp_path / "folder.png", tmp_path / "empty.png"
    folder.mkdir()
    empty.touch()
    assert "is a folder" in refusal(folder)
    assert "is empty" in refusal(empty)


def png_that_claims(width: int, height: int) -> bytes:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [9_000, 11_000, 60_000])  # ours, Pillow's warning, Pillow's error
def test_a_huge_picture_is_refused_before_it_is_decoded(side: int, tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(png_that_claims(side, side))
    assert "64 million pixels" in refusal(path)


def is_refused(path: Path, content: bytes) -> bool:
    path.write_bytes(content)
    try:
        grey_from_picture(path)
    except UserError as error:
        return path.name in f"{error}"
    return False


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.bmp", "a.gif", "a.tif", "a.webp"])
def test_a_picture_cut_short_or_changed_anywhere_is_read_or_refused_in_a_sentence(
    name: str, tmp_path: Path
) -> None:
    random = np.random.default_rng(1)
    noise: NDArray[np.uint8] = random.integers(0, 256, (24, 24, 3), np.uint8)
    whole = saved(tmp_path, Image.fromarray(noise), name).read_bytes()
    path = tmp_path / f"broken-{name}"
    lengths = range(0, len(whole), max(1, len(whole) // 40))
    assert sum(is_refused(path, whole[:length]) for length in lengths) > 20
    for place in random.integers(0, min(len(whole), 200), 100):
        changed = bytearray(whole)
        changed[place] = random.integers(256)
        is_refused(path, bytes(changed))
