"""Pen digits: generated digits that look handwritten, so that the program works without a download.

Every image is one way of writing a digit (`pen_strokes`), deformed at random, drawn with a pen of random width and
centred as in MNIST. The ranges of slant, proportions and pen width were
set so that their means and spreads resemble MNIST's; no image or average of MNIST went into them.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from engine.cancellation import Cancellation
from engine.datasets.pen_strokes import choose_ways, load_skeletons
from engine.image_shape import USUAL_SHAPE

IMAGE_SIDE_PX = USUAL_SHAPE[0]
DIGIT_SIDE_PX = 20  # in MNIST too, the longer side of the digit's box

_CHUNK = 1000  # images drawn at once: 15 MB of memory whatever the count, most of which fits into the cache

# The strokes. Lengths are in heights of the digit; "spread" is one standard deviation.
_POINT_SPREAD = 0.028
_END_SPREAD = 0.05  # the ends of strokes vary more than the points between
_RELAX_PASSES = 6  # of a random strength: some people draw every corner, some round them off
_WARP_WAVES = 4  # cosines along each axis; more would make the line shaky instead of bent
_WARP_SPREAD = 0.13
_WARP_DECAY = 1.6  # the exponent by which finer waves are weaker
_ASPECT_SPREAD = 0.25  # of the logarithm
_SLANT_MEAN = 0.12  # most people lean to the right
_SLANT_SPREAD = 0.26
_ROTATION_SPREAD = 0.08  # radians

# The pen
_RADIUS_PX = 1.25
_ONE_RADIUS_PX = 1.35  # a one has room for a thick pen
_RADIUS_SPREAD = 0.27  # of the logarithm
_RADIUS_RANGE_PX = (0.6, 2.4)
_RADIUS_PER_THINNESS = 0.5  # a thick pen on a narrow digit would fill its loops
_PRESSURE_WAVES = 4
_PRESSURE_SPREAD = 0.08
_EDGE_RANGE_PX = (
    0.75,
    1.45,
)  # from full ink to none: harder and softer than nine tenths of MNIST and than the canvas
_BLOTTED_SHARE = 0.05  # of the images: a pen so thick that it fills corners and small loops, as on the canvas
_BLOT_RANGE_PX = (1.0, 2.5)  # the radius of what is filled

# The canvas is larger than the image because it is cut out around the centre of mass only after drawing.
_MARGIN_PX = 10
_CANVAS_PX = DIGIT_SIDE_PX + 2 * _MARGIN_PX
_WINDOW_PX = 10  # the widest pen, half a segment and the soft edge reach less than 5 px from a segment's middle
_NO_INK_PX = 9.0  # at this distance from the ink a pixel is certainly black

_Floats = NDArray[np.float32]


def generate(
    count: int, seed: int, cancellation: Cancellation | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Generate digits; the same count and seed give the same images.

    Args:
        count: How many, 0 or more; 6,000 take about half a second on an idle core.
        seed: 0 or more; another seed gives other images.
        cancellation: ends it within a tenth of a second.

    Returns:
        Images (count, 28, 28, 1) uint8, ink 255 on 0, and their labels (count,) int64 in 0..9, in random order;
        the counts of any two digits differ by at most one.

    Raises:
        ValueError: If count or seed is negative.
        Cancelled: `cancellation` was requested.
    """
    if count < 0:
        raise ValueError(f"count must be 0 or more, got {count}")
    cancellation = cancellation or Cancellation()
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.arange(count, dtype=np.int64) % 10)
    images = np.empty((count, IMAGE_SIDE_PX, IMAGE_SIDE_PX, 1), np.uint8)
    for start in range(0, count, _CHUNK):
        cancellation.raise_if_cancelled()
        part = slice(start, start + _CHUNK)
        path, is_drawn = _write(labels[part], rng)
        radius = np.where(is_drawn, _choose_radius(path, labels[part], rng), np.float32(-np.inf))
        edge = rng.uniform(*_EDGE_RANGE_PX, len(path)).astype(np.float32)
        ink = _draw(_fit(path, radius, edge), radius, edge)
        _blot(ink, rng)
        images[part, :, :, 0] = _centre(ink)
    return images, labels


_skeletons = cache(load_skeletons)  # not at import: the window imports this module before it shows


def _normal(rng: np.random.Generator, *shape: int) -> _Floats:
    return rng.standard_normal(shape, dtype=np.float32)


