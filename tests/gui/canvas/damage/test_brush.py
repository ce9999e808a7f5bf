"""Blocks and pixels that are drawn on the canvas, with the mouse and with the keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QToolButton

from tests.gui.canvas.damage.damage_window import LEFT, DamageWindow, bar, drag
from tests.gui.pen_strokes import curved_three, draw


def place(sampled: DamageWindow, row: float, column: float) -> QPoint:
    """Return where the middle of a pixel of the model's image is on the canvas."""
    area, step = sampled.canvas.pen_area(), sampled.canvas.key_step_px()
    return QPointF(area.left() + (column + 0.5) * step, area.top() + (row + 0.5) * step).toPoint()


def choose(sampled: DamageWindow, name: str) -> None:
    chip = sampled.panel.findChild(QToolButton, f"{name}BrushButton")
    assert chip is not None
    QTest.mouseClick(chip, LEFT)


def changed(sampled: DamageWindow, before: np.ndarray) -> set[tuple[int, int]]:
    rows, columns = np.nonzero(sampled.seen() != before)
    return set(zip(rows.tolist(), columns.tolist(), strict=True))


def test_a_click_puts_a_stuck_pixel_exactly_there_as_one_step(sampled: DamageWindow) -> None:
    before, steps = sampled.seen(), sampled.steps
    choose(sampled, "stuck")
    QTest.mouseClick(sampled.canvas, LEFT, pos=place(sampled, 3, 20))
    assert changed(sampled, before) == {(3, 20)}
    assert sampled.seen()[3, 20] == 255
    assert sampled.steps == steps + 1
    sampled.undo()
    assert not changed(sampled, before)


def test_a_fast_drag_of_dead_pixels_leaves_no_gaps_and_is_one_step(sampled: DamageWindow) -> None:
    before, steps = sampled.seen(), sampled.steps
    choose(sampled, "dead")
    QTest.mousePress(sampled.canvas, LEFT, pos=place(sampled, 6, 13))
    QTest.mouseMove(sampled.canvas, place(sampled, 20, 13))
    assert sampled.steps == steps
    QTest.mouseRelease(sampled.canvas, LEFT, pos=place(sampled, 20, 13))
    assert changed(sampled, before) == {(row, 13) for row in range(6, 21)}
    assert not sampled.seen()[6:21, 13].any()
    assert sampled.steps == steps + 1


def test_a_block_follows_the_mouse_and_stays_where_it_is_let_go(sampled: DamageWindow) -> None:
    steps = sampled.steps
    choose(sampled, "block")
    QTest.mousePress(sampled.canvas, LEFT, pos=place(sampled, 6, 14))
    assert not sampled.seen()[4:9, 11:17].any()
    QTest.mouseMove(sampled.canvas, place(sampled, 15.5, 13.5))
    QTest.mouseRelease(sampled.canvas, LEFT, pos=place(sampled, 15.5, 13.5))  # where four pixels meet
    expected = bar()[:, :, 0].copy()
    expected[12:20, 10:18] = 0
    assert (sampled.seen() == expected).all()
    assert sampled.steps == steps + 1
    assert sampled.canvas.tools.undo.text() == "Undo block"


def test_a_block_at_the_edge_stays_whole_and_inside(sampled: DamageWindow) -> None:
    choose(sampled, "block")
    assert sampled.canvas.damage_brush.corner(0, 0) == (0, 0)
    assert sampled.canvas.damage_brush.corner(28, 27.9) == (20, 20)


def test_the_blocks_size_follows_its_slider_and_the_brackets(sampled: DamageWindow) -> None:
    slider = sampled.panel.findChild(QSlider, "blockSideSlider")
    assert slider is not None
    choose(sampled, "block")
    drag(slider, 10)
    side = sampled.canvas.damage_brush.block_px
    assert side == slider.value() > 8
    sampled.canvas.setFocus()
    QTest.keyClick(sampled.canvas, Qt.Key.Key_BracketRight)
    assert slider.value() == side + 1
    before = sampled.seen()
    QTest.mouseClick(sampled.canvas, LEFT, pos=place(sampled, 14, 14))
    rows = {row for row, _ in changed(sampled, before)}
    assert len(rows) == side + 1
    QTest.mouseDClick(slider, LEFT, pos=slider.rect().center())
    assert sampled.canvas.damage_brush.block_px == 8


