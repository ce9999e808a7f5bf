"""Sharpness: edges that are too soft or too hard, and the noise of a sensor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.detection.evidence.views import Views

Floats = NDArray[np.float32]

NAME = "sharpness"
LABEL = "Sharpness and grain"
EXPLANATION = (
    "How steep the edges are and how smooth the plain areas, either way: blur softens edges, noise roughens."
)
FEATURES = (
    "steepness",
    "steepest_edges",
    "roughness",
    "sharpest_points",
    "edge_50",
    "edge_80",
    "roughness_25",
    "roughness_50",
    "half_tones",
    "dark_share",
    "bright_share",
)

_NO_LIGHT = np.float32(0.5 / 255)


def features(views: Views) -> Floats:
    """Return (n, 11) float32: the largest and usual slopes and curvatures, and the shares of grey levels."""
    light = views.brightness
    n, height, width = light.shape
    p = height * width
    contrast = light.reshape(n, -1).std(axis=1) + np.float32(1e-3)
    peak = light.reshape(n, -1).max(axis=1) + np.float32(1e-3)
    padded = np.pad(light, ((0, 0), (1, 1), (1, 1)), mode="edge")
    across = padded[:, 1:-1, 2:] - light
    down = padded[:, 2:, 1:-1] - light
    curvature = across + down + padded[:, 1:-1, :-2] + padded[:, :-2, 1:-1] - 2 * light
    energy = (across * across + down * down).reshape(n, -1).mean(axis=1)
    edges = np.sort(np.maximum(np.abs(across), np.abs(down)).reshape(n, -1), axis=1)
    bends = np.sort(np.abs(curvature).reshape(n, -1), axis=1)
    few = max(1, p // 40)
    return np.stack(
        [
            np.sqrt(energy) / contrast,
            edges[:, -few:].mean(axis=1) / peak,
            np.sqrt(np.einsum("np,np->n", bends, bends) / np.float32(p)) / contrast,
            bends[:, -few] / contrast,
            edges[:, p // 2],
            edges[:, int(0.8 * p)] / contrast,
            bends[:, p // 4],
            bends[:, p // 2],
            ((light > 0.1) & (light < 0.9)).reshape(n, -1).mean(axis=1, dtype=np.float32),
            (light < _NO_LIGHT).reshape(n, -1).mean(axis=1, dtype=np.float32),
            (light > 0.98 * peak[:, None, None]).reshape(n, -1).mean(axis=1, dtype=np.float32),
        ],
        axis=1,
    )
