"""Preparing a drawing or a picture for the model, as MNIST was prepared.

Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits" (http://yann.lecun.com/exdb/mnist/):
the ink was scaled, with its aspect kept, to fit a box of 20 x 20 px; anti-aliasing gave it grey levels; then it
was translated in a field of 28 x 28 px so that its centre of mass came to the centre. Two details that the page
does not give were measured on the 60,000 training images: the longest side is 20 px in 99.98 % of them, and the
centre of mass lies evenly within half a pixel of index 14 = 28 // 2, not of 13.5. So the translation was by whole
pixels.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.image_shape import ImageShape
from engine.images import pen_ink

INK_LEVEL = 16
"""The darkest grey, 0..255, that counts as ink; below it is noise and compression. MNIST's boxes are unaffected."""

_BOX_OF_FIELD = 20 / 28
_FAINTEST = 0.02  # 0..1; less is the corner of a hard edge that just touches a pixel, and scans have no such rim


def has_ink(pixels: NDArray[np.uint8]) -> bool:
    """Return whether anything is drawn on (height, width) uint8 pixels, white ink on black."""
    return bool((pixels >= INK_LEVEL).any())


def prepare(pixels: NDArray[np.uint8], image_shape: ImageShape, is_centred: bool) -> NDArray[np.float32]:
    """Return the model's input for a drawing or a picture.

    Args:
        pixels: (height, width) uint8 of any size, if it is centred, white ink on black; or (height, width, 3) in
            colour. Where the model has not three channels, or the ink is centred, the mean of the colours counts.
        image_shape: (h, w, channels) of the model's input, in px.
        is_centred: prepare as in MNIST: crop to the ink, scale its longest side to 20/28 of the image's shorter side,
            and move its centre of mass to the centre by whole pixels, though never over the edge. Strokes of a
            pen that is thinner or thicker than usual are brought to a usual width (`engine.images.pen_ink`).
            Otherwise all of `pixels` is fitted into the image with its aspect ratio kept.

    Returns:
        (h, w, channels) float32, 0..1, every channel the same unless there are colours. Each pixel is the
        mean of the area that it covers,
        so a sample that was enlarged by a whole factor is restored exactly if it is not centred. All zeros if there
        is no ink to centre.
    """
    height, width, channels = image_shape
    if pixels.ndim == 3:
        if channels == 3 and not is_centred:
            colours = [_fitted(pixels[:, :, channel], height, width) for channel in range(3)]
            return np.clip(np.stack(colours, axis=2), 0.0, 1.0).astype(np.float32)
        pixels = np.rint(pixels.mean(axis=2)).astype(np.uint8)
    image = _centred(pixels, height, width) if is_centred else _fitted(pixels, height, width)
    return np.repeat(np.clip(image, 0.0, 1.0).astype(np.float32)[:, :, None], channels, axis=2)


def _centred(pixels: NDArray[np.uint8], height: int, width: int) -> NDArray[np.float64]:
    box = _ink_box(pixels)
    if box.size == 0:
        return np.zeros((height, width))
    side = max(1, round(_BOX_OF_FIELD * min(height, width)))
    small = _scanned(box, side)
    mass = small.sum()
    row = np.arange(small.shape[0]) @ small.sum(axis=1) / mass
    column = np.arange(small.shape[1]) @ small.sum(axis=0) / mass
    return _placed(small, round(height // 2 - row), round(width // 2 - column), (height, width))


def _scanned(box: NDArray[np.uint8], side: int) -> NDArray[np.float64]:
    """Return ink as a scan would have it, 0..1.

    Args:
        box: (height, width) uint8, cropped to the ink.
        side: what its longest side becomes, px.
    """
    longest = max(box.shape)
    found = pen_ink.measure(box)
    if found.edge * side >= pen_ink.SOFT_EDGE * longest:
        return _shrunk(box, longest / side)
    change = pen_ink.width_change(found.stroke, longest, side)
    step = (longest + change) / (side * pen_ink.SUB)
    ink: NDArray[Any] = box
    if change:
        room = math.ceil(max(change, 0) / 2 / step) + 1
        fine = np.pad(_shrunk(box, step).astype(np.float32), room)
        radius = change / 2 / step
        changed = _ink_box(
            255 * (pen_ink.widened(fine, radius) if radius > 0 else pen_ink.narrowed(fine, -radius))
        )
        ink = changed if changed.size else box
    small = _shrunk(ink, max(ink.shape) / side)
    clear = np.where(small < _FAINTEST, 0, small)
    return clear if clear.any() else small


def _ink_box(pixels: NDArray[Any]) -> NDArray[Any]:
    """Return the pixels cropped to the ink; empty where there is none."""
    ink = pixels >= INK_LEVEL
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else pixels[:0, :0]


def _fitted(pixels: NDArray[np.uint8], height: int, width: int) -> NDArray[np.float64]:
    small = _shrunk(pixels, max(pixels.shape[0] / height, pixels.shape[1] / width))
    return _placed(small, (height - small.shape[0]) // 2, (width - small.shape[1]) // 2, (height, width))


def _placed(small: NDArray[np.float64], top: int, left: int, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Return a black image of `shape` with the small one in it, as near to (top, left) as fits completely."""
    top = min(max(top, 0), shape[0] - small.shape[0])
    left = min(max(left, 0), shape[1] - small.shape[1])
    field = np.zeros(shape)
    field[top : top + small.shape[0], left : left + small.shape[1]] = small
    return field


def _shrunk(pixels: NDArray[np.floating] | NDArray[np.uint8], step: float) -> NDArray[np.float64]:
    """Return the means of cells of `step` x `step` px, 0..1; cells that reach beyond the edge are padded with black.

    The means are differences of cumulative sums. A matrix product would have to wait for BLAS's threads: up to 15 ms
    instead of 0.2 ms while a training uses the cores. The sums of uint8 are exact, so whole steps give exact means.
    """
    return _row_means(_row_means(pixels.astype(np.float64), step).T, step).T / 255.0


def _row_means(rows: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    side = len(rows)
    new = max(1, math.ceil(side / step - 1e-6))  # a quotient of 20 plus a rounding error gives 20, not 21
    overhang = (new * step - side) / 2
    edges = np.clip(step * np.arange(new + 1) - overhang, 0, side)  # (new + 1,)
    whole = np.minimum(edges.astype(np.intp), side - 1)
    sums = np.cumsum(rows, axis=0)
    before = sums[whole] - rows[whole] * (1 - (edges - whole))[:, None]  # the sum of all pixels before each edge
    means: NDArray[np.float64] = np.diff(before, axis=0) / step
    return means
