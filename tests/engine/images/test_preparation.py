from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from engine.image_shape import ImageShape
from engine.images.pen_ink import SOFT_EDGE, THICKEST, THINNEST, measure
from engine.images.preparation import INK_LEVEL, has_ink, prepare

MNIST_SHAPE = (28, 28, 1)


def canvas(height: int = 280, width: int = 280) -> NDArray[np.uint8]:
    return np.zeros((height, width), np.uint8)


def centre_of_mass(image: NDArray[np.float32]) -> tuple[float, float]:
    grey = image[:, :, 0].astype(float)
    rows, columns = grey.sum(axis=1), grey.sum(axis=0)
    return float(np.arange(len(rows)) @ rows / rows.sum()), float(
        np.arange(len(columns)) @ columns / columns.sum()
    )


def ink_box(image: NDArray[np.float32]) -> tuple[int, int]:
    rows, columns = np.nonzero(image[:, :, 0])
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def test_the_longest_side_of_the_ink_becomes_20_of_28_px_wherever_and_however_large_it_was_drawn() -> None:
    for top, left, height, width in ((0, 0, 100, 40), (150, 200, 33, 71), (10, 10, 260, 260), (279, 279, 1, 1)):
        drawing = canvas()
        drawing[top : top + height, left : left + width] = 255
        assert max(ink_box(prepare(drawing, MNIST_SHAPE, is_centred=True))) == 20


def test_the_aspect_of_the_ink_is_kept() -> None:
    drawing = canvas()
    drawing[40:240, 100:150] = 255
    assert ink_box(prepare(drawing, MNIST_SHAPE, is_centred=True)) == (20, 5)


def test_the_centre_of_mass_comes_within_half_a_pixel_of_index_14_as_in_mnist() -> None:
    for length in range(50, 100, 3):
        drawing = canvas()
        drawing[20:120, 30:80] = 255
        drawing[110:120, 30 : 30 + length] = 255
        row, column = centre_of_mass(prepare(drawing, MNIST_SHAPE, is_centred=True))
        assert abs(row - 14) <= 0.5 + 1e-6
        assert abs(column - 14) <= 0.5 + 1e-6


def test_ink_with_its_weight_at_one_end_stays_in_the_image() -> None:
    drawing = canvas()
    drawing[10:50, 10:270] = 255
    drawing[40:270, 126:154] = 255  # a T whose centre of mass, in the centre, would push its foot out
    image = prepare(drawing, MNIST_SHAPE, is_centred=True)
    assert ink_box(image) == (20, 20)
    assert image.sum() == pytest.approx(drawing.sum() / 255 * (20 / 260) ** 2, rel=1e-5)


def test_edges_are_anti_aliased_by_the_area_they_cover() -> None:
    drawing = canvas()
    drawing[0:200, 0:30] = 255
    drawing[0:30, 0:105] = 255  # 10.5 px of 20
    image = prepare(drawing, MNIST_SHAPE, is_centred=True)
    grey = image[:, :, 0]
    assert grey.sum() == pytest.approx(drawing.sum() / 255 / 100, rel=1e-5)
    assert ((grey > 0.1) & (grey < 0.9)).any()


@given(st.integers(0, 255))
def test_a_sample_enlarged_by_a_whole_factor_comes_back_bit_for_bit_when_it_is_left_in_place(level: int) -> None:
    sample = np.random.default_rng(level).integers(0, 256, (28, 28), np.uint8)
    sample[0, 0] = level
    for factor in (1, 3, 10):
        image = prepare(np.kron(sample, np.ones((factor, factor), np.uint8)), MNIST_SHAPE, is_centred=False)
        assert image.dtype == np.float32
        assert np.array_equal(image[:, :, 0], sample.astype(np.float32) / np.float32(255))


@pytest.mark.parametrize("image_shape", [(28, 28, 1), (16, 40, 1), (64, 24, 3), (9, 9, 1), (1, 5, 1)])
def test_square_oblong_and_colour_shapes_are_all_filled_within_their_bounds(image_shape: ImageShape) -> None:
    drawing = np.random.default_rng(0).integers(0, 256, (300, 200), np.uint8)
    for is_centred in (True, False):
        image = prepare(drawing, image_shape, is_centred)
        assert image.shape == image_shape
        assert image.dtype == np.float32
        assert image.min() >= 0
        assert 0 < image.max() <= 1
        assert all(np.array_equal(image[:, :, 0], image[:, :, channel]) for channel in range(image_shape[2]))


