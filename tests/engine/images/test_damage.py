from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engine.errors import UserError
from engine.images.damage import damage
from engine.images.faults import FAULTS
from tests.engine.detection.detector_examples import bars

IMAGES = bars(20, channels=2)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_every_fault_at_every_bound_gives_images_of_the_same_form_and_leaves_the_original_alone(fault) -> None:
    before = IMAGES.copy()
    for strength in (fault.low, fault.high, *fault.panel, *fault.lesson):
        damaged = damage(IMAGES, fault.name, strength, seed=1)
        assert (damaged.shape, damaged.dtype) == (IMAGES.shape, np.uint8)
        assert strength == 0 or (damaged != IMAGES).any()
    np.testing.assert_array_equal(IMAGES, before)


@pytest.mark.parametrize("name", FAULTS)
def test_no_strength_is_no_damage_and_the_same_seed_is_the_same_damage(name: str) -> None:
    np.testing.assert_array_equal(damage(IMAGES, name, 0, seed=1), IMAGES)
    strength = FAULTS[name].panel[0]
    once = damage(IMAGES, name, strength, seed=3)
    np.testing.assert_array_equal(once, damage(IMAGES, name, strength, seed=3))


@pytest.mark.parametrize("name", ["dead_rows", "dead_columns", "stuck_pixels", "scratch"])
def test_a_growing_strength_lets_the_same_fault_grow(name: str) -> None:
    hit = [damage(IMAGES, name, strength, seed=5) != IMAGES for strength in (1, 2, 4)]
    assert all((weaker <= stronger).all() for weaker, stronger in pairwise(hit))
    assert hit[0].sum() < hit[-1].sum()


@pytest.mark.parametrize(("height", "width"), [(8, 8), (64, 64), (8, 40), (33, 9)])
def test_every_fault_works_at_every_size(height: int, width: int) -> None:
    images = bars(3, height=height, width=width)
    for fault in FAULTS.values():
        assert damage(images, fault.name, fault.high, seed=0).shape == images.shape


def test_what_the_faults_say_is_what_they_do() -> None:
    grey = np.full((4, 10, 12, 1), 100, np.uint8)
    assert (damage(grey, "low_light", 0.6, 0) == 40).all()
    assert (damage(grey, "over_exposure", 0.2, 0) == 151).all()
    assert (damage(grey, "blur", 2.0, 0) == 100).all()
    assert ((damage(grey, "dead_rows", 3, 0) == 0).all(axis=(2, 3)).sum(axis=1) == 3).all()
    assert ((damage(grey, "dead_columns", 2, 0) == 0).all(axis=(1, 3)).sum(axis=1) == 2).all()
    assert ((damage(grey, "stuck_pixels", 7, 0) == 255).sum(axis=(1, 2, 3)) == 7).all()
    assert ((damage(grey, "occlusion", 4, 0) == 0).sum(axis=(1, 2, 3)) == 16).all()
    noisy = damage(np.full((4, 64, 64, 1), 128, np.uint8), "noise", 0.1, 0).astype(float)
    assert noisy.std() / 255 == pytest.approx(0.1, rel=0.05)


def test_a_shift_moves_everything_by_its_distance_and_fills_up_with_black() -> None:
    dot = np.zeros((50, 21, 21, 1), np.uint8)
    dot[:, 10, 10] = 200
    _, rows, columns, _ = np.nonzero(damage(dot, "shift", 6, seed=2))
    assert len(rows) == 50
    assert np.hypot(rows - 10, columns - 10) == pytest.approx(6, abs=0.75)


def test_lines_and_blocks_hit_what_shows_something() -> None:
    images = bars(200)
    for name, strength in (("dead_rows", 1), ("dead_columns", 1), ("occlusion", 4)):
        assert (damage(images, name, strength, seed=0) != images).any(axis=(1, 2, 3)).all()


def test_an_unknown_fault_and_a_strength_out_of_bounds_are_refused() -> None:
    with pytest.raises(UserError, match="There is no fault 'rust'; choose one of low_light, "):
        damage(IMAGES, "rust", 1, 0)
    with pytest.raises(UserError, match=r"strength of Blur must be from 0 to 4 px.*, not 9"):
        damage(IMAGES, "blur", 9, 0)


def test_a_blurred_line_is_as_wide_as_its_strength_and_stays_on_its_side() -> None:
    line = np.zeros((1, 41, 41, 1), np.uint8)
    line[:, :, 20] = 255
    across = damage(line, "blur", 2.0, 0)[0, 20, :, 0].astype(float)
    assert np.sqrt(across @ (np.arange(41) - 20.0) ** 2 / across.sum()) == pytest.approx(2, rel=0.04)
    edge = np.zeros((1, 21, 21, 1), np.uint8)
    edge[:, :, 0] = 255
    assert not damage(edge, "blur", 2.0, 0)[:, :, 12:].any()


def test_a_shift_goes_every_way_and_lets_black_in() -> None:
    dot = np.zeros((60, 21, 21, 1), np.uint8)
    dot[:, 10, 10] = 200
    _, rows, columns, _ = np.nonzero(damage(dot, "shift", 6, seed=2))
    assert {(row > 10, column > 10) for row, column in zip(rows, columns, strict=True)} >= {
        (below, right) for below in (False, True) for right in (False, True)
    }
    grey = np.full((20, 21, 21, 1), 100, np.uint8)
    black = (damage(grey, "shift", 6, seed=2) == 0).mean(axis=(1, 2, 3))
    assert (black > 6 / 21 - 0.05).all()


def test_a_scratch_is_as_wide_as_it_says() -> None:
    scratched = damage(np.zeros((40, 64, 64, 1), np.uint8), "scratch", 3.0, seed=1)[..., 0] / 255
    for image in scratched:
        along = min(sums[sums > 0].mean() for sums in (image.sum(axis=0), image.sum(axis=1)))
        assert 3 * 0.75 < along < 3 * 1.5  # across a row or a column it is up to the root of two wider


def test_an_occlusion_hides_what_shows_wherever_in_the_block_it_lies() -> None:
    cross = np.zeros((60, 21, 21, 1), np.uint8)
    cross[:, 10, 8:13] = cross[:, 8:13, 10] = 200
    lost = (cross - damage(cross, "occlusion", 5, seed=0))[..., 0] > 0
    assert lost.any(axis=(1, 2)).all()
    assert {tuple(point) for point in np.argwhere(lost)[:, 1:]} == {
        tuple(point) for point in np.argwhere(cross[0])[:, :2]
    }
    middles = [np.argwhere(image).mean(axis=0) for image in lost]
    np.testing.assert_allclose(np.mean(middles, axis=0), 10, atol=0.35)  # on no side more than on the other


def test_rows_without_ink_stay_though_fewer_than_asked_for_have_any() -> None:
    images = np.full((5, 10, 12, 1), 20, np.uint8)  # faint grain
    images[:, 4:6] = 200
    damaged = damage(images, "dead_rows", 5, seed=0)
    assert not damaged[:, 4:6].any()
    assert (damaged[:, :4] == 20).all()
    assert (damaged[:, 6:] == 20).all()


def test_every_image_has_its_own_stuck_pixels() -> None:
    stuck = damage(np.zeros((30, 14, 12, 1), np.uint8), "stuck_pixels", 3, seed=0)
    assert len({image.tobytes() for image in stuck}) == 30


def test_too_much_light_is_cut_off_at_white() -> None:
    assert (damage(np.full((2, 8, 8, 1), 250, np.uint8), "over_exposure", 0.3, 0) == 255).all()
