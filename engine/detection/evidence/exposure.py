"""Exposure: level and contrast of the light, too low as well as too high."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.detection.evidence.views import Views

Floats = NDArray[np.float32]

NAME = "exposure"
LABEL = "Exposure"
EXPLANATION = "Level and contrast of the light: how bright the brightest and the darkest parts are, either way."
FEATURES = ("peak", "level_98", "level_90", "level_50", "level_10", "level_2", "mean", "ink_level", "contrast")


def features(views: Views) -> Floats:
    """Return (n, 9) float32: mean of the brightest 1 %, quantiles, mean, brightness-weighted mean, deviation."""
    pixels = np.sort(views.brightness.reshape(len(views), -1), axis=1)  # (n, p)
    p = pixels.shape[1]
    mean = pixels.mean(axis=1)
    square = np.einsum("np,np->n", pixels, pixels) / np.float32(p)
    return np.stack(
        [
            pixels[:, -max(1, p // 100) :].mean(axis=1),
            *(pixels[:, int(share * (p - 1))] for share in (0.98, 0.9, 0.5, 0.1, 0.02)),
            mean,
            square / np.maximum(mean, np.float32(1e-4)),
            np.sqrt(np.maximum(square - mean * mean, 0)),
        ],
        axis=1,
    )