def _write(labels: NDArray[np.int64], rng: np.random.Generator) -> tuple[_Floats, NDArray[np.bool_]]:
    """Choose a way of writing for each label and vary it at random.

    Returns:
        Paths (n, samples, 2), x and y in heights of the digit, and (n, samples - 1), whether the pen is down.
    """
    skeletons = _skeletons()
    way = choose_ways(skeletons, labels, rng)
    points = skeletons.points[way]  # (n, points, 2)
    spread = np.where(skeletons.is_end[way], np.float32(_END_SPREAD), np.float32(_POINT_SPREAD))
    points += spread[:, :, None] * _normal(rng, *points.shape)
    path = skeletons.basis[way] @ points  # (n, samples, 2)
    is_drawn = skeletons.is_drawn[way]
    _relax(path, is_drawn, rng)
    _warp(path, rng)
    return _lean(path, skeletons.aspects[way], rng), is_drawn


def _relax(path: _Floats, is_drawn: NDArray[np.bool_], rng: np.random.Generator) -> None:
    """Move every sample between two drawn segments towards the middle of its neighbours, in place."""
    strength = rng.random((len(path), 1), dtype=np.float32) / 2  # a half is the most that stays stable
    strength = np.where(is_drawn[:, :-1] & is_drawn[:, 1:], strength, np.float32(0))[:, :, None]
    for _ in range(_RELAX_PASSES):
        path[:, 1:-1] += strength * ((path[:, :-2] + path[:, 2:]) / 2 - path[:, 1:-1])


def _warp(path: _Floats, rng: np.random.Generator) -> None:
    """Warp the plane smoothly, in place, so that neighbouring strokes move together."""
    wave = np.arange(_WARP_WAVES, dtype=np.float32)
    along_x, along_y = (np.cos(np.pi * wave * (path[:, :, axis, None] + 0.5)) for axis in (0, 1))
    spread = _WARP_SPREAD / (1 + wave[:, None] + wave) ** np.float32(_WARP_DECAY)
    for axis in (0, 1):
        strength = spread * _normal(rng, len(path), _WARP_WAVES, _WARP_WAVES)
        path[:, :, axis] += ((along_x @ strength) * along_y).sum(axis=2)


def _lean(path: _Floats, aspect: _Floats, rng: np.random.Generator) -> _Floats:
    """Apply width, slant and rotation; return the new paths, of the same shape."""
    aspect = aspect * np.exp(_ASPECT_SPREAD * _normal(rng, len(path)))
    slant = _SLANT_MEAN + _SLANT_SPREAD * _normal(rng, len(path))
    angle = _ROTATION_SPREAD * _normal(rng, len(path))
    cos, sin = np.cos(angle), np.sin(angle)
    # Rows multiply from the left: (x, y) @ [[aspect, 0], [-slant, 1]] @ rotation.
    matrix = np.stack([cos * aspect, sin * aspect, -slant * cos - sin, -slant * sin + cos], axis=1)
    leaning: _Floats = path @ matrix.reshape(-1, 2, 2)
    return leaning


def _choose_radius(path: _Floats, labels: NDArray[np.int64], rng: np.random.Generator) -> _Floats:
    """Choose a pen width for every image, and vary it along the path like a changing pressure.

    Returns:
        (n, samples - 1), half the width of the line in px.
    """
    is_one = labels == 1
    median = np.where(is_one, np.float32(_ONE_RADIUS_PX), np.float32(_RADIUS_PX))
    radius = median * np.exp(_RADIUS_SPREAD * _normal(rng, len(path)))
    x, y = np.moveaxis(path - path.mean(axis=1, keepdims=True), 2, 0)
    xx, yy, xy = (x * x).mean(axis=1), (y * y).mean(axis=1), (x * y).mean(axis=1)
    thinness = np.sqrt(np.maximum((xx + yy) / 2 - np.hypot((xx - yy) / 2, xy), 0))  # the minor axis of the samples
    thinness_px = thinness * DIGIT_SIDE_PX / np.ptp(path, axis=1).max(axis=1)
    radius = np.where(is_one, radius, np.minimum(radius, _RADIUS_PER_THINNESS * thinness_px))
    time = np.linspace(0, 1, path.shape[1] - 1, dtype=np.float32)
    waves = np.cos(np.pi * np.arange(1, _PRESSURE_WAVES + 1, dtype=np.float32)[:, None] * time)
    pressure = np.exp(_PRESSURE_SPREAD * _normal(rng, len(path), _PRESSURE_WAVES) @ waves)
    pressed: _Floats = np.clip(radius[:, None] * pressure, *_RADIUS_RANGE_PX)
    return pressed


