"""What is seen in each cell of a picture."""

from __future__ import annotations

import numpy as np
import pytest

from engine.cancellation import Cancellation
from engine.detection.evidence.enlarging import enlarged
from engine.detection.evidence.views import shrunk
from engine.detection.pictures.descriptors import CELLS, describe, descriptor_length
from engine.detection.pictures.near_cells import NearCells
from engine.detection.pictures.place_gaussians import PlaceGaussians
from engine.detection.pictures.surprise_map import top_cells, usual_of
from tests.engine.detection.pictures.picture_examples import parts

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize(("height", "width", "channels"), [(96, 96, 1), (65, 200, 3), (130, 20, 4), (512, 512, 2)])
def test_pictures_of_any_shape_have_a_map_of_finite_numbers(height: int, width: int, channels: int) -> None:
    picture = RANDOM.integers(0, 256, (height, width, channels), np.uint8)
    found = describe(picture)
    assert found.shape == (CELLS, CELLS, descriptor_length(channels))
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    assert np.isfinite(describe(np.zeros_like(picture))).all()


def test_more_light_changes_the_brightness_and_hardly_anything_else() -> None:
    picture = parts(1)[0].astype(np.float32) / 255
    dim, bright = describe(picture * np.float32(0.8)), describe(picture)
    assert (bright[..., 0] - dim[..., 0]).mean() == pytest.approx(np.log(1.25), abs=0.05)
    assert np.abs(bright[..., 1:] - dim[..., 1:]).max() < 0.1


def test_an_edge_is_seen_in_its_direction_only_and_where_it_is() -> None:
    picture = np.zeros((128, 128, 1), np.float32)
    picture[:, 66:] = 0.5  # to the right it becomes brighter
    directions = describe(picture)[..., 1:9]
    assert np.unravel_index(directions.argmax(), directions.shape)[1:] == (16, 0)
    assert directions[:, 16, 4].max() == 0  # to the left is another direction
    assert directions[:, :10].max() < 0.01


def test_a_gaussian_is_that_of_its_place_and_a_cell_may_be_seen_one_beside() -> None:
    maps = RANDOM.normal(0, 0.1, (40, 6, 6, 3)).astype(np.float32)
    maps[:, 2, 2] += 3
    here, beside, elsewhere = (np.zeros((1, 6, 6, 3), np.float32) for _ in range(3))
    here[0, 2, 2] = beside[0, 2, 3] = elsewhere[0, 5, 5] = 3
    gaussians, near = PlaceGaussians.fit(maps, Cancellation()), NearCells.fit(maps)
    assert gaussians.distances(here)[0, 2, 2] < 2 < gaussians.distances(beside)[0, 2, 3]
    assert near.distances(here)[0, 2, 2] == pytest.approx(near.distances(beside)[0, 2, 3], abs=0.05)
    assert near.distances(elsewhere)[0, 5, 5] > 2


def test_the_score_is_the_mean_of_the_three_largest_sums_and_each_kind_has_its_part() -> None:
    maps = np.zeros((1, 2, CELLS, CELLS), np.float32)
    maps[0, 0, 3, 4:7] = 3, 6, 9
    maps[0, 1, 3, 4:7] = 1
    maps[0, 1, 20, 20] = 3  # alone it is less
    np.testing.assert_allclose(top_cells(maps), [[6, 1]])


def test_restless_places_count_less_if_enough_pictures_show_them() -> None:
    def divisors(pictures: int) -> np.ndarray:
        maps = np.abs(RANDOM.normal(1, 0.1, (pictures, 1, CELLS, CELLS))).astype(np.float32)
        maps[:, :, :, :1] *= 3
        return usual_of(maps, np.ones(1, np.float32))[0]

    many, few = divisors(200), divisors(10)
    assert many[5, 20] == pytest.approx(np.float32(1.03), abs=0.1)
    assert many[5, 0] / many[5, 20] > 1.5
    assert few[5, 0] / few[5, 20] < 1.2


def test_maps_are_enlarged_linearly_and_pictures_shrunk_by_averaging() -> None:
    ramp = np.arange(4, dtype=np.float32)[:, None] + np.zeros((4, 4), np.float32)
    large = enlarged(ramp, (16, 8))
    np.testing.assert_allclose(large[2:14, 3], (np.arange(2, 14) + 0.5) / 4 - 0.5, atol=1e-6)
    picture = np.zeros((1, 128, 130, 1), np.uint8)
    picture[:, :, 1::2] = 100
    assert shrunk(picture).shape == (1, 42, 43, 1)
    assert shrunk(picture[:, :, :128]).tolist() == np.full((1, 64, 64, 1), 50).tolist()
