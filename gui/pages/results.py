"""The numbers of a judged test set: confusion, classes, and which images are where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.protocol.events import Judged
from engine.protocol.model_info import Floats
from engine.protocol.results import JudgeBy

Indices = NDArray[np.intp]
Mask = NDArray[np.bool_]


class Outcome(Enum):
    """What a verdict on an image is when compared with the truth."""

    PASS = auto()
    """A normal image, judged normal."""
    FALSE_ALARM = auto()
    """A normal image, judged abnormal."""
    MISS = auto()
    """An abnormal image, judged normal."""
    HIT = auto()
    """An abnormal image, judged abnormal."""


RIGHT = (Outcome.HIT, Outcome.PASS)
WRONG = (Outcome.MISS, Outcome.FALSE_ALARM)


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class of the test set.

    Attributes:
        label: the class.
        is_normal: whether it counts as normal.
        n: number of its images.
        alarms: how many of them are judged abnormal.
        auroc: of the score that is judged by, this abnormal class against all normal images, 0..1; None for a normal
            class or where there is no normal image.
        auroc_error: of the plain error, likewise.
    """

    label: int
    is_normal: bool
    n: int
    alarms: int
    auroc: float | None
    auroc_error: float | None

    @property
    def alarm_rate(self) -> float:
        """Share of its images that are judged abnormal, 0..1."""
        return self.alarms / self.n


class Results:
    """A judged test set. What does not depend on the threshold is worked out once, so that a drag stays smooth.

    Args:
        judged: the test set with its scores.
        judge_by: what it is judged by; all evidence where the detector does not have that.
    """

    def __init__(self, judged: Judged, judge_by: JudgeBy = JudgeBy.ALL) -> None:
        self.judged = judged
        self.judge_by = judge_by if judge_by in judged.by else JudgeBy.ALL
        self.verdicts = judged.by[self.judge_by]
        self._ascending = np.argsort(self.verdicts.scores, kind="stable")

    def counts(self, alarms: Mask) -> dict[Outcome, int]:
        """Return how many images have each outcome, where `alarms`, (n,) bool, marks those judged abnormal."""
        is_normal = self.judged.is_normal
        normals, alarmed = int(is_normal.sum()), int(alarms.sum())
        false = int((alarms & is_normal).sum())
        hits = alarmed - false
        return {
            Outcome.PASS: normals - false,
            Outcome.FALSE_ALARM: false,
            Outcome.MISS: len(alarms) - normals - hits,
            Outcome.HIT: hits,
        }

    def images_of(self, outcomes: Sequence[Outcome], alarms: Mask) -> Indices:
        """Return the images with these outcomes, the surest verdicts first; of several outcomes they take turns.

        Args:
            outcomes: the outcomes wanted.
            alarms: (n,) bool, which images are judged abnormal.

        Returns:
            (k,) indices into the test set.
        """
        lists = [self._surest_first(outcome, alarms) for outcome in outcomes]
        if len(lists) == 1:
            return lists[0]
        ranks = np.concatenate([np.arange(len(indices)) for indices in lists])
        return np.concatenate(lists)[np.argsort(ranks, kind="stable")]

    def images_between(self, low: float, high: float, *, is_normal: bool) -> Indices:
        """Return the normal or the abnormal images with low <= score < high, the highest first, as indices."""
        scores = self.verdicts.scores
        wanted = (scores >= low) & (scores < high) & (self.judged.is_normal == is_normal)
        descending: Indices = self._ascending[::-1]
        chosen: Indices = descending[wanted[descending]]
        return chosen

    def images_of_class(self, label: int) -> Indices:
        """Return the images of a class, those judged most surely wrong first, as indices."""
        labels = self.judged.labels
        assert labels is not None
        chosen: Indices = self._ascending[labels[self._ascending] == label]
        return chosen[::-1] if self._is_normal_class(label) else chosen

    def class_rows(self, alarms: Mask) -> tuple[ClassRow, ...]:
        """Return a row for each class, none where there are no labels; `alarms` as in `counts`."""
        labels = self.judged.labels
        if labels is None:
            return ()
        per_class = np.bincount(np.searchsorted(self._classes, labels[alarms]), minlength=len(self._classes))
        return tuple(
            ClassRow(int(label), is_normal, n, int(alarmed), auroc, auroc_error)
            for (label, is_normal, n, auroc, auroc_error), alarmed in zip(self._fixed_rows, per_class, strict=True)
        )

    @property
    def has_normal(self) -> bool:
        """Whether the test set holds a normal image."""
        return bool(self.judged.is_normal.any())

    def _surest_first(self, outcome: Outcome, alarms: Mask) -> Indices:
        is_alarm = outcome in (Outcome.HIT, Outcome.FALSE_ALARM)
        is_normal = outcome in (Outcome.PASS, Outcome.FALSE_ALARM)
        order = self._ascending[::-1] if is_alarm else self._ascending
        chosen: Indices = order[(alarms[order] == is_alarm) & (self.judged.is_normal[order] == is_normal)]
        return chosen

    @cached_property
    def _classes(self) -> NDArray[np.int64]:
        assert self.judged.labels is not None
        return np.unique(self.judged.labels)

    def _is_normal_class(self, label: int) -> bool:
        assert self.judged.labels is not None
        return bool(self.judged.is_normal[self.judged.labels == label].all())

    @cached_property
    def _fixed_rows(self) -> list[tuple[int, bool, int, float | None, float | None]]:
        judged = self.judged
        # As in the ROC: by the error, the score has ties where it is lower than in any normal image.
        ranking = judged.errors if self.judge_by is JudgeBy.ERROR else self.verdicts.scores
        rows = []
        for label in self._classes.tolist():
            of_class = judged.labels == label
            is_normal = self._is_normal_class(label)
            aurocs = [
                None if is_normal or not self.has_normal else auroc(values[judged.is_normal], values[of_class])
                for values in (ranking, judged.errors)
            ]
            rows.append((label, is_normal, int(of_class.sum()), *aurocs))
        return rows


def auroc(normal: Floats, abnormal: Floats) -> float:
    """Return the probability that an abnormal value is above a normal one, ties counting half: the AUROC, 0..1.

    Args:
        normal: (n,) values, at least one.
        abnormal: (m,) values, at least one.
    """
    ordered = np.sort(normal)
    below = np.searchsorted(ordered, abnormal, side="left") + np.searchsorted(ordered, abnormal, side="right")
    return float(below.mean() / (2 * len(ordered)))
