"""Place: the position, size and slant of the ink."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.detection.evidence.gradient_maps import slant
from engine.detection.evidence.views import Views

Floats = NDArray[np.float32]

NAME = "place"
LABEL = "Place and size"
EXPLANATION = "Where the middle of the ink lies, how far it spreads and leans, and how near it comes to the edges."
FEATURES = (
    "row",
    "column",
    "off_centre",
    "spread_rows",
    "spread_columns",
    "slant",
    "edge_mean",
    "edge_peak",
    "top",
    "bottom",
    "left",
    "right",
)

_INK = 0.2  # of the image's own maximum


def features(views: Views) -> Floats:
    """Return (n, 12) float32: position, spread, slant and distances to the edges; lengths in px."""
    light = views.brightness
    n, height, width = light.shape
    by_row, by_column = light.sum(axis=2), light.sum(axis=1)
    rows, columns = np.arange(height, dtype=np.float32), np.arange(width, dtype=np.float32)
    mass = by_row.sum(axis=1) + np.float32(1e-3)
    row, column = by_row @ rows / mass, by_column @ columns / mass
    spread_rows = np.sqrt(np.maximum(by_row @ (rows * rows) / mass - row * row, 0))
    spread_columns = np.sqrt(np.maximum(by_column @ (columns * columns) / mass - column * column, 0))
    border = np.concatenate(
        [light[:, :2].reshape(n, -1), light[:, -2:].reshape(n, -1), light[:, :, 0], light[:, :, -1]], axis=1
    )
    peak = light.reshape(n, -1).max(axis=1)
    is_ink_row = light.max(axis=2) > _INK * peak[:, None] + np.float32(1e-3)
    is_ink_column = light.max(axis=1) > _INK * peak[:, None] + np.float32(1e-3)
    return np.stack(
        [
            row,
            column,
            np.hypot(row - np.float32(height // 2), column - np.float32(width // 2)),
            spread_rows,
            spread_columns,
            slant(light),
            border.mean(axis=1),
            border.max(axis=1),
            *(
                edge.argmax(axis=1).astype(np.float32)
                for edge in (is_ink_row, is_ink_row[:, ::-1], is_ink_column, is_ink_column[:, ::-1])
            ),
        ],
        axis=1,
    )
