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

import numpy as np
from numpy.typing import NDArray

from engine.image_shape import ImageShape

INK_LEVEL = 16
"""The darkest grey, 0..255, that counts as ink; below it is noise and compression. MNIST's boxes are unaffected."""

_BOX_OF_FIELD = 20 / 28
_SOFTNESS = 0.3


def has_ink(pixels: NDArray[np.uint8]) -> bool:
    """Return whether anything is drawn on (height, width) uint8 pixels, white ink on black."""
    return bool((pixels >= INK_LEVEL).any())


def prepare(
    pixels: NDArray[np.uint8], image_shape: ImageShape, is_centred: bool, *, is_drawn: bool = False
) -> NDArray[np.float32]:
    """Return the model's input for a drawing.

    Args:
        pixels: (height, width) uint8 of any size, white ink on black.
        image_shape: (h, w, channels) of the model's input, in px.
        is_centred: prepare as in MNIST: crop to the ink, scale its longest side to 20/28 of the image's shorter side,
            and move its centre of mass to the centre by whole pixels, though never over the edge. Otherwise all of
            `pixels` is fitted into the image with its aspect ratio kept.
        is_drawn: the ink has the hard edge of a pen on a screen, unlike scanned ink; it is blurred by 0.3 px of the
            image (standard deviation). Without that a detector finds a well-drawn digit too sharp.

    Returns:
        (h, w, channels) float32, 0..1, every channel the same. Each pixel is the mean of the area that it covers,
        so a sample that was enlarged by a whole factor is restored exactly if it is not centred. All zeros if there
        is no ink to centre.
    """
    height, width, channels = image_shape
    ink = _softened(pixels, max(pixels.shape[0] / height, pixels.shape[1] / width)) if is_drawn else pixels
    image = _centred(ink, height, width) if is_centred else _fitted(ink, height, width)
    return np.repeat(np.clip(image, 0.0, 1.0).astype(np.float32)[:, :, None], channels, axis=2)


def _softened(pixels: NDArray[np.uint8], step: float) -> NDArray[np.uint8]:
    """Return the pixels after two running means, which approximate a Gaussian of `_SOFTNESS` steps.

    Two means over w px have a variance of (w^2 - 1) / 6 px^2.
    """
    reach = round((math.sqrt(6 * (_SOFTNESS * step) ** 2 + 1) - 1) / 2)
    soft = pixels
    for _ in range(2 if reach else 0):
        soft = _running_means(_running_means(soft, reach, axis=0), reach, axis=1)
    return soft


def _running_means(pixels: NDArray[np.uint8], reach: int, *, axis: int) -> NDArray[np.uint8]:
    """Return the means over 2 `reach` + 1 px along an axis, by integer sums, which are several times as fast."""
    count, width = pixels.shape[axis], 2 * reach + 1
    kind = np.uint16 if 256 * width < 1 << 16 else np.uint32
    shape = [side + (2 * reach if place == axis else 0) for place, side in enumerate(pixels.shape)]
    padded = np.moveaxis(np.zeros(shape, kind), axis, 0)
    padded[reach : reach + count] = np.moveaxis(pixels, axis, 0)
    sums = np.full(pixels.shape, width // 2, kind)  # so that the division rounds
    along = np.moveaxis(sums, axis, 0)
    for shift in range(width):
        along += padded[shift : shift + count]
    sums //= kind(width)
    return sums.astype(np.uint8)


def _centred(pixels: NDArray[np.uint8], height: int, width: int) -> NDArray[np.float64]:
    ink = pixels >= INK_LEVEL
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) == 0:
        return np.zeros((height, width))
    box = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]  # (box height, box width)
    small = _shrunk(box, max(box.shape) / max(1, round(_BOX_OF_FIELD * min(height, width))))
    mass = small.sum()
    row = np.arange(small.shape[0]) @ small.sum(axis=1) / mass
    column = np.arange(small.shape[1]) @ small.sum(axis=0) / mass
    return _placed(small, round(height // 2 - row), round(width // 2 - column), (height, width))


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


def _shrunk(pixels: NDArray[np.uint8], step: float) -> NDArray[np.float64]:
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
