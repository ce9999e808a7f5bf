"""Pictures of one part, photographed again and again, for the tests of their evidence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Images = NDArray[np.uint8]

SIDE_PX = 96


def parts(count: int, seed: int = 0, channels: int = 1, side_px: int = SIDE_PX) -> Images:
    """Return a grey disc with a bright bar on a dark ground, (count, side, side, channels) uint8.

    It lies a little differently each time, in a little other light, with grain of its own.
    """
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[:side_px, :side_px] / side_px
    pictures = np.empty((count, side_px, side_px, channels), np.uint8)
    for number in range(count):
        row, column = 0.5 + random.uniform(-0.01, 0.01, 2)
        disc = np.clip((0.36 - np.hypot(rows - row, columns - column)) * 60, 0, 1)
        bar = np.clip((0.04 - np.abs(rows - row)) * 80, 0, 1) * np.clip(
            (0.25 - np.abs(columns - column)) * 80, 0, 1
        )
        light = (0.2 + 0.3 * disc + 0.3 * bar) * random.uniform(0.9, 1.1)
        tint = np.linspace(1, 0.7, channels)
        grain = random.normal(0, 0.015, (side_px, side_px, channels))
        pictures[number] = np.rint(np.clip(light[..., None] * tint + grain, 0, 1) * 255)
    return pictures


def scratched(pictures: Images) -> Images:
    """Return copies with a dark scratch on the lower right of the disc, rows 62..66 and columns 56..72 of 96 px."""
    copies = pictures.copy()
    for step in range(17):
        copies[:, 62 + step // 4, 56 + step] //= 4
    return copies
