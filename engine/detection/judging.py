"""What a verdict is judged by: which evidence has a share in the score, and how much each kind contributes.

The surprises (-log10 p) of the kinds are combined to one score, the logarithm of the weighted mean of 1/p. That is the
harmonic mean p-value of D. Wilson, "The harmonic mean p-value for combining dependent tests", PNAS 116, 2019: near
the largest surprise, less what its share costs, and valid for kinds that depend on each other. As every surprise is at
least 0 and the shares add up to 1, so is the score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.detection.evidence import code, detail, exposure, lines, place, reconstruction, shape, sharpness
from engine.detection.pictures import whole_picture
from engine.detection.pictures.map_models import KINDS_OF_MAPS
from engine.detection.small_images.fusion import DAMAGE
from engine.protocol.results import JudgeBy

Floats = NDArray[np.float32]

SHARES: Mapping[JudgeBy, Mapping[str, float]] = MappingProxyType(
    {
        JudgeBy.ERROR: {reconstruction.NAME: 1.0},
        JudgeBy.CODE: {reconstruction.NAME: 0.5, code.NAME: 0.5},
        JudgeBy.ALL: {
            reconstruction.NAME: 0.02,
            code.NAME: 0.01,
            shape.NAME: 0.80,
            DAMAGE: 0.14,
            exposure.NAME: 0.02,
            sharpness.NAME: 0.0025,
            detail.NAME: 0.0025,
            lines.NAME: 0.0025,
            place.NAME: 0.0025,
        },
    }
)
"""Each kind's share of the false alarms. Damage separates so well that a small share is enough, which leaves shape
nearly as sensitive as alone."""

PICTURE_SHARES: Mapping[str, float] = MappingProxyType(
    {
        reconstruction.NAME: 0.02,
        code.NAME: 0.01,
        **{kind.name: 0.95 / len(KINDS_OF_MAPS) for kind in KINDS_OF_MAPS},
        whole_picture.NAME: 0.02,
    }
)
"""The same by all evidence of pictures; those of maps are judged together (see `surprises_of`)."""


def shares_of(kinds: Sequence[str], judge_by: JudgeBy) -> list[float]:
    """Return the share of each of these kinds; they add up to 1 where no kind is missing."""
    of_pictures = judge_by == JudgeBy.ALL and whole_picture.NAME in kinds
    shares = PICTURE_SHARES if of_pictures else SHARES[judge_by]
    return [shares.get(kind, 0.0) for kind in kinds]


def choices(kinds: Sequence[str]) -> tuple[JudgeBy, ...]:
    """Return what can be judged by where only these kinds of evidence are known."""
    return tuple(choice for choice in JudgeBy if choice is JudgeBy.ALL or set(SHARES[choice]) <= set(kinds))


def judged(surprises: Floats, kinds: Sequence[str], judge_by: JudgeBy) -> tuple[Floats, Floats]:
    """Return the scores of n images, and what each kind contributes to them.

    Args:
        surprises: (n, k) float32, at least 0, a column for each of `kinds`.
        kinds: their names; a kind that is missing leaves its share to the others.
        judge_by: what to judge by.

    Returns:
        (n,) float32 scores, at least 0, higher is more abnormal; and (n, k) float32 contributions, at least 0, which
        add up to the score: each kind's part of it is its part of the weighted mean.
    """
    shares = np.array(shares_of(kinds, judge_by))
    with np.errstate(divide="ignore"):
        logs = np.log(shares / shares.sum()) + surprises.astype(np.float64) * np.log(10)  # (n, k)
    total = np.logaddexp.reduce(logs, axis=1)
    score = np.maximum(total / np.log(10), 0)
    contributions = np.exp(logs - total[:, None]) * score[:, None]
    return score.astype(np.float32), contributions.astype(np.float32)
