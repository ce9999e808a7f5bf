"""What each kind of evidence that only measures, and the details, make of the faults that they are for."""

from __future__ import annotations

import numpy as np
import pytest

from engine.detection.evidence import collection, detail, exposure, lines, place, reconstruction, sharpness
from engine.detection.evidence.views import Views, to_float32, views_of
from engine.images.damage import damage
from tests.engine.detection.detector_examples import MeanImage, bars

IMAGES = bars(60, height=20, width=18)
WHOLE = views_of(to_float32(IMAGES), None)


def damaged(name: str, strength: float) -> Views:
    return views_of(to_float32(damage(IMAGES, name, strength, seed=0)), None)


def change(module, feature: str, name: str, strength: float) -> np.ndarray:
    """Return by how much a fault changes a feature of each image."""
    column = module.FEATURES.index(feature)
    return module.features(damaged(name, strength))[:, column] - module.features(WHOLE)[:, column]


@pytest.mark.parametrize("module", [exposure, sharpness, lines, place])
@pytest.mark.parametrize(("height", "width"), [(8, 8), (64, 64), (8, 40)])
def test_every_feature_is_finite_at_every_size_and_for_plain_images(module, height: int, width: int) -> None:
    plain = np.stack([np.zeros((height, width)), np.ones((height, width))]).astype(np.float32)
    for brightness in (plain, to_float32(bars(3, height=height, width=width))[..., 0]):
        features = module.features(Views(brightness))
        assert features.shape == (len(brightness), len(module.FEATURES))
        assert features.dtype == np.float32
        assert np.isfinite(features).all()


def test_low_light_lowers_the_peak_and_over_exposure_lifts_the_darkest() -> None:
    assert (change(exposure, "peak", "low_light", 0.5) < -0.3).all()
    assert (change(exposure, "level_10", "over_exposure", 0.3) > 0.25).all()


def test_blur_makes_edges_flatter_and_noise_makes_plain_areas_rough() -> None:
    assert (change(sharpness, "steepest_edges", "blur", 1.5) < -0.1).all()
    assert (change(sharpness, "roughness_50", "noise", 0.1) > 0.05).all()


def test_dead_lines_show_as_gaps_along_their_own_axis() -> None:
    assert np.median(change(lines, "row_gap_share", "dead_rows", 2)) > 0.3
    assert np.median(change(lines, "column_gap_share", "dead_rows", 2)) < 0.1


def test_a_shift_moves_the_middle() -> None:
    assert (change(place, "off_centre", "shift", 5) > 2).all()


def test_a_stuck_pixel_is_a_spot_and_a_strange_patch() -> None:
    learnt = detail.Detail.fit(WHOLE)
    stuck, whole = learnt.features(damaged("stuck_pixels", 4)), learnt.features(WHOLE)
    assert np.isfinite(stuck).all()
    for feature in ("spot", "strangest_patch"):
        column = detail.FEATURES.index(feature)
        assert (stuck[:, column] > whole[:, column] + 0.1).mean() > 0.9


def test_the_patch_map_is_highest_at_the_spot() -> None:
    image = IMAGES[:1].copy()
    image[0, 2, 3] = 255
    strange = detail.Detail.fit(WHOLE).patch_map(to_float32(image)[..., 0])[0]
    row, column = np.unravel_index(strange.argmax(), strange.shape)
    assert max(abs(row - 2), abs(column - 3)) <= 2


def test_the_error_is_that_of_the_reconstruction() -> None:
    light = to_float32(IMAGES)
    seen = views_of(light, MeanImage(IMAGES)(light))
    features = reconstruction.features(seen)
    assert features[:, 0] == pytest.approx(
        np.log(((light - MeanImage(IMAGES).mean) ** 2).mean(axis=(1, 2, 3)) + 1e-6)
    )
    spots = reconstruction.spot_errors(seen.squared_error)
    assert spots[0, 5, 5] == pytest.approx(seen.squared_error[0, 4:7, 4:7].mean(), rel=1e-4)


def test_errors_of_opposite_sign_in_two_colours_do_not_cancel_out() -> None:
    light = np.full((1, 8, 8, 2), 0.5, np.float32)
    seen = views_of(light, light + np.array([0.2, -0.2], np.float32))
    assert seen.squared_error == pytest.approx(0.04)


def test_the_columns_of_all_kinds_lie_side_by_side() -> None:
    taken = [
        column
        for kind in collection.KINDS
        for column in range(len(collection.FEATURES))[collection.columns_of(kind)]
    ]
    assert taken == list(range(len(collection.FEATURES)))
    with pytest.raises(KeyError):
        collection.columns_of("rust")
