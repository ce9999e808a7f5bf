"""Photographs of drawings as people take them, made from the drawing's ink: paper, light, pen, camera and scanner."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Ink = NDArray[np.uint8]
Light = NDArray[np.float32]


def _page(ink: Ink, paper: Light | float, pen: float) -> Light:
    """Return a page, 0..255, whose ink is `pen` of 255 dark under the paper's light."""
    share = ink.astype(np.float32) / 255
    light = np.broadcast_to(np.asarray(paper, np.float32), ink.shape)
    return light * (1 - share) + light / 255 * pen * share


def _x(ink: Ink) -> Light:
    return np.linspace(-1, 1, ink.shape[1], dtype=np.float32)[None, :] * np.ones((ink.shape[0], 1), np.float32)


def _y(ink: Ink) -> Light:
    return np.linspace(-1, 1, ink.shape[0], dtype=np.float32)[:, None] * np.ones((1, ink.shape[1]), np.float32)


def _grain(page: Light, deviation: float, rng: np.random.Generator) -> Light:
    return page + rng.normal(0, deviation, page.shape).astype(np.float32)


def _blurred(page: Light, radius: float) -> Light:
    image = Image.fromarray(np.clip(page, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius))).astype(np.float32)


def _framed(page: Light, sides: str, width: int, level: float) -> Light:
    page = page.copy()
    for side in sides:
        {"l": page[:, :width], "r": page[:, -width:], "t": page[:width], "b": page[-width:]}[side][:] = level
    return page


def _jpeg(page: Light, quality: int) -> Light:
    stream = io.BytesIO()
    Image.fromarray(np.clip(page, 0, 255).astype(np.uint8)).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream)).astype(np.float32)


def _lines(ink: Ink, every: int, depth: float, *, is_squared: bool) -> Light:
    paper = np.full(ink.shape, 235, np.float32)
    paper[::every] -= depth
    if is_squared:
        paper[:, ::every] -= depth
    return paper


def _chalk(ink: Ink, board: Light | float, chalk: float) -> Light:
    share = ink.astype(np.float32) / 255
    return board * (1 - share) + chalk * share


def _glare(ink: Ink) -> Light:
    spot = np.exp(-((_x(ink) - 0.5) ** 2 + (_y(ink) + 0.5) ** 2) / 0.08)
    return np.minimum(185 + 120 * spot, 255).astype(np.float32)


def _in_large_photograph(ink: Ink, rng: np.random.Generator) -> Light:
    large = np.asarray(Image.fromarray(ink).resize((1_400, 1_400), Image.Resampling.BICUBIC))
    field = np.zeros((2_200, 3_000), np.uint8)
    field[500:1_900, 900:2_300] = large
    return _grain(_page(field, 205 + 20 * _x(field), 50), 8, rng)


PHOTOGRAPHS: Mapping[str, Callable[[Ink, np.random.Generator], Light]] = {
    "grey paper": lambda ink, rng: _page(ink, 200, 30),
    "dark grey paper": lambda ink, rng: _grain(_page(ink, 120, 40), 3, rng),
    "light from the left": lambda ink, rng: _page(ink, 220 - 15 * _x(ink), 20),
    "strong light from above": lambda ink, rng: _grain(_page(ink, 175 - 70 * _y(ink), 30), 3, rng),
    "edge of a shadow": lambda ink, rng: _grain(
        _page(ink, np.where(_x(ink) + 0.4 * _y(ink) > 0.15, 140, 225), 30), 3, rng
    ),
    "soft shadow": lambda ink, rng: _page(ink, 215 - 70 / (1 + np.exp(-8 * (_x(ink) - 0.2 * _y(ink)))), 40),
    "vignetting": lambda ink, rng: _grain(_page(ink, 230 - 60 * (_x(ink) ** 2 + _y(ink) ** 2), 30), 4, rng),
    "chalk on a grey board": lambda ink, rng: _chalk(ink, 140, 250),
    "chalk in side light": lambda ink, rng: _grain(_chalk(ink, 90 + 30 * _x(ink), 225), 5, rng),
    "grain": lambda ink, rng: _grain(_page(ink, 200, 50), 15, rng),
    "strong JPEG compression": lambda ink, rng: _jpeg(_grain(_page(ink, 215, 40), 4, rng), 20),
    "pencil": lambda ink, rng: _grain(_page(ink, 225, 140), 4, rng),
    "pencil on squared paper": lambda ink, rng: _grain(
        _page(ink, _lines(ink, 20, 25, is_squared=True), 110), 3, rng
    ),
    "ruled paper": lambda ink, rng: _page(ink, _lines(ink, 35, 40, is_squared=False), 40),
    "whiteboard with glare": lambda ink, rng: _grain(_page(ink, _glare(ink), 40), 3, rng),
    "dark scanner edge": lambda ink, rng: _framed(_page(ink, 240, 30), "l", 9, 12),
    "dark edges all around": lambda ink, rng: _framed(_grain(_page(ink, 225, 40), 3, rng), "lrtb", 8, 20),
    "dark edge beside a chalk board": lambda ink, rng: _framed(_grain(_chalk(ink, 130, 240), 4, rng), "b", 10, 10),
    "out of focus": lambda ink, rng: _grain(_blurred(_page(ink, 205, 40), 4), 3, rng),
    "small picture": lambda ink, rng: np.asarray(
        Image.fromarray(_page(ink, 205, 40).astype(np.uint8)).resize((70, 70), Image.Resampling.BOX)
    ).astype(np.float32),
    "large photograph": _in_large_photograph,
}
"""By kind: from ink, (height, width) uint8, 255 on 0, to the photograph, 0..255."""


def photograph(ink: Ink, kind: str, seed: int = 0) -> NDArray[np.uint8]:
    """Return the photograph of a drawing, (height, width) uint8."""
    page = PHOTOGRAPHS[kind](ink, np.random.default_rng(seed))
    return np.clip(np.rint(page), 0, 255).astype(np.uint8)


def in_blue(ink: Ink) -> Image.Image:
    """Return a photograph in colour: a blue pen on cream paper."""
    share = (ink.astype(np.float32) / 255)[:, :, None]
    paper, pen = np.array([236, 228, 205], np.float32), np.array([45, 65, 175], np.float32)
    return Image.fromarray(np.rint(paper * (1 - share) + pen * share).astype(np.uint8))
