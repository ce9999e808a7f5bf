from __future__ import annotations

import numpy as np
import pytest

from engine.detection.evidence import detail
from engine.detection.evidence.detail import Detail, log_patches
from engine.detection.evidence.views import Views, to_float32
from tests.engine.detection.detector_examples import bars

NORMALS = to_float32(bars(60))[..., 0]  # (60, 14, 12)
LEARNT = Detail.fit(Views(NORMALS))


def feature(image: np.ndarray, name: str) -> float:
    return float(LEARNT.features(Views(image[None]))[0, detail.FEATURES.index(name)])


def black() -> np.ndarray:
    return np.zeros((14, 12), np.float32)


def test_one_stuck_pixel_and_two_side_by_side_are_spots() -> None:
    one, two = black(), black()
    one[3, 3] = two[3, 3] = two[3, 4] = 1
    assert feature(one, "spot") == feature(two, "spot") == 1


def test_a_stroke_is_no_spot_and_a_dead_pixel_in_it_is_a_hole() -> None:
    stroke = black()
    stroke[2:12, 4:8] = 1
    assert (feature(stroke, "spot"), feature(stroke, "hole")) == (0, 0)
    stroke[6, 5] = 0
    assert feature(stroke, "hole") == 1


@pytest.mark.parametrize("beside", [(0, 1), (1, 0), (1, 1), (-1, 1)])
def test_a_pixel_is_alone_unless_one_of_its_eight_neighbours_is_as_bright(beside: tuple[int, int]) -> None:
    image = black()
    image[5, 5] = 1
    assert feature(image, "lone_pixel") == 1
    image[5 + beside[0], 5 + beside[1]] = 1
    assert feature(image, "lone_pixel") == 0


def test_a_faint_light_counts_where_normal_images_are_always_black() -> None:
    assert not NORMALS[:, 0, 0].any()
    middle = LEARNT.pixel_mean.copy()
    corner = middle.copy()
    corner[0, 0] += 0.1
    assert feature(middle, "unusual_pixel") == 0
    assert feature(corner, "unusual_pixel") == pytest.approx(0.1 / 0.02, rel=1e-3)
    varied = np.unravel_index(LEARNT.pixel_deviation.argmax(), (14, 12))
    middle[varied] += 0.1
    assert feature(middle, "unusual_pixel") < 1


def test_the_strange_patches_are_the_highest_of_the_patch_map() -> None:
    image = NORMALS[3].copy()
    image[1, 2] = 1
    strange = np.sort(LEARNT.patch_map(image[None]).ravel())
    # Of 168 px instead of 784, two stand for eight and nine for forty.
    for name, place in (("strangest_patch", -1), ("strange_patch_8", -2), ("strange_patch_40", -9)):
        assert feature(image, name) == pytest.approx(float(log_patches(strange[place])), rel=1e-5)


def test_a_black_margin_does_not_change_what_normal_patches_are() -> None:
    with_margin = Detail.fit(Views(np.pad(NORMALS, ((0, 0), (6, 6), (6, 6)))))
    np.testing.assert_allclose(with_margin.patch_mean, LEARNT.patch_mean, atol=0.02)


def test_the_patch_of_a_pixel_lies_around_it() -> None:
    image = np.random.default_rng(0).random((1, 14, 12)).astype(np.float32)
    patches = detail._patches(image).reshape(14, 12, 5, 5)
    np.testing.assert_array_equal(patches[:, :, 2, 2], image[0])
    np.testing.assert_array_equal(patches[6, 5], image[0, 4:9, 3:8])
