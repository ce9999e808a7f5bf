"""Masks: the abnormal places of a picture, as somebody has drawn them, at the working size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.pictures import decoding
from engine.pictures.preparation import Fit, PicturePreparation

_FEW_VALUES = 16  # a drawn mask has few; more come from smoothing or from compression
_LEAST_COVER = 0.5


def prepare_mask(path: Path, preparation: PicturePreparation) -> NDArray[np.bool_]:
    """Return a mask where the prepared picture has what it marks, (size_px, size_px) bool.

    Whatever is not black is marked, whether it is 1 or 255; in a mask with soft edges, what is brighter than half. A
    pixel is marked if half of it is covered. If that would leave none, e.g. of a thin scratch, those that are covered
    most are.

    Raises:
        UserError: it cannot be read.
    """
    from PIL import Image

    with decoding.opened(path) as opened:
        is_deep = decoding.is_deep(opened.mode) or opened.mode == "P"
        levels = np.asarray(opened if is_deep else decoding.flattened(opened, is_colour=False)).astype(np.float32)
    brightest = float(levels.max())
    is_drawn = len(np.unique(levels)) <= _FEW_VALUES
    marked = levels > (0 if is_drawn else brightest / 2)
    side = preparation.size_px
    image = np.zeros((side, side), bool)
    if not marked.any():
        return image
    left, top, width, height = preparation.box(marked.shape[1], marked.shape[0])
    whole = Image.fromarray(marked.astype(np.uint8) * 255).resize((width, height), Image.Resampling.BOX)
    cover = np.asarray(whole).astype(np.float32) / 255
    if preparation.fit is Fit.CROP:
        cover, left, top = cover[-top : side - top, -left : side - left], 0, 0
    least = min(_LEAST_COVER, float(cover.max()))
    if least > 0:
        image[top : top + cover.shape[0], left : left + cover.shape[1]] = cover >= least
    return image
