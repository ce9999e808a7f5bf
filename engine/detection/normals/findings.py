"""What a detector noticed in the images that it learnt from, kept with it in a model file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MOST_SUSPICIOUS = 100
_MOST_IMAGES = 2**40


@dataclass(frozen=True)
class Findings:
    """What was noticed in the normal images.

    Attributes:
        copies_left_out: how many were copies of others, or nearly, and were not learnt from.
        most_suspicious: the indices of up to 100 images among those that the detector was given, the most suspicious
            first.
        suspicions: how suspicious they are, falling; 0 is usual, beyond 2 is rare (see `suspicion`).
    """

    copies_left_out: int = 0
    most_suspicious: tuple[int, ...] = ()
    suspicions: tuple[float, ...] = ()

    def with_suspicious(self, places: NDArray[np.intp], suspicions: NDArray[np.float32]) -> Findings:
        """Return the findings with the most suspicious of images, given their (k,) indices and suspicions."""
        order = np.argsort(-suspicions, kind="stable")[:_MOST_SUSPICIOUS]
        most = tuple(int(place) for place in places[order])
        return replace(self, most_suspicious=most, suspicions=tuple(float(one) for one in suspicions[order]))

    def facts(self) -> dict[str, Any]:
        """Return the attributes as plain data for JSON."""
        return {
            "copies_left_out": self.copies_left_out,
            "most_suspicious": list(self.most_suspicious),
            "suspicions": list(self.suspicions),
        }

    @classmethod
    def from_facts(cls, facts: object) -> Findings:
        """Rebuild the object from `facts`, which are not trusted; what is missing was not noticed.

        Raises:
            ValueError: they are not of that form.
        """
        if not isinstance(facts, Mapping):
            raise ValueError("the findings must be an object")
        most, suspicions = (_list(facts.get(name, [])) for name in ("most_suspicious", "suspicions"))
        if len(most) != len(suspicions):
            raise ValueError("each suspicious image needs its suspicion")
        return cls(
            _count(facts.get("copies_left_out", 0)),
            tuple(_count(place) for place in most),
            tuple(_number(one) for one in suspicions),
        )


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST_IMAGES:
        raise ValueError("a count of images must be a whole number from 0")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list) or len(value) > _MOST_SUSPICIOUS:
        raise ValueError(f"suspicious images must be a list of at most {_MOST_SUSPICIOUS}")
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError("a suspicion must be a number")
    return float(value)