def _fit(path: _Floats, radius: _Floats, edge: _Floats) -> _Floats:
    """Scale the path so that its ink, pen width included, is 20 px on the longer side, and centre it on the canvas.

    Returns:
        (n, samples, 2) in px of the canvas; the box starts on whole pixels, as the scaled scans of MNIST do.
    """
    lifted = np.full((len(path), 1), -np.inf, np.float32)
    reach = np.maximum(np.hstack([lifted, radius]), np.hstack([radius, lifted]))
    reach = (reach + (edge[:, None] - 1) / 2)[:, :, None]
    length = np.ptp(path, axis=1).max(axis=1)[:, None, None]
    scale = DIGIT_SIDE_PX / length
    for _ in range(3):  # Newton; the pen's width does not scale with the path, so one division is not enough
        first = (path * scale - reach).min(axis=1, keepdims=True)
        box = (path * scale + reach).max(axis=1, keepdims=True) - first
        scale = scale + (DIGIT_SIDE_PX - box.max(axis=2, keepdims=True)) / length
    first = (path * scale - reach).min(axis=1, keepdims=True)
    box = (path * scale + reach).max(axis=1, keepdims=True) - first
    placed: _Floats = path * scale - first + np.rint((_CANVAS_PX - box) / 2)
    return placed


def _draw(path: _Floats, radius: _Floats, edge: _Floats) -> _Floats:
    """Draw the paths: each pixel's ink depends on its distance to the nearest segment.

    The loop is over segments, not over images: all images are updated in one indexed step for each segment, and only
    in a small window around it, which is 16 times less work than the whole canvas.

    Returns:
        (n, 40, 40) float32, 0..1.
    """
    count = len(path)
    distance = np.full(count * _CANVAS_PX**2, _NO_INK_PX, np.float32)
    window = np.arange(_WINDOW_PX)
    offsets = (window[:, None] * _CANVAS_PX + window).ravel()
    firsts = np.arange(count) * _CANVAS_PX**2
    for segment in range(path.shape[1] - 1):
        start, stop = path[:, segment], path[:, segment + 1]  # (n, 2)
        corner = np.rint((start + stop - _WINDOW_PX) / 2).clip(0, _CANVAS_PX - _WINDOW_PX)
        x, y = ((corner - start)[:, :, None] + window.astype(np.float32) + np.float32(0.5)).swapaxes(0, 1)
        along = stop - start
        step = along / np.maximum((along * along).sum(axis=1), np.float32(1e-6))[:, None]
        # Where on the segment, 0..1, each pixel of the window (n, rows, columns) is nearest to.
        nearest = np.clip((x * step[:, :1])[:, None, :] + (y * step[:, 1:])[:, :, None], 0, 1)
        dx = x[:, None, :] - nearest * along[:, 0, None, None]
        dy = y[:, :, None] - nearest * along[:, 1, None, None]
        new = np.sqrt(dx * dx + dy * dy) - radius[:, segment, None, None]
        corners = corner.astype(np.int64) @ np.array([1, _CANVAS_PX])
        pixels = (firsts + corners)[:, None] + offsets
        distance[pixels] = np.minimum(distance[pixels], new.reshape(count, -1))
    ink: _Floats = np.clip(0.5 - distance.reshape(count, _CANVAS_PX, _CANVAS_PX) / edge[:, None, None], 0, 1)
    return ink


def _blot(ink: _Floats, rng: np.random.Generator) -> None:
    """Fill the corners and loops of some images that a thicker pen would have filled, in place: a closing by a disc."""
    blotted = np.flatnonzero(rng.random(len(ink)) < _BLOTTED_SHARE)
    radius = rng.uniform(*_BLOT_RANGE_PX, len(blotted))
    for index, radius_px in zip(blotted, radius, strict=True):
        disc = _disc(float(radius_px))
        wide = np.maximum.reduce([np.roll(ink[index], place, (0, 1)) for place in disc])
        ink[index] = np.minimum.reduce([np.roll(wide, place, (0, 1)) for place in disc])


def _disc(radius_px: float) -> list[tuple[int, int]]:
    reach = range(-int(radius_px), int(radius_px) + 1)
    return [(row, column) for row in reach for column in reach if row * row + column * column <= radius_px**2]


def _centre(ink: _Floats) -> NDArray[np.uint8]:
    """Crop the image so that the centre of mass is, as in MNIST, within half a pixel of pixel (14, 14).

    Returns:
        (n, 28, 28) uint8, 0..255.
    """
    mass = ink.sum(axis=(1, 2))
    rows, columns = (_first_pixel(ink.sum(axis=other), mass) for other in (2, 1))
    cut = sliding_window_view(ink, (IMAGE_SIDE_PX, IMAGE_SIDE_PX), axis=(1, 2))[np.arange(len(ink)), rows, columns]
    image: NDArray[np.uint8] = np.rint(cut * 255).astype(np.uint8)
    return image


def _first_pixel(profile: _Floats, mass: _Floats) -> NDArray[np.int64]:
    """Return where to crop along one axis, (n,), from the sum of the ink on each of its lines, (n, 40)."""
    centre = profile @ np.arange(_CANVAS_PX, dtype=np.float32) / mass
    return np.rint(centre - IMAGE_SIDE_PX / 2).astype(np.int64).clip(0, _CANVAS_PX - IMAGE_SIDE_PX)
