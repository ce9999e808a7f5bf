"""Where the numbers stand on an axis, and the limits that change rarely while a curve grows."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

Limits = tuple[float, float]


def nice_step(span: float, count: int) -> float:
    """Return the smallest of 1, 2 and 5 times a power of ten that divides `span` into at most `count` steps."""
    raw = span / max(1, count)
    power = 10.0 ** math.floor(math.log10(raw))
    for factor in (1.0, 2.0, 5.0):
        if factor * power >= raw * (1 - 1e-9):
            return factor * power
    return 10.0 * power


def nice_limits(low: float, high: float) -> Limits:
    """Return limits around `low..high` on a coarse grid, so that a growing curve seldom moves them."""
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        margin = 0.1 * abs(high) or 1.0
        low, high = low - margin, high + margin
    step = nice_step(high - low, 8)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def epoch_limit(position: float, epochs: int | None) -> float:
    """Return how far the epoch axis goes: a nice number ahead of the run, at most what it was asked to make."""
    end = max(nice_step(max(position, 1.0), 1), 1.0)
    return end if epochs is None else max(min(end, float(epochs)), position, 1.0)


def ticks(low: float, high: float, count: int) -> list[float]:
    """Return at most `count + 1` nice numbers within the limits."""
    step = nice_step(high - low, count)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def whole_ticks(low: float, high: float, count: int) -> list[float]:
    """Return the same, but whole numbers alone where there are at least three of them."""
    found = ticks(low, high, count)
    whole = [tick for tick in found if math.isclose(tick, round(tick), abs_tol=1e-9)]
    return whole if len(whole) >= 3 else found


def log_ticks(low: float, high: float, count: int) -> list[float]:
    """Return at most about `count + 1` numbers within positive limits: 1-2-5, decades, or linear steps."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    decades = max(1, math.ceil((last - first) / max(1, count)))
    for factors, every in (((1.0, 2.0, 5.0), 1), ((1.0, 3.0), 1), ((1.0,), decades)):
        found = [factor * 10.0**power for power in range(first, last + 1, every) for factor in factors]
        found = [tick for tick in found if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9)]
        if 3 <= len(found) <= count + 1:
            return found
    return [tick for tick in ticks(low, high, count) if tick > 0]


def tick_labels(values: Sequence[float]) -> list[str]:
    """Return the numbers as short texts, all with the decimals that the finest of them needs."""
    if not values:
        return []
    largest = max(map(abs, values))
    gaps = [abs(b - a) for a, b in itertools.pairwise(values)]
    smallest = min([gap for gap in gaps if gap > 0] or [largest or 1.0])
    if largest >= 1e5 or smallest < 1e-5 or max(gaps, default=0.0) > 5 * smallest:
        return [f"{value:.4g}" for value in values]
    decimals = max(0, -math.floor(math.log10(smallest) + 1e-9))
    return [f"{value:.{decimals}f}" for value in values]
