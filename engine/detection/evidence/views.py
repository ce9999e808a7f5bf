"""The input of every kind of evidence: the images' brightness and the errors of their reconstructions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Views:
    """The same n images in different forms.

    Attributes:
        brightness: (n, height, width) float32, 0..1, the mean over the channels.
        squared_error: (n, height, width) float32, the mean over the channels of the squared difference between the
            reconstruction and the image; None without an autoencoder.
        light: (n, height, width, channels) float32, 0..1, of pictures; None for small images, whose evidence does not
            use their colours.
    """

    brightness: Floats
    squared_error: Floats | None = None
    light: Floats | None = None

    def __len__(self) -> int:
        return len(self.brightness)

    def __getitem__(self, part: slice | NDArray[np.intp]) -> Views:
        return Views(
            self.brightness[part],
            None if self.squared_error is None else self.squared_error[part],
            None if self.light is None else self.light[part],
        )

    def shrunk(self) -> Views:
        """Return the views of pictures averaged down to at most 64 px a side; of small images, the same views."""
        if self.light is None:
            return self
        return Views(shrunk(self.brightness), None if self.squared_error is None else shrunk(self.squared_error))

    @classmethod
    def concatenated(cls, parts: Sequence[Views]) -> Views:
        """Return the views of all images of several parts, all of which have reconstructions."""
        lights = [part.light for part in parts if part.light is not None]
        return cls(
            np.concatenate([part.brightness for part in parts]),
            np.concatenate([part.squared_error for part in parts if part.squared_error is not None]),
            np.concatenate(lights) if lights else None,
        )


LONGEST_SMALL_PX = 64
"""The longest side of a small image; one with a longer side is a picture, for which there is other evidence."""

_VALUES_AT_ONCE = 1 << 23  # of pictures: 32 MiB as float32


def is_picture(shape: tuple[int, ...]) -> bool:
    """Return whether images of this shape, (height, width, channels) in px, are pictures."""
    return max(shape[:2]) > LONGEST_SMALL_PX


def images_at_once(images: NDArray[Any]) -> int:
    """Return how many of (n, height, width, channels) images to work on at once; of small ones, all."""
    if not is_picture(images.shape[1:]):
        return max(1, len(images))
    return max(1, _VALUES_AT_ONCE // math.prod(images.shape[1:]))


def shrunk(images: NDArray[Any], longest_px: int = LONGEST_SMALL_PX) -> NDArray[Any]:
    """Return images averaged down so that no side is longer, of their own dtype; small ones as they are.

    Args:
        images: (n, height, width) or (n, height, width, channels), uint8 or float32.
        longest_px: the longest side.
    """
    factor = -(-max(images.shape[1:3]) // longest_px)
    if factor == 1:
        return images
    height, width = (side - side % factor for side in images.shape[1:3])
    blocks = images[:, :height, :width].reshape(
        len(images), height // factor, factor, width // factor, factor, *images.shape[3:]
    )
    means: Floats = blocks.mean(axis=(2, 4), dtype=np.float32)
    return np.rint(means).astype(np.uint8) if images.dtype == np.uint8 else means


def to_float32(images: NDArray[np.uint8] | Floats) -> Floats:
    """Return (n, height, width, channels) images, uint8 or float32 in 0..1, as float32 in 0..1."""
    if images.dtype == np.uint8:
        return images.astype(np.float32) / np.float32(255)
    return np.asarray(images, np.float32)


def views_of(light: Floats, reconstructions: Floats | None) -> Views:
    """Return the views of (n, height, width, channels) float32 images and of their reconstructions, if any."""
    brightness = _channel_mean(light)
    kept = light if is_picture(light.shape[1:]) else None
    if reconstructions is None:
        return Views(brightness, None, kept)
    difference = reconstructions - light
    return Views(brightness, _channel_mean(difference * difference), kept)


def _channel_mean(images: Floats) -> Floats:
    return images[..., 0] if images.shape[-1] == 1 else images.mean(axis=-1, dtype=np.float32)
