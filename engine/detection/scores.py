"""What a detector finds in images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import Images
from engine.protocol.results import JudgeBy

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Judgement:
    """What n images are judged to be, by one choice of evidence.

    Attributes:
        score: (n,) float32, at least 0, higher is more abnormal; the order is that of falling p-values.
        p_value: (n,) float64, conformal, in (0, 1]. All scores above the highest normal one have the lowest p-value.
        contributions: (n, k) float32, at least 0, a column for each of `Detector.kinds`; they add up to the score.
    """

    score: Floats
    p_value: NDArray[np.float64]
    contributions: Floats


@dataclass(frozen=True, eq=False)
class Scores:
    """What the detector finds in n images.

    Attributes:
        surprises: (n, k) float32: -log10 of the p-value of each of `Detector.kinds` among normal images.
        by: the judgement by each of `Detector.choices`.
    """

    surprises: Floats
    by: Mapping[JudgeBy, Judgement]

    @classmethod
    def concatenated(cls, parts: Sequence[Scores]) -> Scores:
        """Return the scores of all images of several parts, at least one."""
        if len(parts) == 1:
            return parts[0]
        by = {
            choice: Judgement(
                *(
                    np.concatenate([getattr(part.by[choice], name) for part in parts])
                    for name in ("score", "p_value", "contributions")
                )
            )
            for choice in parts[0].by
        }
        return cls(np.concatenate([part.surprises for part in parts]), MappingProxyType(by))

    @property
    def score(self) -> Floats:
        """(n,) float32: by all evidence."""
        return self.by[JudgeBy.ALL].score

    @property
    def p_value(self) -> NDArray[np.float64]:
        """(n,) float64: by all evidence."""
        return self.by[JudgeBy.ALL].p_value


@dataclass(frozen=True, eq=False)
class Finding:
    """What the detector finds in one image.

    Attributes:
        scores: of this one image.
        heat: by each of `Detector.choices`, (height, width) float32: the surprise (-log10 p) of each pixel's
            neighbourhood. A value s means that one normal image in 10^s has a value this high at any place. So the
            threshold of 1 false alarm in N is log10 N here, and most of a normal image is 0.
        nearest_normal: the normal image that is most like it in shape, (height, width, channels) uint8.
    """

    scores: Scores
    heat: Mapping[JudgeBy, Floats]
    nearest_normal: Images
