"""Figures that are not finite end here: no score, surprise or reconstruction that is none leaves the engine."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.errors import UserError
from engine.image_shape import ImageShape
from engine.protocol.model_info import Floats


def require_finite(*numbers: NDArray[np.floating]) -> None:
    """Let a detector's figures pass where all are finite.

    Raises:
        UserError: one is not.
    """
    if not all(np.isfinite(array).all() for array in numbers):
        raise UserError(
            "The verdicts of this model are not finite numbers, so there are none; train the model again, or let it "
            "learn what is normal."
        )


def probe_images(image_shape: ImageShape) -> Floats:
    """Return a few images, (5, height, width, channels) float32 in 0..1: black, grey, white, a ramp, and noise.

    A model from a file is tried with them before anyone relies on it.
    """
    count = math.prod(image_shape)
    noise = np.random.default_rng(0).random(count)
    probes = [np.zeros(count), np.full(count, 0.5), np.ones(count), np.linspace(0, 1, count), noise]
    images: Floats = np.stack(probes).reshape(-1, *image_shape).astype(np.float32)
    return images
