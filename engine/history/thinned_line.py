"""A line of any number of points in bounded memory, whose spikes stay visible (min-max decimation)."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LARGEST = 1e30
"""Beyond that a loss says nothing, and the sums and squares of a chart would overflow."""

_FIRST_ROWS = 64
_END, _LOW_X, _LOW, _HIGH_X, _HIGH, _SUM, _COUNT = range(7)


class ThinnedLine:
    """Points appended from left to right, kept as stretches with their minimum, maximum and mean.

    A stretch starts as one point. When there are `capacity` stretches, neighbours are merged in pairs and each new one
    takes twice as many points, so that memory and drawing cost stay bounded. This is min-max decimation as in
    oscilloscopes: the extremes are points that were really appended.

    Args:
        capacity: the most stretches to keep, an even number of at least 2.
    """

    def __init__(self, capacity: int = 2_048) -> None:
        if capacity < 2 or capacity % 2:
            raise ValueError(f"capacity must be an even number of at least 2, not {capacity}")
        self._capacity = capacity
        self._rows: Floats = np.empty((min(_FIRST_ROWS, capacity), 7))
        self._used = 0
        self._points_per_row = 1

    def __len__(self) -> int:
        """Number of stretches, at most `capacity`."""
        return self._used

    @property
    def last(self) -> float | None:
        """Mean of the last stretch, or None while there is none."""
        return float(self._rows[self._used - 1, _SUM] / self._rows[self._used - 1, _COUNT]) if self._used else None

    def append(self, x: float, y: float) -> None:
        """Add a point. One that is not finite, or beyond `LARGEST`, is ignored.

        Args:
            x: not less than the previous x.
            y: the value at x.
        """
        if not (math.isfinite(x) and abs(y) <= LARGEST):  # False for NaN
            return
        if self._used and self._rows[self._used - 1, _COUNT] < self._points_per_row:
            self._take_into_last(x, y)
            return
        if self._used == self._capacity:
            half = self._used // 2
            self._rows[:half] = _merged(self._rows.reshape(half, 2, 7))
            self._used = half
            self._points_per_row *= 2
        elif self._used == len(self._rows):
            grown = np.empty((min(2 * self._used, self._capacity), 7))
            grown[: self._used] = self._rows
            self._rows = grown
        self._rows[self._used] = (x, x, y, x, y, y, 1.0)
        self._used += 1

    def _take_into_last(self, x: float, y: float) -> None:
        row = self._rows[self._used - 1]
        row[_END] = x
        if y < row[_LOW]:
            row[_LOW_X], row[_LOW] = x, y
        if y > row[_HIGH]:
            row[_HIGH_X], row[_HIGH] = x, y
        row[_SUM] += y
        row[_COUNT] += 1.0

    def points(self, limit: int, x_range: tuple[float, float] | None = None) -> tuple[Floats, Floats]:
        """Return the points to draw, x and y, (m,) float64 each, with m at most `limit`, from left to right.

        Args:
            limit: the most points to return, at least 2.
            x_range: leave out points outside, except one neighbour on each side, so that the line reaches the edges;
                None takes all.
        """
        rows = self._rows[: self._used]
        if x_range is not None:
            first = np.searchsorted(rows[:, _END], x_range[0]) - 1
            last = np.searchsorted(rows[:, _END], x_range[1], side="right") + 1
            rows = rows[max(first, 0) : last]
        if self._points_per_row == 1 and len(rows) <= limit:
            return rows[:, _END].copy(), rows[:, _LOW].copy()
        group = 1
        while 2 * -(-len(rows) // group) > limit:
            group *= 2  # a power of two: the groups stay put while the line grows, so it does not flicker
        padding = np.repeat(rows[-1:], -len(rows) % group, axis=0)  # repeats change no extreme
        groups = np.concatenate([rows, padding]).reshape(-1, group, 7)
        extremes = _merged(groups)[:, [_LOW_X, _LOW, _HIGH_X, _HIGH]].reshape(
            -1, 2, 2
        )  # (m/2, low and high, x and y)
        is_swapped = extremes[:, 0, 0] > extremes[:, 1, 0]
        extremes[is_swapped] = extremes[is_swapped, ::-1]
        x, y = extremes.reshape(-1, 2).T
        return x.copy(), y.copy()

    def stretches(self) -> Iterator[tuple[float, float, float, float]]:
        """Yield x of the last point, mean, minimum and maximum of every stretch."""
        for row in self._rows[: self._used]:
            yield float(row[_END]), float(row[_SUM] / row[_COUNT]), float(row[_LOW]), float(row[_HIGH])


def _merged(groups: Floats) -> Floats:
    """Return one row for each group of neighbouring rows, (n, k, 7) -> (n, 7)."""
    every = np.arange(len(groups))
    lowest = groups[:, :, _LOW].argmin(axis=1)
    highest = groups[:, :, _HIGH].argmax(axis=1)
    merged = np.empty((len(groups), 7))
    merged[:, _END] = groups[:, -1, _END]
    merged[:, [_LOW_X, _LOW]] = groups[every, lowest][:, [_LOW_X, _LOW]]
    merged[:, [_HIGH_X, _HIGH]] = groups[every, highest][:, [_HIGH_X, _HIGH]]
    merged[:, [_SUM, _COUNT]] = groups[:, :, [_SUM, _COUNT]].sum(axis=1)
    return merged
