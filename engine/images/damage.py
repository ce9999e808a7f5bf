"""Damaging images by the faults of `engine.images.faults`.

With the same seed, a greater strength makes the same fault worse: the same pixels stick and some more, the same
scratch gets wider. So the image does not flicker while a slider moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import Images
from engine.errors import UserError
from engine.images.faults import FAULTS

Floats = NDArray[np.float32]

_SIGNAL = 0.125  # only rows and columns with a pixel of at least this brightness, 0..1, are made dead


def damage(images: Images, name: str, strength: float, seed: int) -> Images:
    """Return damaged copies of images; every image gets its own place or noise.

    Args:
        images: (n, height, width, channels) uint8.
        name: a key of `FAULTS`.
        strength: in the fault's own unit, from its `low` to its `high`; sizes are limited to those of the image.
        seed: for the places and the noise.

    Returns:
        (n, height, width, channels) uint8. At strength 0 they equal the images.

    Raises:
        UserError: there is no such fault, or its strength is out of its bounds.
    """
    fault = FAULTS.get(name)
    if fault is None:
        raise UserError(
            "There is no fault {name}; choose one of {names}.", name=repr(name), names=", ".join(FAULTS)
        )
    if not fault.low <= strength <= fault.high:
        raise UserError(
            "The strength of {label} must be from {low:g} to {high:g} {unit}, not {strength:g}.",
            label=fault.label,
            low=fault.low,
            high=fault.high,
            unit=fault.unit,
            strength=strength,
        )
    if strength == 0 or len(images) == 0:
        return images.copy()
    light = images.astype(np.float32) / np.float32(255)
    damaged = _APPLY[name](light, strength, np.random.default_rng(seed))
    return np.rint(np.clip(damaged, 0, 1) * 255).astype(np.uint8)


def _low_light(light: Floats, strength: float, _random: np.random.Generator) -> Floats:
    return light * np.float32(1 - strength)


def _over_exposure(light: Floats, strength: float, _random: np.random.Generator) -> Floats:
    return light + np.float32(strength)


def _noise(light: Floats, strength: float, random: np.random.Generator) -> Floats:
    return light + np.float32(strength) * random.standard_normal(light.shape, dtype=np.float32)


def _dead_rows(light: Floats, strength: float, random: np.random.Generator) -> Floats:
    n, height = light.shape[:2]
    shows = light.max(axis=(2, 3)) >= _SIGNAL  # (n, height)
    lot = random.random((n, height)) + ~shows  # rows that show something come first
    dead = np.argsort(lot, axis=1)[:, : round(strength)]
    is_dead = np.zeros((n, height), bool)
    np.put_along_axis(is_dead, dead, True, axis=1)
    is_dead &= shows | ~shows.any(axis=1, keepdims=True)
    return np.where(is_dead[:, :, None, None], np.float32(0), light)


def _dead_columns(light: Floats, strength: float, random: np.random.Generator) -> Floats:
    return _dead_rows(light.swapaxes(1, 2), strength, random).swapaxes(1, 2)


def _stuck_pixels(light: Floats, strength: float, random: np.random.Generator) -> Floats:
    n, height, width, channels = light.shape
    lot = random.random((n, height * width))
    stuck = np.argsort(lot, axis=1)[:, : round(strength)]
    out = light.reshape(n, height * width, channels).copy()
    out[np.arange(n)[:, None], stuck] = 1
    return out.reshape(light.shape)


def _blur(light: Floats, strength: float, _random: np.random.Generator) -> Floats:
    rows, columns = (_gaussian(side, strength) for side in light.shape[1:3])
    blurred = np.einsum("ij,njkc->nikc", rows, light, optimize=True)
    return np.asarray(np.einsum("ij,nkjc->nkic", columns, blurred, optimize=True), np.float32)


def _gaussian(side: int, sd: float) -> Floats:
    """Return the (side, side) float32 matrix that blurs one axis; edge values are repeated outside."""
    reach = int(np.ceil(4 * sd))
    offsets = np.arange(-reach, reach + 1)
    weights = np.exp(-0.5 * (offsets / sd) ** 2)
    weights /= weights.sum()
    matrix = np.zeros((side, side), np.float32)
    for place in range(side):
        np.add.at(matrix[place], np.clip(place + offsets, 0, side - 1), weights)
    return matrix


def _occlusion(light: Floats, strength: float, random: np.random.Generator) -> Floats:
    n, height, width = light.shape[:3]
    brightness = light.mean(axis=3).reshape(n, -1)
    reach = np.cumsum(brightness + np.float32(1e-6), axis=1)
    centre = (reach < random.random((n, 1), dtype=np.float32) * reach[:, -1:]).sum(axis=1)  # (n,)
    jitter = random.random((n, 2))
    is_hidden = np.ones((n, 1, 1), bool)
    for axis, (side, place) in enumerate(((height, centre // width), (width, centre % width))):
        size = min(round(strength), side)
        first = np.clip(place - np.floor(jitter[:, axis] * size).astype(int), 0, side - size)
        along = np.arange(side) - first[:, None]  # (n, side)
        within = (along >= 0) & (along < size)
        is_hidden = is_hidden & (within[:, :, None] if axis == 0 else within[:, None, :])
    return np.where(is_hidden[..., None], np.float32(0), light)


def _scratch(light: Floats, strength: float, random: np.random.Generator) -> Floats:
    n, height, width = light.shape[:3]
    angle = random.uniform(0, np.pi, (n, 1, 1))
    row = random.uniform(0.3, 0.7, (n, 1, 1)) * (height - 1)
    column = random.uniform(0.3, 0.7, (n, 1, 1)) * (width - 1)
    rows, columns = np.mgrid[:height, :width]
    distance = np.abs((rows - row) * np.cos(angle) - (columns - column) * np.sin(angle))  # (n, height, width) px
    coverage = np.clip(strength / 2 + 0.5 - distance, 0, min(1.0, strength)).astype(np.float32)[..., None]
    return np.asarray(light + (1 - light) * coverage, np.float32)


def _shift(light: Floats, strength: float, random: np.random.Generator) -> Floats:
    n, height, width = light.shape[:3]
    angle = random.uniform(0, 2 * np.pi, n)
    out = np.zeros_like(light)
    source = [
        np.arange(side) - np.rint(strength * part).astype(int)[:, None]  # (n, side)
        for side, part in ((height, np.sin(angle)), (width, np.cos(angle)))
    ]
    within = ((source[0] >= 0) & (source[0] < height))[:, :, None] & ((source[1] >= 0) & (source[1] < width))[
        :, None
    ]
    taken = light[
        np.arange(n)[:, None, None],
        np.clip(source[0], 0, height - 1)[:, :, None],
        np.clip(source[1], 0, width - 1)[:, None],
    ]
    np.copyto(out, taken, where=within[..., None])
    return out


_APPLY: Mapping[str, Callable[[Floats, float, np.random.Generator], Floats]] = MappingProxyType(
    {
        "low_light": _low_light,
        "over_exposure": _over_exposure,
        "noise": _noise,
        "dead_rows": _dead_rows,
        "dead_columns": _dead_columns,
        "stuck_pixels": _stuck_pixels,
        "blur": _blur,
        "occlusion": _occlusion,
        "scratch": _scratch,
        "shift": _shift,
    }
)
