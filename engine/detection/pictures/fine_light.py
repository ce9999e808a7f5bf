"""Where exactly: which pixels within an unusual part are brighter or darker than normal pictures are there.

A cell of the maps is 8 px wide in a picture of 256 px; a crease or a scratch is thinner. So the heat map is raised
where the light itself is unusual, and lowered a little elsewhere; the score of a picture does not depend on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.detection.evidence.views import shrunk, to_float32

Floats = NDArray[np.float32]

LONGEST_PX = 128
_BLUR_PX, _BLUR_OF_DEVIATION_PX = 1.0, 2.0
_DARK = np.float32(0.04)
_STRENGTH, _LEAST = np.float32(0.3), np.float32(0.5)


@dataclass(frozen=True, eq=False)
class FineLight:
    """The light of normal pictures, pixel by pixel.

    Attributes:
        mean: (rows, columns) float32.
        deviation: (rows, columns) float32, positive.
    """

    mean: Floats
    deviation: Floats

    @classmethod
    def fit(cls, lights: Floats) -> FineLight:
        """Learn from (n, rows, columns) float32 lights of normal pictures, from `fine_light`."""
        deviation = np.sqrt(_blurred(lights.var(axis=0), _BLUR_OF_DEVIATION_PX))
        deviation += np.float32(0.5 * np.median(deviation) + 1e-3)
        return cls(lights.mean(axis=0), deviation)

    def factors(self, lights: Floats) -> Floats:
        """Return by what the heat is multiplied at each pixel, (n, rows, columns) float32, at least 0.8."""
        return np.asarray((_LEAST + np.abs(lights - self.mean) / self.deviation) ** _STRENGTH, np.float32)

    def arrays(self) -> dict[str, Floats]:
        """Return the attributes as arrays."""
        return {"mean": self.mean, "deviation": self.deviation}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Floats]) -> FineLight:
        """Rebuild the object from `arrays`; their shapes have been validated."""
        return cls(arrays["mean"], arrays["deviation"])


def fine_shape(image_shape: tuple[int, ...]) -> tuple[int, int]:
    """Return the rows and columns of the light of pictures of this shape, (height, width, channels)."""
    parts = -(-max(image_shape[:2]) // LONGEST_PX)
    return image_shape[0] // parts, image_shape[1] // parts


def fine_light(image: NDArray[np.uint8] | Floats) -> Floats:
    """Return the logarithm of the brightness of one picture less its mean, slightly blurred, float32.

    Args:
        image: (height, width, channels), uint8 or float32 in 0..1.

    Returns:
        (rows, columns) float32, averaged down to at most 128 px a side.
    """
    light = np.log(shrunk(to_float32(image)[None].mean(axis=-1), LONGEST_PX)[0] + _DARK)
    return np.asarray(_blurred(light - light.mean(), _BLUR_PX), np.float32)


def _blurred(light: Floats, px: float) -> Floats:
    rows, columns = light.shape
    return np.asarray(_blur(rows, px) @ light @ _blur(columns, px).T, np.float32)


@lru_cache(maxsize=16)
def _blur(side: int, px: float) -> Floats:
    away = np.arange(side)[:, None] - np.arange(side)
    weights = np.exp(-0.5 * (away / px) ** 2)
    weights[weights < 1e-4] = 0  # subnormal numbers are slow
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)
