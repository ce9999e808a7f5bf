"""Damage in the history: previews, steps, undo, and one fault on top of another."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from engine.images.damage import damage
from tests.gui.canvas.damage.damage_gear import LEFT, Desk, bar, drag, grip, let_go
from tests.gui.pen_strokes import curved_three, draw


def button(desk: Desk, name: str) -> QToolButton:
    found = desk.panel.findChild(QToolButton, name)
    assert found is not None
    return found


def test_the_verdict_can_follow_while_the_handle_moves_and_the_history_waits(sampled: Desk) -> None:
    slider, steps = sampled.slider("low_light"), sampled.steps
    sent = len(sampled.drawings)
    grip(slider, 5, 15, 25)
    brightest = [int(drawing.pixels.max()) for drawing in sampled.drawings[sent:]]
    assert len(brightest) >= 3
    assert brightest == sorted(brightest, reverse=True)
    assert brightest[0] > brightest[-1]
    assert sampled.steps == steps
    let_go(slider)
    assert sampled.steps == steps + 1
    assert sampled.canvas.tools.undo.text() == "Undo low light"
    assert sampled.seen().max() == brightest[-1]


def test_a_preview_starts_from_the_undamaged_picture_so_nothing_piles_up(sampled: Desk) -> None:
    grip(sampled.slider("blur"), 40, 30, 20, 10)
    strength = sampled.canvas.damage_model.strength("blur")
    assert (sampled.seen() == damage(bar()[None], "blur", strength, 0)[0, :, :, 0]).all()


def test_a_handle_that_comes_back_leaves_no_step(sampled: Desk) -> None:
    steps, before = sampled.steps, sampled.canvas.document.settled
    drag(sampled.slider("noise"), 30, -20)
    assert sampled.steps == steps
    assert sampled.canvas.document.content is before


def test_a_handle_that_comes_back_to_the_strength_it_had_leaves_no_step(sampled: Desk) -> None:
    slider = sampled.slider("noise")
    drag(slider, 30)
    value, steps = slider.value(), sampled.steps
    grip(slider, 20, 0)
    assert slider.value() == value
    let_go(slider)
    assert sampled.steps == steps


def test_a_strength_between_two_steps_of_the_slider_is_not_rounded_by_showing_it(sampled: Desk) -> None:
    sampled.canvas.damage_model.change("blur", 1.234)
    assert sampled.canvas.damage_model.strength("blur") == 1.234
    assert sampled.slider("blur").value() == 12


def test_a_preview_does_not_outlive_the_shape_it_was_made_for(sampled: Desk) -> None:
    content = sampled.canvas.document.settled
    grip(sampled.slider("low_light"), 30)
    assert sampled.canvas.document.content is not content
    sampled.canvas.set_image_shape((32, 32, 1))
    assert sampled.canvas.document.content is content


def test_damage_starts_from_the_drawing_as_it_is_prepared_now(desk: Desk) -> None:
    corner = desk.canvas.pen_area().topLeft().toPoint()
    draw(desk.canvas, [corner + QPoint(30, y) for y in range(30, 90, 5)])
    centred = desk.seen()
    drag(desk.slider("blur"), 30, 0)
    desk.canvas.tools.centre.trigger()
    placed = desk.seen()
    assert (placed != centred).any()
    drag(desk.slider("low_light"), 30)
    strength = desk.canvas.damage_model.strength("low_light")
    expected = damage(placed[None, :, :, None].astype(np.uint8), "low_light", strength, 0)[0, :, :, 0]
    assert (desk.seen() == expected).all()


def test_undo_gives_the_drawing_back_strokes_and_all(desk: Desk) -> None:
    draw(desk.canvas, curved_three(desk.canvas))
    drawn, content = desk.drawings[-1], desk.canvas.document.content
    as_seen = desk.seen()
    drag(desk.slider("dead_rows"), 20)
    assert desk.canvas.document.is_prepared
    assert not desk.canvas.tools.centre.isEnabled()
    assert "already as the model sees it" in desk.canvas.tools.centre.toolTip()
    strength = desk.canvas.damage_model.strength("dead_rows")
    expected = damage(as_seen[None, :, :, None].astype(np.uint8), "dead_rows", strength, 0)[0, :, :, 0]
    assert (desk.seen() == expected).all()
    desk.undo()
    assert desk.canvas.document.content is content
    assert desk.canvas.tools.centre.isEnabled()
    assert desk.drawings[-1].is_centred
    assert (desk.drawings[-1].pixels == drawn.pixels).all()
    assert desk.slider("dead_rows").value() == 0


def test_redo_brings_the_damage_back_and_the_slider_shows_it(sampled: Desk) -> None:
    slider = sampled.slider("shift")
    drag(slider, 25)
    value, seen = slider.value(), sampled.seen()
    sampled.undo()
    assert (sampled.seen() == bar()[:, :, 0]).all()
    assert slider.value() == 0
    sampled.canvas.tools.redo.trigger()
    assert slider.value() == value
    assert (sampled.seen() == seen).all()


def test_a_second_fault_comes_on_top_and_each_is_a_step(sampled: Desk) -> None:
    steps = sampled.steps
    drag(sampled.slider("blur"), 20)
    drag(sampled.slider("over_exposure"), 15)
    assert sampled.steps == steps + 2
    image = bar()[None]
    for name in ("blur", "over_exposure"):
        image = damage(image, name, sampled.canvas.damage_model.strength(name), 0)
    assert (sampled.seen() == image[0, :, :, 0]).all()


def test_a_slider_that_is_taken_up_again_changes_its_own_fault_in_its_place(sampled: Desk) -> None:
    drag(sampled.slider("blur"), 30)
    drag(sampled.slider("over_exposure"), 15)
    drag(sampled.slider("blur"), -20)
    damage_model = sampled.canvas.damage_model
    image = bar()[None]
    for name in ("blur", "over_exposure"):
        image = damage(image, name, damage_model.strength(name), 0)
    assert (sampled.seen() == image[0, :, :, 0]).all()
    drag(sampled.slider("blur"), -60)
    assert damage_model.strength("blur") == 0
    only = damage(bar()[None], "over_exposure", damage_model.strength("over_exposure"), 0)
    assert (sampled.seen() == only[0, :, :, 0]).all()


def test_ink_over_damage_is_damaged_by_what_comes_later(sampled: Desk) -> None:
    canvas = sampled.canvas
    drag(sampled.slider("stuck_pixels"), 20)
    centre = canvas.pen_area().center().toPoint()
    draw(canvas, [centre, centre.__class__(centre.x() + 60, centre.y())])
    ink = int(sampled.seen()[13:15, 20].max())
    assert ink > 200
    drag(sampled.slider("low_light"), 40)
    kept = 1 - canvas.damage_model.strength("low_light")
    assert sampled.seen().max() == pytest.approx(255 * kept, abs=1)
    assert sampled.seen()[13:15, 20].max() == pytest.approx(ink * kept, abs=1)
    sampled.undo()
    sampled.undo()
    assert canvas.damage_model.strength("stuck_pixels") > 0
    assert sampled.seen()[13:15, 20].max() < ink


def test_restore_gives_the_undamaged_picture_back_and_can_be_undone(sampled: Desk) -> None:
    restore = button(sampled, "restoreButton")
    assert not restore.isEnabled()
    assert "Nothing is damaged." in restore.toolTip()
    drag(sampled.slider("noise"), 20)
    drag(sampled.slider("scratch"), 20)
    harmed = sampled.seen()
    QTest.mouseClick(restore, LEFT)
    assert (sampled.seen() == bar()[:, :, 0]).all()
    assert not restore.isEnabled()
    assert sampled.slider("noise").value() == 0
    sampled.undo()
    assert (sampled.seen() == harmed).all()


def test_key_presses_on_one_slider_are_one_step(sampled: Desk) -> None:
    slider, steps = sampled.slider("dead_rows"), sampled.steps
    slider.setFocus()
    for _ in range(4):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert sampled.canvas.damage_model.strength("dead_rows") == 4
    assert sampled.steps == steps + 1
    sampled.undo()
    assert (sampled.seen() == bar()[:, :, 0]).all()


def test_keys_that_lead_back_leave_no_step(sampled: Desk) -> None:
    slider, steps = sampled.slider("dead_rows"), sampled.steps
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert sampled.steps == steps
    assert (sampled.seen() == bar()[:, :, 0]).all()
