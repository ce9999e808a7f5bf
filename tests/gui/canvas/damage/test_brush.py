"""Blocks and pixels that one puts on the canvas, with the mouse and with the keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QToolButton
from pytestqt.qtbot import QtBot

from tests.gui.canvas.damage.damage_gear import LEFT, Desk, bar, drag
from tests.gui.pen_strokes import curved_three, draw


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.show()
    desk.activateWindow()
    qtbot.waitExposed(desk)
    desk.canvas.show_sample(bar())
    return desk


def place(desk: Desk, row: float, column: float) -> QPoint:
    """Return where the middle of a pixel of the model's image is on the canvas."""
    area, step = desk.canvas.pen_area(), desk.canvas.key_step_px()
    return QPointF(area.left() + (column + 0.5) * step, area.top() + (row + 0.5) * step).toPoint()


def choose(desk: Desk, name: str) -> None:
    chip = desk.panel.findChild(QToolButton, f"{name}BrushButton")
    assert chip is not None
    QTest.mouseClick(chip, LEFT)


def changed(desk: Desk, before: np.ndarray) -> set[tuple[int, int]]:
    rows, columns = np.nonzero(desk.seen() != before)
    return set(zip(rows.tolist(), columns.tolist(), strict=True))


def test_a_click_puts_a_stuck_pixel_exactly_there_as_one_step(desk: Desk) -> None:
    before, steps = desk.seen(), desk.steps
    choose(desk, "stuck")
    QTest.mouseClick(desk.canvas, LEFT, pos=place(desk, 3, 20))
    assert changed(desk, before) == {(3, 20)}
    assert desk.seen()[3, 20] == 255
    assert desk.steps == steps + 1
    desk.undo()
    assert not changed(desk, before)


def test_a_fast_drag_of_dead_pixels_leaves_no_gaps_and_is_one_step(desk: Desk) -> None:
    before, steps = desk.seen(), desk.steps
    choose(desk, "dead")
    QTest.mousePress(desk.canvas, LEFT, pos=place(desk, 6, 13))
    QTest.mouseMove(desk.canvas, place(desk, 20, 13))
    assert desk.steps == steps
    QTest.mouseRelease(desk.canvas, LEFT, pos=place(desk, 20, 13))
    assert changed(desk, before) == {(row, 13) for row in range(6, 21)}
    assert not desk.seen()[6:21, 13].any()
    assert desk.steps == steps + 1


def test_a_block_follows_the_mouse_and_stays_where_it_is_let_go(desk: Desk) -> None:
    steps = desk.steps
    choose(desk, "block")
    QTest.mousePress(desk.canvas, LEFT, pos=place(desk, 6, 14))
    assert not desk.seen()[4:9, 11:17].any()
    QTest.mouseMove(desk.canvas, place(desk, 15.5, 13.5))
    QTest.mouseRelease(desk.canvas, LEFT, pos=place(desk, 15.5, 13.5))  # where four pixels meet
    expected = bar()[:, :, 0].copy()
    expected[12:20, 10:18] = 0
    assert (desk.seen() == expected).all()
    assert desk.steps == steps + 1
    assert desk.canvas.tools.undo.text() == "Undo block"


def test_a_block_at_the_edge_stays_whole_and_inside(desk: Desk) -> None:
    choose(desk, "block")
    assert desk.canvas.damage_brush.corner(0, 0) == (0, 0)
    assert desk.canvas.damage_brush.corner(28, 27.9) == (20, 20)


def test_the_blocks_size_follows_its_slider_and_the_brackets(desk: Desk) -> None:
    slider = desk.panel.findChild(QSlider, "blockSideSlider")
    assert slider is not None
    choose(desk, "block")
    drag(slider, 10)
    side = desk.canvas.damage_brush.block_px
    assert side == slider.value() > 8
    desk.canvas.setFocus()
    QTest.keyClick(desk.canvas, Qt.Key.Key_BracketRight)
    assert slider.value() == side + 1
    before = desk.seen()
    QTest.mouseClick(desk.canvas, LEFT, pos=place(desk, 14, 14))
    rows = {row for row, _ in changed(desk, before)}
    assert len(rows) == side + 1
    QTest.mouseDClick(slider, LEFT, pos=slider.rect().center())
    assert desk.canvas.damage_brush.block_px == 8


