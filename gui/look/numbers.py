"""How surprise, p-values and rates are written: as short numbers."""

from __future__ import annotations

import math


def rarity(surprise: float) -> str:
    """Return N of "1 normal image in N looks like this" with two digits: "1.3", "320", "12,000"."""
    one_in = float(10.0**surprise)
    if one_in < 9.95:
        return f"{one_in:.1f}".removesuffix(".0")
    digits = math.floor(math.log10(one_in)) - 1
    return f"{round(one_in, -digits):,.0f}"


def probability(p_value: float) -> str:
    """Return a p-value with two digits: "0.31", "0.013", "0.0002"."""
    if p_value >= 0.995:
        return "1"
    digits = 1 - math.floor(math.log10(p_value))
    text = f"{p_value:.{digits}f}"
    return text.rstrip("0") if p_value < 0.01 else text


def percent(rate: float) -> str:
    """Return a rate of 0..1 in per cent, without the sign: "0", "0.04", "1.3", "12", "100"."""
    value = 100.0 * rate
    if value == 0 or value == 100:
        return f"{value:.0f}"
    if value >= 9.95:
        return f"{min(value, 99.9):.1f}" if value > 99 else f"{value:.0f}"
    return f"{value:.1f}" if value >= 0.095 else f"{value:.1g}"
