"""Conformal p-values from the scores of normal images, and guarantees about the rate of false alarms.

A conformal p-value says how rare a score is among normal images. It needs no anomalies and assumes only that new
normal images are exchangeable with the old ones (V. Vovk, A. Gammerman and G. Shafer, "Algorithmic Learning in a Random
World", Springer 2005, section 2.2; for outlier detection: S. Bates, E. Candès, L. Lei, Y. Romano and M. Sesia,
"Testing for outliers with conformal p-values", Annals of Statistics 51, 2023).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.errors import UserError

FEWEST_IN_N, MOST_IN_N = 10, 1_000
"""The bounds of N in "at most 1 false alarm in N normal images"."""

_TAIL_OF_RANGE = 0.04
"""The probability outside the range of a `Promise`, on either side, in theory. For 90 % in all it would be 0.05 if the
calibration scores came from the detector itself; those of the folds (see
`engine.detection.small_images.cross_fitting`) vary a little more."""


def conformal_p_values(normal_scores: NDArray[np.floating], scores: ArrayLike) -> NDArray[np.float64]:
    """Return p = (1 + number of normals scored at least as high) / (n + 1), of the shape of `scores`, in (0, 1].

    Args:
        normal_scores: (n,) scores of normal images that the detector did not learn from, ascending.
        scores: scores of new images; higher is more abnormal.
    """
    n = len(normal_scores)
    higher = n - np.searchsorted(normal_scores, np.asarray(scores, normal_scores.dtype), side="left")
    return np.asarray((1.0 + higher) / (n + 1.0))


def surprise(p_values: ArrayLike) -> NDArray[np.float32]:
    """Return the surprise of p-values, -log10 p, as float32 of their shape.

    1 is one in 10, 2 is one in 100; the threshold of 1 false alarm in N is log10 N.
    """
    return (-np.log10(np.asarray(p_values, np.float64))).astype(np.float32) + np.float32(0)  # no negative zero


_TAIL = 0.1  # the share of normals from which the decay of the tail is estimated
_KNOTS = 400


@dataclass(frozen=True, eq=False)
class Rarity:
    """How surprising a value is among those of normal images: a smooth form of `surprise`.

    Between the normals' values it is interpolated; beyond the highest it is extrapolated as if the tail were
    exponential. So it still grows far outside, where conformal p-values are all the same.

    Attributes:
        values: (k,) float64, ascending: values of normal images.
        surprises: (k,) float64, ascending: -log10 of their conformal p-values.
        slope: increase of the surprise per unit beyond the last value; positive.
    """

    values: NDArray[np.float64]
    surprises: NDArray[np.float64]
    slope: float

    @classmethod
    def fit(cls, normal_values: NDArray[np.floating]) -> Rarity:
        """Learn from (n,) values of normal images, n >= 1."""
        values = np.sort(normal_values.astype(np.float64))
        n = len(values)
        # Thinned evenly in surprise, so that the tail keeps every value.
        ranks = n - np.unique(np.rint(np.geomspace(1, n, _KNOTS)).astype(int))[::-1]
        knots, first = np.unique(values[ranks], return_index=True)
        surprises = -np.log10((n - ranks[first] + 1) / (n + 1))
        tail = values[-max(2, round(_TAIL * n)) :]
        excess = max(float((tail - tail[0]).mean()), 1e-6 * (1 + abs(float(tail[0]))))
        return cls(knots, surprises, 1 / (math.log(10) * excess))

    def __call__(self, values: NDArray[np.floating]) -> NDArray[np.float32]:
        """Return the surprise of values of any shape, float32, at least 0."""
        values = np.asarray(values, np.float64)
        within = np.interp(values, self.values, self.surprises)
        return np.asarray(within + self.slope * np.maximum(values - self.values[-1], 0), np.float32)

    def array(self) -> NDArray[np.float64]:
        """Return the attributes as one (2, k + 1) float64 array, the slope last."""
        return np.stack([np.append(self.values, self.slope), np.append(self.surprises, 0.0)])

    @classmethod
    def from_array(cls, array: NDArray[np.float64]) -> Rarity:
        """Rebuild the object from `array`.

        Raises:
            ValueError: the array has a wrong shape or invalid values.
        """
        if array.ndim != 2 or array.shape[0] != 2 or array.shape[1] < 2 or not np.isfinite(array).all():
            raise ValueError(f"expected (2, k + 1) finite numbers, k >= 1, got the shape {array.shape}")
        values, surprises, slope = array[0, :-1], array[1, :-1], float(array[0, -1])
        if (np.diff(values) <= 0).any() or (np.diff(surprises) < 0).any() or slope <= 0:
            raise ValueError("expected rising values and surprises and a positive slope")
        return cls(values, surprises, slope)


def is_abnormal(p_values: ArrayLike, false_alarm_rate: float) -> NDArray[np.bool_]:
    """Return which p-values are at most the false-alarm rate, bool, of the shape of `p_values`."""
    return np.asarray(np.asarray(p_values, np.float64) <= false_alarm_rate * (1 + 1e-9))


class Promise(NamedTuple):
    """What "at most 1 false alarm in N normal images" means with n calibration images.

    Attributes:
        false_alarm_rate: the requested rate, 1 / N.
        expected_rate: the rate on average over all calibrations, at most `false_alarm_rate`.
        low, high: 9 of 10 calibrations give a rate between these.
    """

    false_alarm_rate: float
    expected_rate: float
    low: float
    high: float


def promise(false_alarm_rate: float, normal_count: int) -> Promise:
    """Return the expected false-alarm rate for a requested one, with its 90 % range.

    With a threshold at p <= rate, l = floor(rate (n + 1)) of the n + 1 ranks raise an alarm, and the true rate of one
    calibration follows a Beta(l, n + 1 - l) distribution (Vovk, "Conditional validity of inductive
    conformal predictors", 2012). The range is its middle 92 %, so that it covers 90 % with cross-fitting, too.

    Args:
        false_alarm_rate: from 1 / `MOST_IN_N` to 1 / `FEWEST_IN_N`.
        normal_count: number of calibration images, n.

    Raises:
        UserError: the rate is out of its bounds, or n images are too few for it; the sentence says how many it takes.
    """
    if not 1 / MOST_IN_N <= false_alarm_rate * (1 + 1e-9) <= (1 / FEWEST_IN_N) * (1 + 1e-6):
        raise UserError(
            "The false-alarm rate must be from {low:g} to {high:g}, that is 1 in {most} to 1 in {fewest} normal "
            "images, not {rate:g}.",
            low=1 / MOST_IN_N,
            high=1 / FEWEST_IN_N,
            most=f"{MOST_IN_N:,}",
            fewest=FEWEST_IN_N,
            rate=false_alarm_rate,
        )
    needed = images_needed(false_alarm_rate)
    if normal_count < needed:
        raise UserError(
            "At most 1 false alarm in {in_n} normal images cannot be promised from {count}: it takes at least "
            "{needed} normal images to train on. Add images, or allow 1 in {possible}.",
            in_n=f"{1 / false_alarm_rate:,.4g}",
            count=f"{normal_count:,}",
            needed=f"{needed:,}",
            possible=f"{max(1, min(normal_count + 1, MOST_IN_N)):,}",
        )
    alarms = alarm_ranks(false_alarm_rate, normal_count)
    others = normal_count + 1 - alarms
    return Promise(
        false_alarm_rate,
        alarms / (normal_count + 1),
        _beta_quantile(_TAIL_OF_RANGE, alarms, others),
        _beta_quantile(1 - _TAIL_OF_RANGE, alarms, others),
    )


def images_needed(false_alarm_rate: float) -> int:
    """Return the smallest number of normal images for a false-alarm rate: n + 1 >= 1 / rate."""
    return math.ceil(1 / false_alarm_rate - 1e-6) - 1


def alarm_ranks(false_alarm_rate: float, normal_count: int) -> int:
    """Return l, how many of the n + 1 ranks raise an alarm at p <= rate."""
    return math.floor(false_alarm_rate * (normal_count + 1) * (1 + 1e-9))


def _beta_quantile(share: float, alarms: int, others: int) -> float:
    """Return a quantile of Beta(alarms, others), both whole numbers, by bisection of its distribution function.

    For whole parameters that is a binomial sum: P(Beta <= x) = P(Binomial(alarms + others - 1, x) >= alarms).
    """
    trials = alarms + others - 1
    counts = np.arange(alarms)  # (alarms,)
    log_ways = math.lgamma(trials + 1) - np.array(
        [math.lgamma(count + 1) + math.lgamma(trials - count + 1) for count in counts]
    )
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        fewer = float(np.exp(log_ways + counts * math.log(middle) + (trials - counts) * math.log1p(-middle)).sum())
        if 1 - fewer < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
