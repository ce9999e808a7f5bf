"""The one threshold of the window: what is judged by, and at most 1 false alarm in so many normal images."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import overload

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from engine.detection import calibration
from engine.errors import UserError
from engine.protocol.model_info import Floats
from engine.protocol.results import JudgeBy

LEAST, MOST = calibration.FEWEST_IN_N, calibration.MOST_IN_N
DEFAULT = 100
_SLACK = 1e-6  # p-values come as float32; two of them are at least 1 / (n + 1) apart, relative to themselves


class Threshold(QObject):
    """What all verdicts, marks and colours compare with; widgets that show one follow `changed`.

    The user requests "at most 1 false alarm in N". A conformal p-value of n held-out normal scores is at least
    1 / (n + 1), so n can keep the promise only if n >= N - 1. Beyond that `problem` says how many images the request
    needs, and the threshold stays at the most that n can keep, until other scores come.

    Signals:
        changed: the threshold or the normal scores have changed.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._requested = DEFAULT
        self._requested_judge_by = JudgeBy.ALL
        self._scores: Mapping[JudgeBy, Floats] = {}
        self._copies_left_out = 0

    def request_judge_by(self, judge_by: JudgeBy) -> None:
        """Ask for another evidence to judge by; where a detector does not have it, all evidence is used."""
        if judge_by != self._requested_judge_by:
            self._requested_judge_by = judge_by
            self.changed.emit()

    def request(self, one_in: int) -> None:
        """Ask for at most 1 false alarm in so many normal images; 10 to 1,000, what is beyond is clipped."""
        requested = min(max(one_in, LEAST), MOST)
        if requested != self._requested:
            self._requested = requested
            self.changed.emit()

    def set_normal_scores(self, scores: Mapping[JudgeBy, Floats] | None, copies_left_out: int = 0) -> None:
        """Take the held-out normal scores of another detector; None where there is none.

        Args:
            scores: by each choice of what to judge by, (n,) ascending.
            copies_left_out: how many images were copies of others and do not count.
        """
        self._copies_left_out = copies_left_out
        self._scores = scores or {}
        self.changed.emit()

    # ---------------------------------------------------------------------------------- what it is

    @property
    def judge_by(self) -> JudgeBy:
        """What is judged by."""
        known = self._requested_judge_by in self._scores or not self._scores
        return self._requested_judge_by if known else JudgeBy.ALL

    @property
    def choices(self) -> tuple[JudgeBy, ...]:
        """What can be judged by; empty while there is no detector."""
        return tuple(self._scores)

    @property
    def requested(self) -> int:
        """What the user asked for: 1 in so many."""
        return self._requested

    @property
    def one_in(self) -> int:
        """What holds: 1 in so many. It is what was requested, or the most that the normal images can keep."""
        return self._requested if self.normals == 0 else max(LEAST, min(self._requested, self.most))

    @property
    def most(self) -> int:
        """The most that the normal images can keep, at most 1,000."""
        return min(self.normals + 1, MOST)

    @property
    def alpha(self) -> float:
        """The promised false-alarm rate, 0..1."""
        return 1.0 / self.one_in

    @property
    def surprise(self) -> float:
        """Where the threshold stands on the scale of heat maps."""
        return math.log10(self.one_in)

    @property
    def score(self) -> float:
        """The highest score that is still normal, on the scale of the normal scores.

        Raises:
            ValueError: `can_judge` is False.
        """
        return self.score_at(self.one_in)

    def score_at(self, one_in: int) -> float:
        """Return the highest score that is normal where the promise is 1 in so many.

        Raises:
            ValueError: there are too few normal scores for that.
        """
        allowed_above = (self.normals + 1) // one_in - 1  # so many normal scores may lie above
        if allowed_above < 0:
            raise ValueError(f"{self.normals} normal scores have no threshold for 1 in {one_in}")
        return float(self.normal_scores[self.normals - 1 - allowed_above])

    @property
    def normal_scores(self) -> Floats:
        """(n,) float32, ascending, by `judge_by`; empty while there is no detector."""
        return self._scores.get(self.judge_by, np.zeros(0, np.float32))

    @property
    def normals(self) -> int:
        """Number of held-out normal images."""
        return len(self.normal_scores)

    @property
    def copies_left_out(self) -> int:
        """How many images were copies of others and do not count."""
        return self._copies_left_out

    @property
    def can_judge(self) -> bool:
        """Whether there are enough normal images for 1 in 10, the highest rate, so that there can be verdicts."""
        return self.most >= LEAST

    @property
    def problem(self) -> UserError | None:
        """Why the request does not hold, and how many images it needs; None where it holds or nothing is known."""
        if self.normals == 0 or self._requested <= self.most:
            return None
        values = {
            "requested": f"{self._requested:,}",
            "needed": f"{self._requested - 1:,}",
            "normals": f"{self.normals:,}",
        }
        if not self.can_judge:
            return UserError(
                "At most 1 false alarm in {requested} needs {needed} held-out normal images and even 1 in {least} "
                "needs {least_needed}, but there are {normals}; learn from more normal images.",
                least=LEAST,
                least_needed=LEAST - 1,
                **values,
            )
        return UserError(
            "At most 1 false alarm in {requested} needs {needed} held-out normal images, but there are {normals}, so "
            "the threshold stands at 1 in {most}; learn from more normal images.",
            most=self.most,
            **values,
        )

    @property
    def rate_interval(self) -> tuple[float, float]:
        """The interval that holds the true false-alarm rate nine times in ten, 0..1: n images are only a sample.

        Raises:
            ValueError: `can_judge` is False.
        """
        if not self.can_judge:
            raise ValueError("without enough normal scores nothing is promised")
        return _rate_interval(self.one_in, self.normals)

    # -------------------------------------------------------------------------------- what it judges

    @overload
    def is_abnormal(self, p_value: float) -> bool: ...

    @overload
    def is_abnormal(self, p_value: Floats) -> NDArray[np.bool_]: ...

    def is_abnormal(self, p_value: float | Floats) -> bool | NDArray[np.bool_]:
        """Return whether a p-value, or each of (n,) p-values, is an alarm: at most `alpha`."""
        result = np.asarray(p_value, np.float64) <= self.alpha * (1.0 + _SLACK)
        return bool(result) if result.ndim == 0 else result

    def is_beyond(self, score: float) -> bool:
        """Return whether a score is beyond the threshold: just then its p-value is an alarm."""
        return score > self.score

    def is_surprising(self, heat_map: Floats) -> NDArray[np.bool_]:
        """Return which places of a heat map are at the threshold or beyond it: what is outlined, and told in words."""
        return heat_map >= np.float32(self.surprise)  # in float32, as they come: 1 in N itself is beyond

    def nearest_to(self, score: float) -> int:
        """Return the N of "1 in N" whose threshold is nearest to a score that it is dragged to."""
        ranks = self.normals + 1
        wanted = 1 + self.normals - int(np.searchsorted(self.normal_scores, score, side="right"))
        below = ranks // wanted
        nearest = min(below, below + 1, key=lambda one_in: abs(ranks // one_in - wanted))
        return min(max(nearest, LEAST), max(self.most, LEAST))


@lru_cache(maxsize=256)
def _rate_interval(one_in: int, normals: int) -> tuple[float, float]:
    promise = calibration.promise(1.0 / one_in, normals)
    return promise.low, promise.high
