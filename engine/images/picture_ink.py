"""The ink in a picture of writing, as a person sees it: bright on black, whatever the paper, the light and the pen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.images.components import labelled
from engine.images.paper import light_of_paper, without_edges
from engine.images.preparation import INK_LEVEL

_NO_INK, _FULL_INK = 0.35, 0.65  # of the usual contrast of the ink; in between lies the edge of a stroke
_LEAST_CONTRAST = 0.05  # of the paper's light; less is a blank page
_LEAST_PART = 0.015  # of the largest part's area; smaller ones are specks
_BORDER_SHARE = 0.15  # of a side: what touches more of it is no writing but the edge of the page
_LARGEST_MASK_PX = 280
_BLACK_PEN = 50  # of 255; on white paper, the darkest grey of a pen that needs no more contrast


def ink_of(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the ink of a picture, (height, width) uint8, 255 on 0.

    A drawing on pure black is returned as it is, and one on pure white inverted. Otherwise the paper's light at each
    place is estimated, the ink is what differs from it, whether it is darker or lighter, and its contrast is stretched
    so that neither the paper nor the pen matters. What runs along the border is left out, and so are specks.

    Args:
        grey: (height, width) uint8.
    """
    if _is_plain(grey):
        return grey
    if _is_plain(255 - grey) and grey.min() <= _BLACK_PEN:  # not a red or a yellow pen
        return 255 - grey
    page, is_edge = without_edges(grey)
    paper, is_lighter = light_of_paper(page)
    contrast = page / np.maximum(paper, 8) - 1 if is_lighter else 1 - page / np.maximum(paper, 8)
    smooth = _smoothed(contrast.astype(np.float32))
    peak = float(np.sort(smooth, axis=None)[-max(4, smooth.size // 1000) :].mean())
    if peak < _LEAST_CONTRAST:
        return np.zeros_like(grey)
    usual = float(np.median(smooth[smooth > peak / 2]))
    level = np.clip((smooth / usual - _NO_INK) / (_FULL_INK - _NO_INK), 0, 1)
    ink = np.where(is_edge, 0, np.rint(level * 255)).astype(np.uint8)
    return np.where(_is_writing(ink), ink, 0).astype(np.uint8)


def _is_plain(grey: NDArray[np.uint8]) -> bool:
    """Return whether this is bright ink on black, without grain or light: hardly anything is nearly black."""
    counts = np.bincount(grey.reshape(-1), minlength=256)
    ring = np.concatenate([grey[0], grey[-1], grey[1:-1, 0], grey[1:-1, -1]])
    return bool(
        2 * counts[0] > grey.size
        and 20 * counts[1:INK_LEVEL].sum() < grey.size
        and 2 * np.count_nonzero(ring == 0) > ring.size
    )


def _smoothed(contrast: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return means over a window that is small beside any stroke, against the grain."""
    window = 2 * round(max(contrast.shape) / 400) + 1
    for axis in (0, 1):
        padding = [(window // 2, window // 2) if place == axis else (0, 0) for place in (0, 1)]
        padded = np.pad(contrast, padding, mode="edge")
        contrast = np.lib.stride_tricks.sliding_window_view(padded, window, axis=axis).mean(axis=-1)
    return contrast


def _is_writing(ink: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which pixels belong to the writing, neither to the edge of the page nor to a speck."""
    step = -(-max(ink.shape) // _LARGEST_MASK_PX)
    rows, columns = (-(-side // step) for side in ink.shape)
    padded = np.pad(ink, ((0, rows * step - ink.shape[0]), (0, columns * step - ink.shape[1])))
    mask = padded.reshape(rows, step, columns, step).max(axis=(1, 3)) > 127
    labels, count = labelled(mask)
    areas = np.bincount(labels.reshape(-1), minlength=count + 1)
    areas[0] = 0
    kept = areas.copy()
    for side in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        touching = np.bincount(side, minlength=count + 1)
        kept[touching > _BORDER_SHARE * len(side)] = 0
    if not kept.any():
        kept = areas
    # One more pixel around each part: the soft rim of its edge.
    is_kept = (kept > 0) & (kept >= _LEAST_PART * kept.max())
    is_near = np.pad(is_kept[labels], 1)
    is_near = is_near[:-2] | is_near[1:-1] | is_near[2:]
    is_near = is_near[:, :-2] | is_near[:, 1:-1] | is_near[:, 2:]
    large: NDArray[np.bool_] = np.repeat(np.repeat(is_near, step, axis=0), step, axis=1)
    return large[: ink.shape[0], : ink.shape[1]]
