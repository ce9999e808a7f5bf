"""The whole picture: its light, colour, contrast and sharpness, which the parts of a picture do not show.

A camera that is out of focus or a lamp that fails changes every part alike. The descriptors averaged over the picture,
with its brightness, show that; how far they lie from those of normal pictures is a Mahalanobis distance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

NAME = "whole_picture"
LABEL = "Light, colour and focus"
EXPLANATION = (
    "How far the picture's light, colours, contrast and sharpness, on average, lie from those of normal ones."
)

_SMALLEST_DEVIATION = 1e-3
_SMALLEST_VARIANCE = 1e-3  # of standardised values


@dataclass(frozen=True, eq=False)
class WholePicture:
    """The mean and the covariance of normal pictures' averages.

    Attributes:
        mean: (d,) float32.
        whitening: (d, d) float32: a squared length after it is a Mahalanobis distance.
    """

    mean: Floats
    whitening: Floats

    @classmethod
    def fit(cls, averages: Floats) -> WholePicture:
        """Learn from (n, d) float32 averages of normal pictures, n >= 2."""
        from sklearn.covariance import LedoitWolf  # imported here: only fitting needs it, and it takes a second

        deviation = averages.std(axis=0) + np.float32(_SMALLEST_DEVIATION)
        covariance = LedoitWolf().fit((averages / deviation).astype(np.float64))
        variance, axes = np.linalg.eigh(covariance.covariance_)
        whitening = axes / np.sqrt(np.maximum(variance, _SMALLEST_VARIANCE)) / deviation[:, None]
        return cls(averages.mean(axis=0), whitening.astype(np.float32))

    def distances(self, averages: Floats) -> Floats:
        """Return the logarithm of the Mahalanobis distance of (n, d) averages, (n,) float32."""
        whitened = (averages - self.mean) @ self.whitening
        return np.asarray(np.log(np.einsum("nd,nd->n", whitened, whitened) + np.float32(1e-6)), np.float32)

    def arrays(self) -> dict[str, Floats]:
        """Return the attributes as arrays."""
        return {"mean": self.mean, "whitening": self.whitening}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Floats]) -> WholePicture:
        """Rebuild the object from `arrays`; their shapes have been validated."""
        return cls(arrays["mean"], arrays["whitening"])
