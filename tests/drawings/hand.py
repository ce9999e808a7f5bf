"""The hand that draws `tests.drawings`: from the notation to strokes for `gui.window.mouse.draw`, never twice the same.

A person puts a digit anywhere, in any size, a little leaning, with a tremor: `strokes` varies all of that by a seed.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize

from gui.canvas.layer import CanvasLayer
from gui.canvas.stroke import GrowingStroke, PenPoint

Point = tuple[float, float]
Floats = NDArray[np.float64]

_STEP = 0.02  # of the canvas, between two moves of the mouse


def strokes(way: str, seed: int | None) -> list[list[Point]]:
    """Return the strokes of a way of drawing, x and y from 0 to 1 across the canvas.

    Args:
        way: in the notation of `tests.drawings.digits`.
        seed: of the jitter; None draws it exactly as it is written.
    """
    paths = [_polyline(part) for part in way.split("|")]
    if seed is not None:
        paths = _jittered(paths, np.random.default_rng(seed))
    return [[(float(x), float(y)) for x, y in path] for path in paths]


def _polyline(part: str) -> Floats:
    """Return a stroke as points that are `_STEP` apart, (n, 2)."""
    knots: list[Floats] = []
    smooth: list[Floats] = []
    for token in part.split():
        if token.startswith("@"):
            x, y, a, b, begin, end = (float(value) for value in token[1:].split(","))
            angles = np.radians(np.linspace(begin, end, max(8, int(abs(end - begin) / 6))))
            points = np.stack([x + a * np.cos(angles), y + b * np.sin(angles)], axis=1) / 100
            knots, smooth = [*_with_curve(knots, smooth), *points], []
        elif token.startswith("~"):
            smooth.append(_point(token[1:]))
        else:
            knots, smooth = [*_with_curve(knots, smooth), _point(token)], []
    return _resampled(np.array(_with_curve(knots, smooth)))


def _point(token: str) -> Floats:
    return np.array([float(value) for value in token.split(",")]) / 100


def _with_curve(knots: list[Floats], smooth: list[Floats]) -> list[Floats]:
    """Return the knots, continued by a Catmull-Rom curve from the last of them through the smooth points."""
    if not smooth:
        return knots
    through = np.array([knots[-1], *smooth])
    padded = np.array([2 * through[0] - through[1], *through, 2 * through[-1] - through[-2]])
    curve = []
    for index in range(len(through) - 1):
        p0, p1, p2, p3 = padded[index : index + 4]
        for t in np.linspace(0, 1, 9)[1:]:
            cubic = (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
            curve.append((2 * p1 + (p2 - p0) * t + cubic) / 2)
    return [*knots, *curve]


def _resampled(points: Floats) -> Floats:
    lengths = np.r_[0, np.cumsum(np.hypot(*np.diff(points, axis=0).T))]
    if lengths[-1] == 0:
        return points
    # The corners stay in, because a hand stops at them.
    places = np.union1d(np.arange(0, lengths[-1], _STEP), lengths)
    return np.stack([np.interp(places, lengths, points[:, axis]) for axis in (0, 1)], axis=1)


def _jittered(paths: list[Floats], rng: np.random.Generator) -> list[Floats]:
    size = rng.uniform(0.85, 1.15)
    aspect = math.exp(rng.normal(0, 0.08))
    slant, angle = rng.normal(0.04, 0.09), rng.normal(0, 0.05)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    matrix = np.array([[size * aspect, 0], [-size * slant, size]]) @ turn
    shift = rng.uniform(-0.05, 0.05, 2)
    moved = []
    for path in paths:
        tremor = rng.normal(0, 0.006, path.shape)  # of the hand, smoothed over a few moves
        for _ in range(2):
            tremor[1:-1] = (tremor[:-2] + tremor[1:-1] + tremor[2:]) / 3
        stroke_shift = rng.normal(0, 0.008, 2)
        moved.append(np.clip((path - 0.5) @ matrix + 0.5 + shift + tremor + stroke_shift, 0.03, 0.97))
    return moved


def rendered(way: str, seed: int | None, brush_px: float) -> NDArray[np.uint8]:
    """Return the pixels that the canvas makes of a drawing, (280, 280) uint8, 255 on 0.

    Args:
        way: in the notation of `tests.drawings.digits`.
        seed: of the jitter; None draws it exactly as it is written.
        brush_px: the brush's width, in px of an image of 28.
    """
    layer = CanvasLayer(QSize(280, 280))
    for stroke in strokes(way, seed):
        growing = GrowingStroke(PenPoint(*_centred(stroke[0]), brush_px / 28), is_eraser=False)
        for place in stroke[1:]:
            growing.add(PenPoint(*_centred(place), brush_px / 28))
        layer.add_stroke(growing.finish()[0])
    return layer.grey()


def _centred(place: Point) -> Point:
    return place[0] - 0.5, place[1] - 0.5