def test_the_keyboard_puts_damage_at_its_cross(sampled: DamageWindow) -> None:
    before, steps = sampled.seen(), sampled.steps
    sampled.canvas.setFocus()
    QTest.keyClick(sampled.canvas, Qt.Key.Key_S)
    assert sampled.canvas.damage_brush.kind == "stuck"
    for _ in range(5):
        QTest.keyClick(sampled.canvas, Qt.Key.Key_Up)
    QTest.keyClick(sampled.canvas, Qt.Key.Key_Space)
    QTest.keyClick(sampled.canvas, Qt.Key.Key_Space)
    assert len(changed(sampled, before)) == 1
    assert sampled.steps == steps + 1


def test_escape_takes_back_what_is_being_placed(sampled: DamageWindow) -> None:
    before, steps = sampled.seen(), sampled.steps
    sampled.canvas.setFocus()
    QTest.keyClick(sampled.canvas, Qt.Key.Key_O)
    QTest.keyClick(sampled.canvas, Qt.Key.Key_Space)
    assert changed(sampled, before)
    QTest.keyClick(sampled.canvas, Qt.Key.Key_Escape)
    assert not changed(sampled, before)
    assert sampled.steps == steps


def test_over_a_drawing_one_points_at_what_the_model_sees(sampled: DamageWindow) -> None:
    canvas = sampled.canvas
    canvas.clear()
    draw(canvas, curved_three(canvas))
    drawing, seen, steps = canvas.document.settled, sampled.seen(), sampled.steps
    choose(sampled, "block")
    assert canvas.document.is_prepared
    assert not changed(sampled, seen)
    assert sampled.steps == steps
    QTest.mouseClick(canvas, LEFT, pos=place(sampled, 14, 14))
    assert changed(sampled, seen)
    sampled.undo()
    assert canvas.document.settled is drawing
    assert canvas.document.is_prepared  # the brush is still chosen
    assert not changed(sampled, seen)
    choose(sampled, "ink")
    assert canvas.document.content is drawing
    assert sampled.drawings[-1].is_centred


def test_choosing_a_brush_and_leaving_it_is_no_step(sampled: DamageWindow) -> None:
    canvas = sampled.canvas
    canvas.clear()
    draw(canvas, curved_three(canvas))
    steps, content = sampled.steps, canvas.document.content
    choose(sampled, "dead")
    drag(sampled.slider("blur"), 20, -20)
    choose(sampled, "ink")
    assert sampled.steps == steps
    assert canvas.document.content is content


def test_a_slider_taken_to_nothing_while_a_brush_is_chosen_gives_the_drawing_back(sampled: DamageWindow) -> None:
    canvas = sampled.canvas
    canvas.clear()
    draw(canvas, curved_three(canvas))
    drawing = canvas.document.settled
    drag(sampled.slider("noise"), 20)
    choose(sampled, "stuck")
    drag(sampled.slider("noise"), -60)
    assert canvas.document.settled is drawing
    assert canvas.damage_model.strength("noise") == 0


def test_marks_and_faults_go_on_top_of_each_other(sampled: DamageWindow) -> None:
    choose(sampled, "stuck")
    QTest.mouseClick(sampled.canvas, LEFT, pos=place(sampled, 2, 2))
    drag(sampled.slider("low_light"), 40)
    kept = 1 - sampled.canvas.damage_model.strength("low_light")
    assert sampled.seen()[2, 2] == pytest.approx(255 * kept, abs=1)
    QTest.mouseClick(sampled.canvas, LEFT, pos=place(sampled, 2, 5))
    assert sampled.seen()[2, 5] == 255


def test_an_empty_canvas_puts_the_brush_back_to_ink(sampled: DamageWindow) -> None:
    choose(sampled, "block")
    sampled.canvas.clear()
    assert sampled.canvas.tools.brush.isChecked()
    assert sampled.canvas.damage_brush.kind is None
    draw(sampled.canvas, curved_three(sampled.canvas))
    assert sampled.drawings[-1].pixels.max() == 255


def test_closing_the_damage_tools_puts_the_brush_back_to_ink(sampled: DamageWindow) -> None:
    tools = sampled.canvas.tools
    tools.damage.trigger()
    choose(sampled, "dead")
    tools.damage.trigger()
    assert tools.brush.isChecked()


def test_the_square_outline_shows_what_will_be_hit(sampled: DamageWindow) -> None:
    canvas = sampled.canvas
    QTest.mouseMove(canvas, place(sampled, 14, 4))
    round_one = canvas.grab().toImage()
    sampled.canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_O)
    assert canvas.grab().toImage() != round_one
