from __future__ import annotations

import numpy as np
import pytest

from engine.detection.evidence.gradient_maps import cells_of, gradient_maps, map_length, slant, straighten
from tests.engine.detection.detector_examples import bars, lying_bars


def light(images):
    return images[..., 0].astype(np.float32) / 255


def test_mnist_gives_648_numbers_of_unit_length() -> None:
    assert (cells_of(28), map_length(28, 28)) == (9, 648)
    maps = gradient_maps(light(bars(4, height=28, width=28)))
    assert maps.shape == (4, 648)
    assert np.linalg.norm(maps, axis=1) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(("height", "width"), [(8, 8), (64, 64), (8, 40)])
def test_any_size_works(height: int, width: int) -> None:
    maps = gradient_maps(light(bars(2, height=height, width=width)))
    assert maps.shape == (2, map_length(height, width))
    assert np.isfinite(maps).all()


def test_less_light_changes_nothing_and_a_plain_image_gives_zeros() -> None:
    images = light(bars(3))
    np.testing.assert_allclose(gradient_maps(images * np.float32(0.4)), gradient_maps(images), atol=1e-4)
    assert not gradient_maps(np.zeros((1, 12, 12), np.float32)).any()


def test_upright_and_lying_strokes_differ_more_than_upright_ones_do() -> None:
    upright, lying = gradient_maps(light(bars(20))), gradient_maps(light(lying_bars(20)))
    assert (
        np.linalg.norm(upright[:10] - upright[10:], axis=1).max() < np.linalg.norm(upright - lying, axis=1).min()
    )


def test_a_leaning_stroke_is_straightened() -> None:
    rows, columns = np.mgrid[:20, :20]
    leaning = np.clip(1.5 - np.abs(columns - 10 - 0.4 * (rows - 10)), 0, 1).astype(np.float32)[None]
    leaning[:, :4] = leaning[:, 16:] = 0
    assert slant(leaning)[0] == pytest.approx(0.4, abs=0.03)
    assert abs(slant(straighten(leaning))[0]) < 0.05
    assert straighten(leaning).sum() == pytest.approx(leaning.sum(), rel=0.02)


@pytest.mark.parametrize(("turns", "bright_to"), [(0, 0), (1, 6), (2, 4), (3, 2)])
def test_an_edge_lies_in_the_direction_in_which_it_grows_bright(turns: int, bright_to: int) -> None:
    """Of eight directions, the first to the right, then on towards below."""
    edge = np.zeros((24, 24), np.float32)
    edge[:, 12:] = 1
    inner = gradient_maps(np.rot90(edge, turns)[None].copy()).reshape(8, 8, 8)[:, 2:6, 2:6]  # the border is dark
    assert inner.sum(axis=(1, 2)).argmax() == bright_to
