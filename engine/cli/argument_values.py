"""The values of options, from text; what is wrong is told in a sentence, as argparse asks for it."""

from __future__ import annotations

import argparse

from engine.detection.calibration import FEWEST_IN_N, MOST_IN_N
from engine.protocol.model_info import Normal

LEAST_FALSE_ALARMS, MOST_FALSE_ALARMS = 1 / MOST_IN_N, 1 / FEWEST_IN_N
"""As shares of the normal images."""

_MOST_DIGITS = 18


def whole_number(text: str) -> int:
    """Return a whole number of any sign."""
    if len(text) > _MOST_DIGITS or not text.removeprefix("-").isdecimal():
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no whole number of at most {_MOST_DIGITS} digits.")
    return int(text)


def number(text: str) -> float:
    """Return a number, which may be infinite or none."""
    try:
        return float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no number.") from error


def count(text: str) -> int:
    """Return a whole number that is not negative."""
    whole = whole_number(text)
    if whole < 0:
        raise argparse.ArgumentTypeError(f"{whole} is negative; give 0 or more.")
    return whole


def false_alarms(text: str) -> float:
    """Return a share of normal images that may be called abnormal, 0.001..0.1."""
    rate = number(text)
    if not LEAST_FALSE_ALARMS <= rate <= MOST_FALSE_ALARMS:
        raise argparse.ArgumentTypeError(
            f"The share of false alarms must be from {LEAST_FALSE_ALARMS:g} to {MOST_FALSE_ALARMS:g}, not {rate:g}."
        )
    return rate


def normal(text: str) -> Normal:
    """Return the labels that count as normal, in order; None means all."""
    return None if text == "all" else _labels(text, instead="all")


def classes(text: str) -> tuple[int, ...] | None:
    """Return the labels that are normal together, in order; None means each in turn."""
    return None if text == "each" else _labels(text, instead="each")


def _labels(text: str, instead: str) -> tuple[int, ...]:
    try:
        return tuple(sorted({whole_number(label.strip()) for label in text.split(",")}))
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} is neither {instead} nor labels with commas between them, e.g. 1,3."
        ) from error
