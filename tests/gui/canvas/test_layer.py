from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QSize

from gui.canvas.content import CanvasContent
from gui.canvas.layer import CanvasLayer
from gui.canvas.stroke import GrowingStroke, PenPoint, Stroke

SIDE = QSize(280, 280)


def spiral(width: float = 0.08, points: int = 60, is_eraser: bool = False) -> Stroke:
    turns = [0.25 * i for i in range(points)]
    places = [(0.006 * i * math.cos(a), 0.006 * i * math.sin(a)) for i, a in enumerate(turns)]
    return Stroke(tuple(PenPoint(x, y, width) for x, y in places), is_eraser)


def rendered(content: CanvasContent, size: QSize = SIDE, *, is_exact: bool = True) -> CanvasLayer:
    layer = CanvasLayer(size, is_exact=is_exact)
    layer.render(content)
    return layer


def test_a_stroke_that_grew_has_the_same_pixels_as_one_that_is_drawn_again() -> None:
    stroke = spiral()
    layer = CanvasLayer(SIDE)
    growing = GrowingStroke(stroke.points[0], is_eraser=False)
    for point in stroke.points[1:]:
        piece = growing.add(point)
        assert piece is not None
        layer.add_piece(piece, is_eraser=False)
    for piece in growing.finish()[1]:
        layer.add_piece(piece, is_eraser=False)
    assert np.array_equal(layer.grey(), rendered(CanvasContent(strokes=(stroke,))).grey())


def test_drawing_slowly_over_the_same_place_does_not_harden_the_edges() -> None:
    once, often = CanvasLayer(SIDE), CanvasLayer(SIDE)
    once.add_stroke(spiral())
    for _ in range(5):
        often.add_stroke(spiral())
    assert np.array_equal(once.grey(), often.grey())
    assert ((once.grey() > 20) & (once.grey() < 235)).sum() > 500  # there are soft edges


def test_the_fast_way_for_the_screen_looks_like_the_exact_one() -> None:
    content = CanvasContent(strokes=(spiral(), spiral(0.03, is_eraser=True)))
    exact = rendered(content).grey().astype(int)
    fast = rendered(content, is_exact=False).grey().astype(int)
    assert np.abs(exact - fast).mean() < 2
    assert np.mean((exact > 127) != (fast > 127)) < 0.01


def test_a_stroke_has_its_width_and_place_at_every_size() -> None:
    line = Stroke((PenPoint(-0.25, 0, 0.1), PenPoint(0.25, 0, 0.1)))
    for side in (100, 280, 1000):
        ink = rendered(CanvasContent(strokes=(line,)), QSize(side, side)).grey() / 255
        assert math.isclose(ink[:, side // 2].sum(), 0.1 * side, rel_tol=0.02)
        assert math.isclose(
            ink[side // 2].sum(), 0.6 * side, rel_tol=0.02
        )  # round ends reach half a width further


def test_an_eraser_takes_ink_and_backdrop_away() -> None:
    white = np.full((28, 28), 255, np.uint8)
    dot = Stroke((PenPoint(0, 0, 0.2),), is_eraser=True)
    grey = rendered(CanvasContent(white, (spiral(), dot))).grey()
    assert grey[140, 140] == 0
    assert grey[0, 0] == 255


def test_a_sample_fills_whole_blocks_of_pixels_exactly() -> None:
    sample = np.random.default_rng(0).integers(0, 256, (28, 28), np.uint8)
    grey = rendered(CanvasContent(sample)).grey()
    assert np.array_equal(grey, np.kron(sample, np.ones((10, 10), np.uint8)))


def test_an_oblong_sample_fills_whole_blocks_too() -> None:
    sample = np.random.default_rng(0).integers(0, 256, (24, 64), np.uint8)
    grey = rendered(CanvasContent(sample), QSize(320, 120)).grey()
    assert np.array_equal(grey, np.kron(sample, np.ones((5, 5), np.uint8)))


def test_a_large_picture_is_averaged_into_the_middle_with_its_aspect_kept() -> None:
    stripes = np.zeros((560, 1120), np.uint8)
    stripes[:, ::2] = 255
    grey = rendered(CanvasContent(stripes)).grey()
    assert not grey[:69].any()
    assert not grey[211:].any()
    assert np.abs(grey[75:205, 5:-5].astype(int) - 127).max() < 12


def test_ink_that_leaves_the_canvas_is_no_error() -> None:
    layer = CanvasLayer(SIDE)
    layer.add_stroke(Stroke((PenPoint(-3, -3, 0.1), PenPoint(-2, -3, 0.1), PenPoint(0.4, 0.4, 0.1))))
    assert layer.grey().any()
