from __future__ import annotations

import numpy as np
import pytest

from engine.detection.evidence import place
from engine.detection.evidence.views import Views


def feature(image: np.ndarray, name: str) -> float:
    return float(place.features(Views(image[None]))[0, place.FEATURES.index(name)])


def a_block(rows: slice, columns: slice, light: float = 1) -> np.ndarray:
    """Return (9, 11) px, black but for a block."""
    image = np.zeros((9, 11), np.float32)
    image[rows, columns] = light
    return image


def test_the_middle_of_the_ink_and_how_far_it_lies_off_the_middle_of_the_image() -> None:
    image = a_block(slice(2, 5), slice(7, 10))  # its middle is 3, 8; that of the image 4, 5
    assert (feature(image, "row"), feature(image, "column")) == pytest.approx((3, 8), abs=0.01)
    assert feature(image, "off_centre") == pytest.approx(np.hypot(1, 3), abs=0.01)


def test_the_size_of_the_ink_does_not_depend_on_its_place() -> None:
    for top, left in ((0, 0), (4, 6)):
        image = a_block(slice(top, top + 5), slice(left, left + 3))
        assert feature(image, "spread_rows") == pytest.approx(np.std(np.arange(5)), abs=0.02)
        assert feature(image, "spread_columns") == pytest.approx(np.std(np.arange(3)), abs=0.02)


def test_the_four_margins_are_counted_from_their_own_edges_however_dark_the_ink() -> None:
    for light in (1, 0.1):
        image = a_block(slice(2, 5), slice(3, 9), light)
        assert [feature(image, name) for name in ("top", "bottom", "left", "right")] == [2, 4, 3, 2]


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        (slice(0, 1), slice(5, 6)),
        (slice(8, 9), slice(5, 6)),
        (slice(4, 5), slice(0, 1)),
        (slice(4, 5), slice(10, 11)),
    ],
)
def test_ink_at_any_edge_is_seen(rows: slice, columns: slice) -> None:
    assert feature(a_block(rows, columns), "edge_peak") == 1
    assert feature(a_block(rows, columns), "edge_mean") > 0
    assert feature(a_block(slice(3, 6), slice(3, 6)), "edge_peak") == 0
