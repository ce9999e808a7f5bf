"""Small folders of pictures, made by the tests that need them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image


def make_pictures(root: Path, counts: Mapping[str, int], *, size: tuple[int, int] = (90, 70)) -> Path:
    """Write so many grey pictures, each another one, into each folder below `root`, and return `root`.

    Args:
        root: made if it is missing.
        counts: how many, by the folder below `root`; "" for that itself.
        size: width and height in px.
    """
    random = np.random.default_rng(0)
    for folder, count in counts.items():
        place = root / folder
        place.mkdir(parents=True, exist_ok=True)
        for number in range(count):
            coarse = random.integers(60, 200, (7, 9), np.uint8)
            Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC).save(place / f"{number}.png")
    return root


def make_masks(root: Path, kind: str, count: int, *, size: tuple[int, int] = (90, 70)) -> None:
    """Write the masks of the first test pictures of a kind, as MVTec AD arranges them."""
    place = root / "ground_truth" / kind
    place.mkdir(parents=True)
    mask = np.zeros((size[1], size[0]), np.uint8)
    mask[10:20, 10:30] = 255
    for number in range(count):
        Image.fromarray(mask).save(place / f"{number}_mask.png")
