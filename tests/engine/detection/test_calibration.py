from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from engine.detection.calibration import Rarity, conformal_p_values, images_needed, is_abnormal, promise, surprise
from engine.errors import UserError


def test_the_p_value_counts_the_normals_that_score_at_least_as_high() -> None:
    normals = np.array([1.0, 2.0, 2.0, 4.0])
    assert conformal_p_values(normals, [0.0, 2.0, 3.0, 4.0, 5.0]).tolist() == [1.0, 0.8, 0.4, 0.4, 0.2]


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=40), st.lists(st.floats(-6, 6), min_size=2, max_size=10))
def test_a_higher_score_never_has_a_higher_p_value(normals: list[float], scores: list[float]) -> None:
    p_values = conformal_p_values(np.sort(normals), np.sort(scores))
    assert (np.diff(p_values) <= 0).all()
    assert (p_values > 0).all()
    assert (p_values <= 1).all()


def test_a_hundredth_is_a_surprise_of_two_and_certainty_is_none() -> None:
    assert surprise([1.0, 0.1, 0.01]).tolist() == pytest.approx([0.0, 1.0, 2.0])
    assert not np.signbit(surprise(1.0))


def test_99_normals_keep_5_percent_as_2_to_9_percent() -> None:
    kept = promise(0.05, 99)
    assert (kept.expected_rate, round(kept.low, 2), round(kept.high, 2)) == (0.05, 0.02, 0.09)


@pytest.mark.parametrize(("rate", "count"), [(0.1, 9), (0.05, 200), (0.01, 999), (0.001, 10_000), (0.1, 60_000)])
def test_the_range_is_that_of_the_beta_distribution(rate: float, count: int) -> None:
    kept = promise(rate, count)
    alarms = round(kept.expected_rate * (count + 1))
    assert [kept.low, kept.high] == pytest.approx(beta.ppf([0.04, 0.96], alarms, count + 1 - alarms), rel=1e-6)
    assert kept.expected_rate <= rate


def test_the_range_covers_what_random_calibrations_really_give() -> None:
    random = np.random.default_rng(0)
    real = np.sort(random.random((4_000, 200)), axis=1)  # scores are uniform, so a threshold is its own rate
    kept = promise(0.05, 200)
    rates = 1 - real[:, 200 - round(kept.expected_rate * 201)]
    assert rates.mean() == pytest.approx(kept.expected_rate, rel=0.02)
    assert ((rates >= kept.low) & (rates <= kept.high)).mean() == pytest.approx(0.92, abs=0.02)


def test_a_promise_that_the_images_cannot_keep_is_refused_with_the_number_it_needs() -> None:
    with pytest.raises(UserError, match=r"1 false alarm in 100 .* from 50: it takes at least 99 .* allow 1 in 51"):
        promise(0.01, 50)
    assert images_needed(0.01) == 99
    assert promise(0.01, 99).expected_rate == pytest.approx(0.01)


@pytest.mark.parametrize("rate", [0.0, 0.0005, 0.2, 1.0])
def test_a_rate_out_of_bounds_is_refused(rate: float) -> None:
    with pytest.raises(UserError, match=r"must be from 0\.001 to 0\.1"):
        promise(rate, 100_000)


def test_a_p_value_of_exactly_the_rate_is_abnormal() -> None:
    assert is_abnormal([0.05, 0.0501, 5 / 100], 0.05).tolist() == [True, False, True]


def test_rarity_is_the_surprise_at_the_normals_and_goes_on_beyond_them() -> None:
    normals = np.random.default_rng(1).exponential(size=300)
    rarity = Rarity.fit(normals)
    exact = surprise(conformal_p_values(np.sort(normals), np.sort(normals)))
    assert np.abs(rarity(np.sort(normals)) - exact).max() < 0.02
    beyond = rarity(normals.max() + np.array([0.0, 1.0, 2.0]))
    assert beyond[0] == pytest.approx(np.log10(301 / 2), abs=0.01)
    assert (np.diff(beyond) > 0.2).all()
    assert rarity(np.array([-1.0]))[0] == pytest.approx(0.0, abs=0.01)


@given(st.lists(st.floats(-1e3, 1e3, width=32), min_size=1, max_size=60))
def test_rarity_of_any_normals_rises_and_survives_its_array(values: list[float]) -> None:
    rarity = Rarity.fit(np.array(values, np.float32))
    asked = np.linspace(-1_100, 1_100, 50)
    assert (np.diff(rarity(asked)) >= 0).all()
    assert np.isfinite(rarity(asked)).all()
    np.testing.assert_array_equal(Rarity.from_array(rarity.array())(asked), rarity(asked))


def test_an_array_that_is_no_rarity_is_refused() -> None:
    good = Rarity.fit(np.arange(20.0)).array()
    for bad in (good[:1], good[:, :1], good[:, ::-1], np.where(good == 3, np.nan, good), -good):
        with pytest.raises(ValueError, match="expected"):
            Rarity.from_array(bad)


def test_beyond_all_normals_the_surprise_rises_as_fast_as_their_tail_falls() -> None:
    random = np.random.default_rng(0)
    normals = np.concatenate([random.uniform(0, 10, 1_700), 10 + random.exponential(0.1, 300)])
    beyond = Rarity.fit(normals)(normals.max() + np.array([0.0, 1.0]))
    assert beyond[1] - beyond[0] == pytest.approx(1 / (np.log(10) * 0.1), rel=0.2)