def test_the_keyboard_puts_damage_at_its_cross(desk: Desk) -> None:
    before, steps = desk.seen(), desk.steps
    desk.canvas.setFocus()
    QTest.keyClick(desk.canvas, Qt.Key.Key_S)
    assert desk.canvas.damage_brush.kind == "stuck"
    for _ in range(5):
        QTest.keyClick(desk.canvas, Qt.Key.Key_Up)
    QTest.keyClick(desk.canvas, Qt.Key.Key_Space)
    QTest.keyClick(desk.canvas, Qt.Key.Key_Space)
    assert len(changed(desk, before)) == 1
    assert desk.steps == steps + 1


def test_escape_takes_back_what_is_being_placed(desk: Desk) -> None:
    before, steps = desk.seen(), desk.steps
    desk.canvas.setFocus()
    QTest.keyClick(desk.canvas, Qt.Key.Key_O)
    QTest.keyClick(desk.canvas, Qt.Key.Key_Space)
    assert changed(desk, before)
    QTest.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert not changed(desk, before)
    assert desk.steps == steps


def test_over_a_drawing_one_points_at_what_the_model_sees(desk: Desk) -> None:
    canvas = desk.canvas
    canvas.clear()
    draw(canvas, curved_three(canvas))
    drawing, seen, steps = canvas.document.settled, desk.seen(), desk.steps
    choose(desk, "block")
    assert canvas.document.is_prepared
    assert not changed(desk, seen)
    assert desk.steps == steps
    QTest.mouseClick(canvas, LEFT, pos=place(desk, 14, 14))
    assert changed(desk, seen)
    desk.undo()
    assert canvas.document.settled is drawing
    assert canvas.document.is_prepared  # the brush is still chosen
    assert not changed(desk, seen)
    choose(desk, "ink")
    assert canvas.document.content is drawing
    assert desk.drawings[-1].is_centred


def test_choosing_a_brush_and_leaving_it_is_no_step(desk: Desk) -> None:
    canvas = desk.canvas
    canvas.clear()
    draw(canvas, curved_three(canvas))
    steps, content = desk.steps, canvas.document.content
    choose(desk, "dead")
    drag(desk.slider("blur"), 20, -20)
    choose(desk, "ink")
    assert desk.steps == steps
    assert canvas.document.content is content


def test_a_slider_taken_to_nothing_while_a_brush_is_chosen_gives_the_drawing_back(desk: Desk) -> None:
    canvas = desk.canvas
    canvas.clear()
    draw(canvas, curved_three(canvas))
    drawing = canvas.document.settled
    drag(desk.slider("noise"), 20)
    choose(desk, "stuck")
    drag(desk.slider("noise"), -60)
    assert canvas.document.settled is drawing
    assert canvas.damage_model.strength("noise") == 0


def test_marks_and_faults_go_on_top_of_each_other(desk: Desk) -> None:
    choose(desk, "stuck")
    QTest.mouseClick(desk.canvas, LEFT, pos=place(desk, 2, 2))
    drag(desk.slider("low_light"), 40)
    kept = 1 - desk.canvas.damage_model.strength("low_light")
    assert desk.seen()[2, 2] == pytest.approx(255 * kept, abs=1)
    QTest.mouseClick(desk.canvas, LEFT, pos=place(desk, 2, 5))
    assert desk.seen()[2, 5] == 255


def test_an_empty_canvas_puts_the_brush_back_to_ink(desk: Desk) -> None:
    choose(desk, "block")
    desk.canvas.clear()
    assert desk.canvas.tools.brush.isChecked()
    assert desk.canvas.damage_brush.kind is None
    draw(desk.canvas, curved_three(desk.canvas))
    assert desk.drawings[-1].pixels.max() == 255


def test_closing_the_damage_tools_puts_the_brush_back_to_ink(desk: Desk) -> None:
    tools = desk.canvas.tools
    tools.damage.trigger()
    choose(desk, "dead")
    tools.damage.trigger()
    assert tools.brush.isChecked()


def test_the_square_outline_shows_what_will_be_hit(desk: Desk) -> None:
    canvas = desk.canvas
    QTest.mouseMove(canvas, place(desk, 14, 4))
    round_one = canvas.grab().toImage()
    desk.canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_O)
    assert canvas.grab().toImage() != round_one
