"""Large images through a small network: they are shrunk before it, and what it gives is enlarged again.

An autoencoder of whole photographs needs no more than 64 px a side to be seen to learn; details are judged by the
evidence of the image itself (`engine.detection`).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.cancellation import Cancellation, Poll
from engine.datasets.image_dataset import Images
from engine.image_shape import network_shape
from engine.settings import ModelSpec
from engine.training.keras_backend import tf

_VALUES_AT_ONCE = 4_000_000

Tensor = Any


def _is_scaled(spec: ModelSpec) -> bool:
    """Return whether a model's images are larger than what its network takes."""
    return spec.network_shape != spec.image_shape


def shrunk(images: Tensor, spec: ModelSpec) -> Tensor:
    """Return (n, *spec.network_shape) float32 of (n, *spec.image_shape) images: the mean over each pixel's area."""
    return tf.image.resize(images, spec.network_shape[:2], method="area") if _is_scaled(spec) else images


def enlarged(images: Tensor, spec: ModelSpec) -> Tensor:
    """Return (n, *spec.image_shape) float32 of (n, *spec.network_shape), by bilinear interpolation."""
    return tf.image.resize(images, spec.image_shape[:2], method="bilinear") if _is_scaled(spec) else images


def training_images(images: Images, poll: Poll, cancellation: Cancellation | None = None) -> Images:
    """Return the images as a network trains on them, uint8; the very same array where they are small enough.

    Args:
        images: (n, height, width, channels) uint8; may be a view of a mapped file, which is read once, in parts.
        poll: called between the parts.
        cancellation: checked between the parts.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    height, width, channels = images.shape[1:]
    shape = network_shape((height, width, channels))
    if shape == images.shape[1:]:
        return images
    small = np.empty((len(images), *shape), np.uint8)
    step = max(1, _VALUES_AT_ONCE // math.prod(images.shape[1:]))
    for first in range(0, len(images), step):
        poll()
        if cancellation is not None:
            cancellation.raise_if_cancelled()
        part = tf.image.resize(images[first : first + step], shape[:2], method="area").numpy()
        small[first : first + step] = np.rint(part)
    return small
