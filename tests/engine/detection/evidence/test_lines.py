from __future__ import annotations

import numpy as np
import pytest

from engine.detection.evidence import lines
from engine.detection.evidence.views import Views


def an_upright_bar() -> np.ndarray:
    """Return (9, 7) px with a bright bar over rows 1 to 7 and columns 2 to 4."""
    bar = np.zeros((9, 7), np.float32)
    bar[1:8, 2:5] = 1
    return bar


def feature(image: np.ndarray, name: str) -> float:
    return float(lines.features(Views(image[None]))[0, lines.FEATURES.index(name)])


def test_a_whole_stroke_has_neither_gaps_nor_lines_nor_empty_rows() -> None:
    for name in ("gap", "gap_share", "wide_gap", "wide_gap_share", "line", "empty"):
        assert feature(an_upright_bar(), f"row_{name}") == 0, name
        assert feature(an_upright_bar(), f"column_{name}") == 0, name


def test_a_dead_row_is_a_gap_as_wide_as_the_stroke_and_an_empty_row() -> None:
    bar = an_upright_bar()
    bar[4] = 0
    assert feature(bar, "row_gap") == 3
    assert feature(bar, "row_gap_share") == pytest.approx(3 / 4)
    assert feature(bar, "row_empty") == 1


def test_two_dead_rows_side_by_side_are_a_wide_gap() -> None:
    bar = an_upright_bar()
    bar[4:6] = 0
    assert (feature(bar, "row_gap"), feature(bar, "row_wide_gap")) == (0, 3)
    assert feature(bar, "row_empty") == 2


def test_a_bright_row_is_a_line() -> None:
    image = an_upright_bar() * np.float32(0.5)
    image[4] = 1
    assert feature(image, "row_line") == pytest.approx(3 * 0.5 + 4)


def test_a_hard_end_is_a_cut_where_it_ends_and_where_it_begins() -> None:
    bar = an_upright_bar()
    bar[1], bar[2] = bar[1] * np.float32(0.3), bar[2] * np.float32(0.6)  # it fades in, and ends at once
    assert feature(bar, "row_cut") == 3
    assert feature(bar, "row_cut_back") == pytest.approx(0.9)


def test_less_light_makes_no_smaller_steps() -> None:
    bright, dark = (feature(an_upright_bar() * np.float32(light), "row_step") for light in (1, 0.5))
    assert bright == pytest.approx(dark, abs=0.05)


def test_columns_are_measured_as_rows_are() -> None:
    image = np.random.default_rng(0).random((9, 7), np.float32)
    along_rows, along_columns = np.split(lines.features(Views(image[None]))[0], 2)
    turned = lines.features(Views(image.T[None].copy()))[0]
    np.testing.assert_array_equal(turned, np.concatenate([along_columns, along_rows]))
