"""The input of every kind of evidence: the images' brightness and the errors of their reconstructions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    """

    brightness: Floats
    squared_error: Floats | None = None

    def __len__(self) -> int:
        return len(self.brightness)

    def __getitem__(self, part: slice | NDArray[np.intp]) -> Views:
        return Views(
            self.brightness[part],
            None if self.squared_error is None else self.squared_error[part],
        )

    @classmethod
    def concatenated(cls, parts: Sequence[Views]) -> Views:
        """Return the views of all images of several parts, all of which have reconstructions."""
        return cls(
            np.concatenate([part.brightness for part in parts]),
            np.concatenate([part.squared_error for part in parts if part.squared_error is not None]),
        )


def to_float32(images: NDArray[np.uint8] | Floats) -> Floats:
    """Return (n, height, width, channels) images, uint8 or float32 in 0..1, as float32 in 0..1."""
    if images.dtype == np.uint8:
        return images.astype(np.float32) / np.float32(255)
    return np.asarray(images, np.float32)


def views_of(light: Floats, reconstructions: Floats | None) -> Views:
    """Return the views of (n, height, width, channels) float32 images and of their reconstructions, if any."""
    brightness = _channel_mean(light)
    if reconstructions is None:
        return Views(brightness)
    difference = reconstructions - light
    return Views(brightness, _channel_mean(difference * difference))


def _channel_mean(images: Floats) -> Floats:
    return images[..., 0] if images.shape[-1] == 1 else images.mean(axis=-1, dtype=np.float32)
