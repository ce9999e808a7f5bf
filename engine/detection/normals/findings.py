"""What a detector noticed in the images that it learnt from, kept with it in a model file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MOST_IMAGES = 2**40


@dataclass(frozen=True)
class Findings:
    """What was noticed in the normal images.

    Attributes:
        copies_left_out: how many were copies of others, or nearly, and were not learnt from.
    """

    copies_left_out: int = 0

    def facts(self) -> dict[str, Any]:
        """Return the attributes as plain data for JSON."""
        return {"copies_left_out": self.copies_left_out}

    @classmethod
    def from_facts(cls, facts: object) -> Findings:
        """Rebuild the object from `facts`, which are not trusted; what is missing was not noticed.

        Raises:
            ValueError: they are not of that form.
        """
        if not isinstance(facts, Mapping):
            raise ValueError("the findings must be an object")
        return cls(_count(facts.get("copies_left_out", 0)))


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST_IMAGES:
        raise ValueError("a count of images must be a whole number from 0")
    return value
