"""Detail: single pixels and small patches unlike any in normal images."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.detection.evidence.views import Views

Floats = NDArray[np.float32]

NAME = "detail"
LABEL = "Spots and details"
EXPLANATION = "Single pixels that stand out from those around them, and small patches unlike any in normal images."
FEATURES = (
    "spot",
    "spot_3",
    "spot_10",
    "hole",
    "hole_3",
    "lone_pixel",
    "lone_pixel_3",
    "unusual_pixel",
    "unusual_pixels",
    "strangest_patch",
    "strange_patch_8",
    "strange_patch_40",
    "patch_mean",
)

PATCH_PX = 5
_IMAGES_TO_LEARN_FROM = 500
_LEAST_CONTRAST = 0.05
_DAMPING = 1e-4
_SMALLEST_DEVIATION = (
    0.02  # of full brightness: the least deviation, for pixels that never change in normal images
)


@dataclass(frozen=True, eq=False)
class Detail:
    """The statistics of normal pixels and normal patches.

    Attributes:
        pixel_mean: (height, width) float32.
        pixel_deviation: (height, width) float32.
        patch_mean: (25,) float32, the mean of patches that are not uniform.
        patch_axes: (25, 25) float32: whitening, so that a squared length is a Mahalanobis distance.
    """

    pixel_mean: Floats
    pixel_deviation: Floats
    patch_mean: Floats
    patch_axes: Floats

    @classmethod
    def fit(cls, normals: Views) -> Detail:
        """Fit to the pixels and patches of normal images."""
        light = normals.brightness
        patches = _patches(light[:_IMAGES_TO_LEARN_FROM]).reshape(-1, PATCH_PX**2)
        patches = patches[np.ptp(patches, axis=1) > _LEAST_CONTRAST]
        if len(patches) == 0:
            patches = np.zeros((1, PATCH_PX**2), np.float32)
        mean = patches.mean(axis=0, dtype=np.float64)
        centred = patches - mean.astype(np.float32)
        variance, axes = np.linalg.eigh((centred.T @ centred).astype(np.float64) / len(patches))
        scale = np.sqrt(np.maximum(variance, 0) + _DAMPING * max(variance[-1], 1e-3))
        return cls(
            light.mean(axis=0, dtype=np.float64).astype(np.float32),
            light.std(axis=0, dtype=np.float64).astype(np.float32) + np.float32(_SMALLEST_DEVIATION),
            mean.astype(np.float32),
            (axes / scale).astype(np.float32),
        )

    def patch_map(self, light: Floats) -> Floats:
        """Return the squared Mahalanobis distance of the patch around each pixel, (n, height, width) float32."""
        whitened = (_patches(light) - self.patch_mean) @ self.patch_axes
        strange = np.einsum("npk,npk->np", whitened, whitened)
        return np.asarray(strange.reshape(light.shape), np.float32)

    def features(self, views: Views) -> Floats:
        """Return (n, 13) float32."""
        light = views.brightness
        n, height, width = light.shape
        padded = np.pad(light, ((0, 0), (1, 1), (1, 1)), mode="edge")
        up, down = padded[:, :-2, 1:-1], padded[:, 2:, 1:-1]
        left, right = padded[:, 1:-1, :-2], padded[:, 1:-1, 2:]
        high_1, low_1 = np.maximum(up, down), np.minimum(up, down)
        high_2, low_2 = np.maximum(left, right), np.minimum(left, right)
        # Of the four neighbours: the second brightest, and the second darkest.
        second_high = np.maximum(np.minimum(high_1, high_2), np.maximum(low_1, low_2))
        second_low = np.minimum(np.maximum(low_1, low_2), np.minimum(high_1, high_2))
        spots = np.sort((light - second_high).reshape(n, -1), axis=1)
        holes = np.sort((second_low - light).reshape(n, -1), axis=1)
        rows_high = np.maximum(np.maximum(padded[:, :, :-2], padded[:, :, 2:]), padded[:, :, 1:-1])
        brightest = np.maximum(np.maximum(rows_high[:, :-2], rows_high[:, 2:]), high_2)
        lone = np.sort((light - brightest).reshape(n, -1), axis=1)
        unusual = np.abs((light - self.pixel_mean) / self.pixel_deviation).reshape(n, -1)
        strange = np.sort(self.patch_map(light).reshape(n, -1), axis=1)
        share = height * width / 784
        eighth, fortieth = max(1, round(8 * share)), max(2, round(40 * share))
        return np.stack(
            [
                spots[:, -1],
                spots[:, -3],
                spots[:, -10],
                holes[:, -1],
                holes[:, -3],
                lone[:, -1],
                lone[:, -3],
                unusual.max(axis=1),
                np.einsum("np,np->n", unusual, unusual) / np.float32(height * width),
                *(
                    log_patches(value)
                    for value in (strange[:, -1], strange[:, -eighth], strange[:, -fortieth], strange.mean(axis=1))
                ),
            ],
            axis=1,
        )

    def arrays(self) -> dict[str, Floats]:
        """Return the attributes as arrays."""
        return {
            "pixel_mean": self.pixel_mean,
            "pixel_deviation": self.pixel_deviation,
            "patch_mean": self.patch_mean,
            "patch_axes": self.patch_axes,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Floats]) -> Detail:
        """Rebuild the object from `arrays`; their shapes have been validated."""
        return cls(arrays["pixel_mean"], arrays["pixel_deviation"], arrays["patch_mean"], arrays["patch_axes"])


def log_patches(strangeness: Floats) -> Floats:
    """Return the logarithms of the distances of `Detail.patch_map`, clipped below."""
    return np.asarray(np.log(strangeness + np.float32(1e-3)), np.float32)


def _patches(light: Floats) -> Floats:
    """Return the 5 x 5 px around each pixel, (n, height * width, 25) float32; black outside the image."""
    n, height, width = light.shape
    reach = PATCH_PX // 2
    padded = np.pad(light, ((0, 0), (reach, reach), (reach, reach)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (PATCH_PX, PATCH_PX), axis=(1, 2))
    return np.asarray(windows.reshape(n, height * width, PATCH_PX**2), np.float32)
