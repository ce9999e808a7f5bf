"""What the benchmark measures is what people see: its drawings are those of mouse events on the canvas."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.canvas.canvas import DrawingCanvas
from gui.window import mouse
from tests.drawings.digits import DIGITS
from tests.drawings.hand import rendered, strokes
from tests.drawings.shapes import SHAPES


@pytest.mark.parametrize("brush_px", [1.0, 4.0])
def test_a_rendered_drawing_is_that_of_the_mouse(qtbot: QtBot, brush_px: float) -> None:
    canvas = DrawingCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(280, 280)
    canvas.set_brush_px(brush_px)
    mouse.draw(canvas, strokes(DIGITS[5][0], seed=1))
    difference = np.abs(canvas.document.pixels().astype(int) - rendered(DIGITS[5][0], 1, brush_px))
    assert difference.mean() < 0.5  # Qt rounds the places of the mouse


def test_there_are_eight_ways_of_each_digit_and_at_least_two_hundred_strokes() -> None:
    assert all(len(DIGITS[digit]) == 8 for digit in range(10))
    ways = [*(way for ways in DIGITS.values() for way in ways), *SHAPES.values()]
    assert sum(len(strokes(way, None)) for way in ways) >= 200


def test_the_jitter_depends_on_the_seed_only_and_stays_on_the_canvas() -> None:
    way = SHAPES["smiley"]
    assert strokes(way, 3) == strokes(way, 3) != strokes(way, 4)
    places = [place for seed in range(20) for stroke in strokes(way, seed) for place in stroke]
    assert min(map(min, places)) >= 0
    assert max(map(max, places)) <= 1
