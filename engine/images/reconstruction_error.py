"""The error of a reconstruction, by the formulas of Keras's losses."""

from __future__ import annotations

import numpy as np

from engine.protocol.model_info import Floats

_EPSILON = np.float32(1e-7)  # Keras keeps the logarithm's argument this far from 0 and 1


def mae(images: Floats, reconstructions: Floats) -> Floats:
    """Return the mean absolute error of each image, (n,) float32 in 0..1, for two (n, h, w, c) in 0..1."""
    return _mean_per_image(np.abs(images - reconstructions))


def mse(images: Floats, reconstructions: Floats) -> Floats:
    """Return the mean squared error of each image, (n,) float32 in 0..1, for two (n, h, w, c) in 0..1."""
    return _mean_per_image(np.square(images - reconstructions))


def bce(images: Floats, reconstructions: Floats) -> Floats:
    """Return the mean binary cross-entropy of each image, (n,) float32, in nats a pixel, at most 16.2.

    Args:
        images: (n, h, w, c) float32, 0..1: the target probabilities.
        reconstructions: the same shape and range, clipped to 1e-7 from 0 and 1.
    """
    clipped = np.clip(reconstructions, _EPSILON, 1 - _EPSILON)
    return _mean_per_image(-(images * np.log(clipped) + (1 - images) * np.log(1 - clipped)))


def error_map(images: Floats, reconstructions: Floats) -> Floats:
    """Return each pixel's absolute error, the mean over the channels, (n, h, w) float32 in 0..1."""
    errors: Floats = np.abs(images - reconstructions).mean(axis=-1)
    return errors


def _mean_per_image(errors: Floats) -> Floats:
    means: Floats = errors.mean(axis=(1, 2, 3))
    return means
