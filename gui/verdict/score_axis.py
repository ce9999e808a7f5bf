"""The axis of a histogram of scores: linear around the normal ones, logarithmic far away from them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.protocol.model_info import Floats

Numbers = NDArray[np.float64]


class ScoreAxis(NamedTuple):
    """Maps scores to 0..1 and back by asinh((score - centre) / unit), so that one far away still is on it.

    Attributes:
        centre: the median of the normal scores.
        unit: half the width of their middle half.
        low: asinh at 0.
        high: asinh at 1.
    """

    centre: float = 0.0
    unit: float = 1.0
    low: float = -1.0
    high: float = 1.0

    @staticmethod
    def around(normal_scores: Floats, *others: Floats, room: float = 0.0) -> ScoreAxis:
        """Return an axis on which all these scores have a place.

        Args:
            normal_scores: (n,) float32; they give centre and unit.
            *others: more scores to make room for, each (m,).
            room: free space to leave on the right, as a share of what the scores take.
        """
        everything = np.concatenate([normal_scores, *others]).astype(np.float64)
        if len(everything) == 0:
            return ScoreAxis()
        base = normal_scores if len(normal_scores) else everything
        first, centre, third = (float(value) for value in np.percentile(base, (25, 50, 75)))
        unit = (third - first) / 2 or float(np.std(everything)) or 1.0
        ends = np.arcsinh((np.array([everything.min(), everything.max()]) - centre) / unit)
        low, high = float(ends[0]), float(ends[1])
        margin = 0.02 * (high - low) or 1.0
        return ScoreAxis(centre, unit, low - margin, high + margin + room * (high - low))

    def place(self, score: float) -> float:
        """Return where a score stands: 0 at the left end, 1 at the right; beyond them where it is off the axis."""
        return (float(np.arcsinh((score - self.centre) / self.unit)) - self.low) / (self.high - self.low)

    def score(self, place: float) -> float:
        """Return the score at a place."""
        return self.centre + self.unit * float(np.sinh(self.low + place * (self.high - self.low)))

    def edges(self, bins: int) -> Numbers:
        """Return (bins + 1,) scores that divide the axis into equally wide bins."""
        return self.centre + self.unit * np.sinh(np.linspace(self.low, self.high, bins + 1))
