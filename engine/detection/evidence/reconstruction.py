"""Reconstruction: what the trained autoencoder cannot rebuild."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.detection.evidence.enlarging import enlarged
from engine.detection.evidence.views import Views, shrunk

Floats = NDArray[np.float32]

NAME = "reconstruction"
LABEL = "Reconstruction error"
EXPLANATION = (
    "The squared error of your autoencoder's reconstruction, on average over the image: the article's way."
)
FEATURES = ("error", "error_worst_spot")

_FLOOR = np.float32(1e-6)


def features(views: Views) -> Floats:
    """Return (n, 2) float32 logarithms of the squared error: on average, and in the worst 3 x 3 px.

    The views need a reconstruction. Of pictures the worst spot is that of the error averaged down to at most 64 px.
    """
    assert views.squared_error is not None
    worst = spot_errors(shrunk(views.squared_error)).max(axis=(1, 2))
    return log_errors(np.stack([views.squared_error.mean(axis=(1, 2)), worst], axis=1))


def spot_map(views: Views) -> Floats:
    """Return the logarithm of the squared error around each pixel of one image, (height, width) float32.

    Its largest value is the second of `features`.
    """
    assert views.squared_error is not None
    spots = log_errors(spot_errors(shrunk(views.squared_error))[0])
    return enlarged(spots, views.squared_error.shape[1:])


def log_errors(squared_errors: Floats) -> Floats:
    """Return the logarithms of squared errors, clipped below at the error of a thousandth of full brightness."""
    return np.asarray(np.log(squared_errors + _FLOOR), np.float32)


def spot_errors(squared_error: Floats) -> Floats:
    """Return the mean of each pixel's 3 x 3 surroundings, (n, height, width) float32; zero outside the image."""
    _n, height, width = squared_error.shape
    padded = np.pad(squared_error, ((0, 0), (1, 1), (1, 1)))
    by_row = padded[:, :, :width] + padded[:, :, 1 : width + 1] + padded[:, :, 2:]
    return np.asarray((by_row[:, :height] + by_row[:, 1 : height + 1] + by_row[:, 2:]) / np.float32(9), np.float32)
