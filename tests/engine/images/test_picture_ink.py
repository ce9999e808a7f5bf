"""The ink of photographs is found whatever the paper, the light, the pen and the camera."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.images.components import labelled
from engine.images.picture_ink import ink_of
from tests.drawings.digits import DIGITS
from tests.drawings.hand import rendered
from tests.drawings.photographs import PHOTOGRAPHS, in_blue, photograph

DRAWINGS = {digit: rendered(DIGITS[digit][0], seed=digit, brush_px=2.6) for digit in (2, 4, 8)}


def difference(found: NDArray[np.uint8], ink: NDArray[np.uint8]) -> float:
    """Return how much ink is missing or too much, as a share of the ink."""
    return float(np.abs(found.astype(float) - ink).sum() / ink.sum())


@pytest.mark.parametrize(
    "kind", [kind for kind in PHOTOGRAPHS if kind not in ("small picture", "large photograph")]
)
def test_the_ink_of_every_kind_of_photograph_is_that_of_the_drawing(kind: str) -> None:
    for digit, ink in DRAWINGS.items():
        assert difference(ink_of(photograph(ink, kind, digit)), ink) < 0.25


def test_a_blue_pen_is_ink() -> None:
    assert difference(ink_of(np.asarray(in_blue(DRAWINGS[4]).convert("L"))), DRAWINGS[4]) < 0.1


@pytest.mark.parametrize("grey", [76, 180, 226])  # a red, a green and a yellow pen
def test_a_coloured_pen_on_white_paper_is_as_good_as_a_black_one(grey: int) -> None:
    for ink in DRAWINGS.values():
        page = 255 - np.rint(ink * ((255 - grey) / 255)).astype(np.uint8)
        assert difference(ink_of(page), ink) < 0.15


def test_a_drawing_on_pure_black_and_its_negative_are_taken_exactly() -> None:
    for ink in DRAWINGS.values():
        assert np.array_equal(ink_of(ink), ink)
        assert np.array_equal(ink_of(255 - ink), ink)


def test_an_empty_page_has_no_ink() -> None:
    page = np.random.default_rng(0).normal(210, 2, (200, 200)).astype(np.uint8)
    assert not ink_of(page).any()
    assert not ink_of(np.full((60, 80), 127, np.uint8)).any()


def test_a_strip_along_the_border_is_no_ink_even_if_the_writing_touches_it() -> None:
    page = np.full((200, 200), 230, np.uint8)
    page[:, :10] = 15
    page[20:180, 50:66] = 30
    page[90:110, 5:60] = 30
    ink = ink_of(page)
    assert not ink[:, :10].any()
    assert ink[100, 30] == ink[40, 58] == 255


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (2, 3), (9, 300)])
def test_no_size_of_picture_breaks_it(shape: tuple[int, int]) -> None:
    for seed in range(3):
        grey = np.random.default_rng(seed).integers(0, 256, shape, np.uint8)
        assert ink_of(grey).shape == shape
    assert ink_of(np.full(shape, 200, np.uint8)).shape == shape


def test_parts_touch_by_edges_and_corners() -> None:
    mask = np.array([[1, 0, 0, 1, 1], [0, 1, 0, 0, 0], [1, 0, 0, 0, 1], [0, 0, 0, 1, 1]], bool)
    labels, count = labelled(mask)
    assert count == 3
    assert labels[0, 0] == labels[1, 1] == labels[2, 0]
    assert labels[2, 4] == labels[3, 3]
    assert len({labels[0, 0], labels[0, 3], labels[2, 4], 0}) == 4


def test_a_u_is_one_part() -> None:
    mask = np.array([[1, 0, 1, 0, 1], [1, 0, 1, 0, 1], [1, 1, 1, 1, 1]], bool)
    assert labelled(mask)[1] == 1