def test_a_picture_of_another_aspect_is_fitted_whole_between_black_bars() -> None:
    picture = np.full((100, 50), 255, np.uint8)
    grey = prepare(picture, MNIST_SHAPE, is_centred=False)[:, :, 0]
    assert np.all(grey[:, 7:21] == 1)
    assert not grey[:, :7].any()
    assert not grey[:, 21:].any()


def test_without_ink_there_is_nothing_to_centre() -> None:
    grain = np.full((280, 280), INK_LEVEL - 1, np.uint8)
    assert not has_ink(grain)
    assert not prepare(grain, MNIST_SHAPE, is_centred=True).any()
    grain[140, 140] = INK_LEVEL
    assert has_ink(grain)
    assert prepare(grain, MNIST_SHAPE, is_centred=True).any()


@settings(max_examples=60)
@given(
    st.integers(1, 90), st.integers(1, 90), st.integers(1, 40), st.integers(1, 40), st.booleans(), st.integers(0)
)
def test_no_size_of_picture_or_image_breaks_it(
    rows: int, columns: int, height: int, width: int, is_centred: bool, seed: int
) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (rows, columns), np.uint8)
    image = prepare(pixels, (height, width, 1), is_centred)
    assert image.shape == (height, width, 1)
    assert np.isfinite(image).all()
    assert image.min() >= 0
    assert image.max() <= 1


@pytest.mark.shared_data
def test_real_mnist_digits_enlarged_and_moved_come_back_as_they_were(shared_mnist: Path) -> None:
    with np.load(shared_mnist) as data:
        digits = data["x_test"][:300]
    differences = []
    for digit in digits:
        drawing = canvas(400, 400)
        drawing[100:380, 20:300] = np.kron(digit, np.ones((10, 10), np.uint8))
        image = prepare(drawing, MNIST_SHAPE, is_centred=True)[:, :, 0]
        differences.append(np.abs(image - digit / np.float32(255)).mean())
    assert np.mean(differences) < 0.0005
    assert np.mean(np.array(differences) == 0) > 0.85


def pen(width: float, side: int = 280) -> NDArray[np.uint8]:
    """Return an N of three straight strokes, `width` px wide, over most of a canvas, with a screen's hard edges."""
    fine = 4
    y, x = (np.mgrid[: side * fine, : side * fine] + 0.5) / fine / side
    distance = np.full(x.shape, np.inf)
    corners = ((0.25, 0.8), (0.25, 0.2), (0.75, 0.8), (0.75, 0.2))
    for (x0, y0), (x1, y1) in itertools.pairwise(corners):
        along = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2), 0, 1)
        distance = np.minimum(distance, np.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0)))
    ink = (distance * side <= width / 2).reshape(side, fine, side, fine).mean(axis=(1, 3))
    return np.rint(ink * 255).astype(np.uint8)


def stroke_width(image: NDArray[np.float32]) -> float:
    return measure(np.rint(image[:, :, 0] * 255).astype(np.uint8)).stroke


@pytest.mark.parametrize("brush_px", [10, 15, 50, 65])
def test_a_thin_or_thick_pen_gives_strokes_of_a_usual_width(brush_px: float) -> None:
    image = prepare(pen(brush_px), MNIST_SHAPE, is_centred=True)
    assert THINNEST - 0.15 < stroke_width(image) < THICKEST + 0.7
    assert max(ink_box(image)) == 20


def test_a_usual_pen_keeps_its_width() -> None:
    thin, thick = (stroke_width(prepare(pen(width), MNIST_SHAPE, is_centred=True)) for width in (22, 30))
    assert thick - thin > 0.5


def test_a_thin_stroke_beside_a_thick_one_is_not_lost() -> None:
    drawing = canvas()
    drawing[40:240, 40:140] = 255
    drawing[40:240, 200:206] = 255
    image = prepare(drawing, MNIST_SHAPE, is_centred=True)
    assert image[14, 20:, 0].max() > 0.3


def test_a_filled_shape_is_no_thick_stroke() -> None:
    drawing = canvas()
    drawing[40:240, 40:240] = 255
    assert prepare(drawing, MNIST_SHAPE, is_centred=True).sum() == pytest.approx(400)


def test_ink_with_the_edge_of_a_scan_keeps_its_width() -> None:
    soft = np.asarray(Image.fromarray(pen(10)).filter(ImageFilter.GaussianBlur(6)))
    assert measure(soft).edge * 20 / 190 > SOFT_EDGE
    assert stroke_width(prepare(soft, MNIST_SHAPE, is_centred=True)) < THINNEST
