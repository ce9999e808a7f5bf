"""The colours of surprise: cool up to the threshold, warm beyond it, so that the middle is a border."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from gui.look.colour_map import oklab, srgb

_ORDINARY = ("#0d1526", "#2c4f86", "#9fb4cf")
"""From no surprise to just below the threshold: blue, and calm."""
_SURPRISING = ("#f2b46a", "#e0622b", "#8c0f1c")
"""From the threshold to twice as far: orange to red, and darker again, unlike anything on the cool side."""


@cache
def surprise_colour_map() -> NDArray[np.uint8]:
    """Return (256, 3) uint8 RGB, read-only: from no surprise to twice the threshold, which is between 127 and 128.

    Each half is interpolated in OKLab, so that equal steps look equal; between the halves the colour jumps from
    cool to warm, which is what the eye should see.
    """
    halves = [_between(_ORDINARY), _between(_SURPRISING)]
    colours: NDArray[np.uint8] = np.concatenate(halves)
    colours.flags.writeable = False
    return colours


def _between(anchors: tuple[str, ...]) -> NDArray[np.uint8]:
    rgb = np.array([[int(anchor[i : i + 2], 16) for i in (1, 3, 5)] for anchor in anchors]) / 255.0
    lab = oklab(rgb)
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(lab, axis=0), axis=1))])
    wanted = np.linspace(0.0, lengths[-1], 128)
    even = np.stack([np.interp(wanted, lengths, lab[:, axis]) for axis in range(3)], axis=1)  # (128, 3)
    colours: NDArray[np.uint8] = np.round(255.0 * srgb(even)).astype(np.uint8)
    return colours
