"""Gradient maps: the directions of the edges in each coarse cell of an image.

At every pixel the brightness gradient is split between the two nearest of eight directions; each direction's map is
blurred and subsampled to a coarse grid; the square root and scaling to unit length make it independent of contrast.
This follows N. Dalal and B. Triggs, "Histograms of oriented gradients for human detection", CVPR 2005, with a
Gaussian in place of cells, as in the gradient features for digits of C.-L. Liu et al., "Handwritten digit
recognition: benchmarking of state-of-the-art techniques", Pattern Recognition 36, 2003.

First the image is deslanted: sheared so that the slant of its ink is zero, since handwriting may lean.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

DIRECTIONS = 8
_PX_PER_CELL = 3
_FEWEST_CELLS, _MOST_CELLS = 3, 12
_STEEPEST_SLANT = 1.0  # px of shear per row; handwriting does not lean more


def cells_of(side: int) -> int:
    """Return the number of grid cells along a side, in px: 9 for 28."""
    return min(max(round(side / _PX_PER_CELL), _FEWEST_CELLS), _MOST_CELLS)


def map_length(height: int, width: int) -> int:
    """Return the number of values of an image's gradient maps, for sides in px: 648 for 28 x 28."""
    return DIRECTIONS * cells_of(height) * cells_of(width)


def gradient_maps(brightness: Floats) -> Floats:
    """Return (n, d) float32 gradient maps of unit length for (n, height, width) brightness.

    d is `map_length(height, width)`. An image without any edge gives zeros.
    """
    n, height, width = brightness.shape
    across, down = _gradients(straighten(brightness))
    length = np.sqrt(across * across + down * down)
    pool_rows, pool_columns = _pooling(height), _pooling(width)  # (cells, side)
    maps = np.empty((DIRECTIONS, n, len(pool_rows), len(pool_columns)), np.float32)
    floor = np.float32(np.cos(2 * np.pi / DIRECTIONS))
    for direction in range(DIRECTIONS):
        angle = 2 * np.pi * direction / DIRECTIONS
        along = across * np.float32(np.cos(angle)) + down * np.float32(np.sin(angle))
        along -= floor * length
        np.maximum(along, 0, out=along)  # falls to zero at the neighbouring direction
        pooled = along.reshape(n * height, width) @ pool_columns.T
        maps[direction] = pool_rows @ pooled.reshape(n, height, len(pool_columns))
    features = np.sqrt(maps.transpose(1, 0, 2, 3).reshape(n, map_length(height, width)))
    features /= np.maximum(np.linalg.norm(features, axis=1, keepdims=True), np.float32(1e-6))
    return np.asarray(features, np.float32)


def slant(brightness: Floats) -> Floats:
    """Return the slant of the ink of (n, height, width) images, (n,) float32 in px to the right per row, -1..1.

    It is the covariance of column and row, weighted by brightness, over the variance of the row.
    """
    height, width = brightness.shape[1:]
    rows = np.arange(height, dtype=np.float32)
    columns = np.arange(width, dtype=np.float32)
    by_row = brightness.sum(axis=2)  # (n, height)
    mass = by_row.sum(axis=1) + np.float32(1e-6)
    row = by_row @ rows / mass
    column = brightness.sum(axis=1) @ columns / mass
    mixed = ((brightness @ columns) * rows).sum(axis=1) / mass - row * column
    variance = by_row @ (rows * rows) / mass - row * row
    lean = mixed / np.maximum(variance, np.float32(1e-3))
    return np.asarray(np.clip(lean, -_STEEPEST_SLANT, _STEEPEST_SLANT), np.float32)


def straighten(brightness: Floats) -> Floats:
    """Return the images sheared along their rows so that their slant is zero, (n, height, width) float32."""
    n, height, width = brightness.shape
    by_row = brightness.sum(axis=2)
    rows = np.arange(height, dtype=np.float32)
    centre = by_row @ rows / (by_row.sum(axis=1) + np.float32(1e-6))  # (n,)
    moved = slant(brightness)[:, None] * (rows - centre[:, None])  # (n, height) px
    whole = np.floor(moved)
    part = (moved - whole)[:, :, None]
    columns = np.arange(width + 1) + whole.astype(np.intp)[:, :, None]  # (n, height, width + 1)
    # One column of zeros on either side stands for everything outside the image.
    np.clip(columns, -1, width, out=columns)
    columns += 1
    columns += (np.arange(n * height) * (width + 2)).reshape(n, height, 1)
    padded = np.zeros((n, height, width + 2), np.float32)
    padded[:, :, 1:-1] = brightness
    taken = padded.ravel()[columns]
    return np.asarray(taken[:, :, :-1] + part * (taken[:, :, 1:] - taken[:, :, :-1]), np.float32)


def _gradients(brightness: Floats) -> tuple[Floats, Floats]:
    """Return the central differences across and down, of the same shape; black outside the image."""
    across = np.zeros_like(brightness)
    down = np.zeros_like(brightness)
    across[:, :, :-1] = brightness[:, :, 1:]
    across[:, :, 1:] -= brightness[:, :, :-1]
    down[:, :-1] = brightness[:, 1:]
    down[:, 1:] -= brightness[:, :-1]
    return across, down


def _pooling(side: int) -> Floats:
    """Return (cells, side) weights of the blur at the centre of each cell: a Gaussian of half a cell's width."""
    cells = cells_of(side)
    width = side / cells
    centres = (np.arange(cells) + 0.5) * width - 0.5
    weights = np.exp(-0.5 * ((np.arange(side) - centres[:, None]) / (width / 2)) ** 2)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)
