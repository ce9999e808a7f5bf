"""Descriptor maps: what is seen in each of 32 x 32 cells of a picture, at four scales.

At each level of a pyramid, the edges in eight signed directions, how bright the cell is against what is around it,
how much the brightness varies within it, and its fine detail are averaged around each cell's centre. Everything is
measured on the logarithm of the brightness, so that more light or a longer exposure, which multiply it, change only
the picture's mean, which is taken away. Of colour, two ratios of the channels are left, which the light hardly changes.

The edges follow N. Dalal and B. Triggs, "Histograms of oriented gradients for human detection", CVPR 2005, with a
Gaussian around each cell's centre in place of blocks.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.detection.evidence.views import to_float32

Floats = NDArray[np.float32]

CELLS = 32
"""Cells along each side of a map."""
LEVELS, DIRECTIONS = 4, 8
_OF_LEVEL = DIRECTIONS + 4
_OF_COLOUR = 4
_DARK = np.float32(0.04)  # added before the logarithm: noise in the dark is not contrast


def descriptor_length(channels: int) -> int:
    """Return the number of values that describe a cell: 49 of a grey picture, 53 of one in colour."""
    return LEVELS * _OF_LEVEL + 1 + (_OF_COLOUR if channels >= 3 else 0)


def describe(image: NDArray[np.uint8] | Floats) -> Floats:
    """Return the descriptor map of one picture, (32, 32, d) float32; its first value is the brightness.

    Args:
        image: (height, width, channels), uint8 or float32 in 0..1; red, green and blue first where there are three.
    """
    light = to_float32(image)
    channels = np.log(light + _DARK)  # (h, w, c)
    level = np.ascontiguousarray(channels[..., :3].mean(axis=-1, dtype=np.float32))
    brightness = _pooled(level, 0.5)
    values = [brightness]
    for number in range(LEVELS):
        if number > 0:
            level = _halved(level)
        values += _of_level(level)
    if light.shape[-1] >= 3:
        red, green, blue = (np.ascontiguousarray(channels[..., place]) for place in range(3))
        for ratio in (red - green, blue - 0.5 * (red + green)):
            small = _halved(_halved(ratio)) if min(ratio.shape) >= 4 * CELLS else ratio
            values += [_pooled(small, 0.5), _spread(small)]
    return np.stack(values, axis=-1)


def averages_of(maps: Floats) -> Floats:
    """Return the averages over the cells of (n, 32, 32, d) descriptor maps, (n, d) float32."""
    return np.asarray(maps.mean(axis=(1, 2)), np.float32)


def _of_level(level: Floats) -> list[Floats]:
    """Return what is measured at one level of the pyramid, a (32, 32) map each."""
    padded = np.pad(level, 1, mode="edge")
    across = padded[1:-1, 2:] - padded[1:-1, :-2]
    down = padded[2:, 1:-1] - padded[:-2, 1:-1]
    length = np.sqrt(across * across + down * down)
    floor = np.float32(np.cos(2 * np.pi / DIRECTIONS))
    length_floor = floor * length
    maps = []
    for direction in range(DIRECTIONS // 2):
        angle = 2 * np.pi * direction / DIRECTIONS
        along = across * np.float32(np.cos(angle)) + down * np.float32(np.sin(angle))
        maps.append(np.maximum(along - length_floor, 0))  # it falls to zero at the neighbouring direction
        maps.append(np.maximum(-along - length_floor, 0))
    detail = np.abs(4 * level - padded[1:-1, 2:] - padded[1:-1, :-2] - padded[2:, 1:-1] - padded[:-2, 1:-1])
    maps.append(detail)
    pooled = [np.sqrt(_pooled(one, 0.5)) for one in maps]
    near, wide = _pooled(level, 0.35), _pooled(level, 1.5)
    return [*pooled, near - wide, _spread(level), np.sqrt(_pooled(detail * detail, 0.5))]


def _spread(level: Floats) -> Floats:
    mean = _pooled(level, 0.5)
    return np.sqrt(np.maximum(_pooled(level * level, 0.5) - mean * mean, 0))


def _halved(level: Floats) -> Floats:
    """Return a level blurred and of half the sides, rounded up."""
    padded = np.pad(level, 1, mode="edge")
    rows = padded[:-2:2] + 2 * padded[1:-1:2] + padded[2::2]
    return np.asarray((rows[:, :-2:2] + 2 * rows[:, 1:-1:2] + rows[:, 2::2]) / np.float32(16), np.float32)


def _pooled(level: Floats, cells: float) -> Floats:
    """Return the mean around each cell's centre, (32, 32), by a Gaussian whose width is given in cells."""
    height, width = level.shape
    return np.asarray(_pooling(height, cells) @ level @ _pooling(width, cells).T, np.float32)


@lru_cache(maxsize=64)
def _pooling(side: int, cells: float) -> Floats:
    step = side / CELLS
    centres = (np.arange(CELLS) + 0.5) * step - 0.5
    deviation = max(cells * step, 0.5)
    weights = np.exp(-0.5 * ((np.arange(side) - centres[:, None]) / deviation) ** 2)
    weights[weights < 1e-4] = 0  # subnormal numbers are slow
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)
