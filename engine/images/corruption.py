"""Corrupting the inputs of a denoising autoencoder, whose targets are the clean images.

After P. Vincent et al., "Extracting and Composing Robust Features with Denoising Autoencoders", 2008; the square
block instead of single pixels after D. Pathak et al., "Context Encoders", 2016.
"""

from __future__ import annotations

from functools import cache, lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import Images

_DRAWS = (
    2**16
)  # values of 16 random bits, which a table maps to normal noise: five times as fast as drawing it directly


def corrupted(images: Images, noise_sd: float, mask_fraction: float, random: np.random.Generator) -> Images:
    """Return corrupted copies: one square block of each image is set to 0, then noise is added and clipped to 0..255.

    Args:
        images: (n, height, width, channels) uint8.
        noise_sd: standard deviation of the Gaussian noise on each value, 0..1 of full brightness; 0 adds none.
        mask_fraction: side of the block, 0..1 of the image's height and width; 0 blanks nothing.
        random: the generator for the places and the noise.

    Returns:
        (n, height, width, channels) uint8.
    """
    damaged = images.copy()
    if mask_fraction:
        count, height, width, _ = images.shape
        rows = _is_in_block(height, mask_fraction, random.random((count, 1), np.float32))
        columns = _is_in_block(width, mask_fraction, random.random((count, 1), np.float32))
        damaged *= ~(rows[:, :, None, None] & columns[:, None, :, None])
    if noise_sd:
        noise = _noise_levels(noise_sd).take(random.integers(_DRAWS, size=images.shape, dtype=np.uint16))
        damaged = np.clip(damaged + noise, 0, 255).astype(np.uint8)
    return damaged


def _is_in_block(length: int, fraction: float, place: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which of `length` pixels lie in a block, (n, length), at the relative position `place`, (n, 1) in 0..1."""
    side = round(fraction * length)
    first = np.floor(place * (length - side + 1))
    pixels = np.arange(length)
    is_in_block: NDArray[np.bool_] = (pixels >= first) & (pixels < first + side)
    return is_in_block


@cache
def _normal_quantiles() -> NDArray[np.float64]:
    """Return the middles of `_DRAWS` equally likely parts of the standard normal distribution, up to 4.3."""
    quantile = NormalDist().inv_cdf
    return np.array([quantile((draw + 0.5) / _DRAWS) for draw in range(_DRAWS)])


@lru_cache(maxsize=4)
def _noise_levels(noise_sd: float) -> NDArray[np.int16]:
    """Return normal noise in whole levels of brightness, (_DRAWS,) int16, one for each value of a draw."""
    levels: NDArray[np.int16] = np.rint(255 * noise_sd * _normal_quantiles()).astype(np.int16)
    return levels
