from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.look.axis_ticks import epoch_limit, log_ticks, nice_limits, nice_step, tick_labels, ticks, whole_ticks

losses = st.floats(1e-12, 1e12)


@given(losses, losses)
def test_limits_hold_the_curve_and_little_else(first: float, second: float) -> None:
    low, high = sorted((first, second))
    bottom, top = nice_limits(low, high)
    span = max(high - low, 0.2 * high)
    assert bottom <= low + 1e-6 * span
    assert top >= high - 1e-6 * span
    assert bottom < top
    assert top - bottom <= 2 * span


def test_limits_stay_put_while_a_curve_creeps() -> None:
    assert nice_limits(0.081, 0.69) == nice_limits(0.079, 0.69)


def test_limits_around_a_level_curve_have_a_height() -> None:
    assert nice_limits(0.0, 0.0) == (-1.0, 1.0)
    low, high = nice_limits(0.5, 0.5)
    assert low < 0.5 < high


@given(losses, losses, st.integers(2, 12))
def test_ticks_lie_within_the_limits_and_are_few(first: float, second: float, count: int) -> None:
    low, high = nice_limits(*sorted((first, second)))
    found = ticks(low, high, count)
    slack = 1e-6 * (high - low)
    assert all(low - slack <= tick <= high + slack for tick in found)
    assert len(found) <= count + 1


@given(losses, losses, st.integers(2, 12))
def test_logarithmic_ticks_are_positive_and_within_the_limits(first: float, second: float, count: int) -> None:
    low, high = sorted((first, second))
    found = log_ticks(low, high * 1.5, count)
    assert all(tick > 0 and low * 0.999 <= tick <= high * 1.501 for tick in found)
    assert len(found) <= count + 1


def test_logarithmic_ticks_are_the_numbers_one_expects() -> None:
    assert log_ticks(0.05, 1.0, 6) == pytest.approx([0.05, 0.1, 0.2, 0.5, 1.0])
    assert log_ticks(1e-6, 1.0, 4) == pytest.approx([1e-6, 1e-4, 1e-2, 1.0])


def test_the_axis_runs_ahead_of_the_run_but_not_past_its_end() -> None:
    assert [epoch_limit(position, 15) for position in (0.0, 0.9, 1.5, 4.0, 7.0, 15.0)] == [1, 1, 2, 5, 10, 15]
    assert epoch_limit(7.0, None) == 10


def test_epochs_are_whole_numbers_where_that_is_enough() -> None:
    assert whole_ticks(0.0, 3.0, 6) == [0, 1, 2, 3]
    assert len(whole_ticks(0.0, 1.0, 5)) == 6


def test_labels_share_their_decimals() -> None:
    assert tick_labels([0.0, 0.05, 0.1]) == ["0.00", "0.05", "0.10"]
    assert tick_labels([0.0, 20.0, 40.0]) == ["0", "20", "40"]
    assert tick_labels([1e-7, 2e-7]) == ["1e-07", "2e-07"]
    assert tick_labels([0.01, 0.1, 1.0]) == ["0.01", "0.1", "1"]
    assert tick_labels([]) == []


def test_steps_are_one_two_or_five() -> None:
    assert [nice_step(span, 5) for span in (1.0, 3.0, 9.0, 20.0)] == pytest.approx([0.2, 1.0, 2.0, 5.0])
