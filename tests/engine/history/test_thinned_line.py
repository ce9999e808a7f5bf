from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.history.thinned_line import ThinnedLine


def a_line(values: np.ndarray, capacity: int = 64) -> ThinnedLine:
    line = ThinnedLine(capacity)
    for x, y in enumerate(values):
        line.append(float(x), float(y))
    return line


def test_few_points_are_kept_as_they_are() -> None:
    values = np.array([3.0, 1.0, 2.0])
    x, y = a_line(values).points(100)
    assert x.tolist() == [0.0, 1.0, 2.0]
    assert y.tolist() == [3.0, 1.0, 2.0]


def test_an_empty_line_has_no_points_and_no_last_value() -> None:
    line = ThinnedLine()
    assert [len(values) for values in line.points(10)] == [0, 0]
    assert line.last is None
    assert list(line.stretches()) == []


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=600), st.integers(2, 40), st.sampled_from([2, 8, 64]))
def test_memory_and_drawing_stay_bounded_and_the_extremes_stay(
    values: list[float], limit: int, capacity: int
) -> None:
    line = a_line(np.array(values), capacity)
    x, y = line.points(limit)
    assert len(line) <= capacity
    assert len(x) == len(y) <= limit
    assert (y.min(), y.max()) == (min(values), max(values))
    assert (np.diff(x) >= 0).all()
    assert all(values[int(place)] == value for place, value in zip(x, y, strict=True)), "points must be real ones"


def test_one_spike_among_many_points_is_still_drawn_where_it_was() -> None:
    values = np.full(20_000, 0.5)
    values[12_345] = 9.0
    x, y = a_line(values, capacity=128).points(100)
    assert y.max() == 9.0
    assert x[y.argmax()] == 12_345


def test_stretches_keep_the_mean_of_all_points() -> None:
    values = np.random.default_rng(0).random(64 * 2**5)
    stretches = np.array(list(a_line(values).stretches()))
    assert len(stretches) == 64
    assert stretches[:, 1].mean() == pytest.approx(values.mean())
    assert stretches[:, 0].tolist() == list(range(31, len(values), 32))  # each stands for equally many points


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_value_that_is_not_finite_leaves_no_trace(bad: float) -> None:
    line = a_line(np.array([1.0, 2.0]))
    line.append(2.0, bad)
    assert line.points(10)[1].tolist() == [1.0, 2.0]
    assert line.last == 2.0


def test_a_part_of_the_line_reaches_over_its_edges_by_one_point() -> None:
    x, _ = a_line(np.arange(20.0)).points(100, x_range=(4.5, 7.5))
    assert x.tolist() == [4.0, 5.0, 6.0, 7.0, 8.0]


def test_a_part_without_points_still_has_its_neighbours() -> None:
    x, _ = a_line(np.arange(20.0)).points(100, x_range=(4.2, 4.8))
    assert x.tolist() == [4.0, 5.0]


def test_an_odd_capacity_is_refused() -> None:
    with pytest.raises(ValueError, match="even number"):
        ThinnedLine(7)
