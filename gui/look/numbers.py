"""How errors, surprise, p-values and rates are written: as short numbers, and "–" where there is none to write."""

from __future__ import annotations

import math

NO_NUMBER = "–"
_MOST_SURPRISE = 15.0
"""Beyond that a float has no digits after the point, and 10 to its power would soon overflow."""
_LARGEST = 1e15
"""Beyond that a number would fill the window with digits."""


def fixed(value: float, digits: int) -> str:
    """Return a number with so many digits after the point: "0.0123"; "–" where it is not finite."""
    if not math.isfinite(value):
        return NO_NUMBER
    return f"{value:.{digits}f}" if abs(value) < _LARGEST else f"{value:.1e}"


def rarity(surprise: float, normals: int) -> str:
    """Return N of "1 normal image in N looks like this" with two digits: "1.3", "320".

    N is at most the number of normal images that it is known from, "900+"; 0 stands for a number not known yet.
    """
    if math.isnan(surprise):
        return NO_NUMBER
    one_in = float(10.0 ** min(max(surprise, 0.0), _MOST_SURPRISE))
    if 0 < normals < one_in - 1:
        return f"{normals:,}+"
    if one_in < 9.95:
        return f"{one_in:.1f}".removesuffix(".0")
    digits = math.floor(math.log10(one_in)) - 1
    return f"{round(one_in, -digits):,.0f}"


def probability(p_value: float) -> str:
    """Return a p-value with two digits: "0.31", "0.013", "0.0002"; "–" for what cannot be one."""
    if not 0.0 < p_value < math.inf:
        return NO_NUMBER
    if p_value >= 0.995:
        return "1"
    digits = 1 - math.floor(math.log10(p_value))
    text = f"{p_value:.{digits}f}"
    return text.rstrip("0") if p_value < 0.01 else text


def percent(rate: float) -> str:
    """Return a rate of 0..1 in per cent, without the sign: "0", "0.04", "1.3", "12", "100"; "–" for no number."""
    if not math.isfinite(rate):
        return NO_NUMBER
    value = 100.0 * min(max(rate, 0.0), 1.0)
    if value == 0 or value == 100:
        return f"{value:.0f}"
    if value >= 9.95:
        return f"{min(value, 99.9):.1f}" if value > 99 else f"{value:.0f}"
    return f"{value:.1f}" if value >= 0.095 else f"{value:.1g}"
