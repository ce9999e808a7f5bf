"""Damage in the history: previews, steps, undo, and one fault on top of another."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from engine.images.damage import damage
from tests.gui.canvas.damage.damage_window import LEFT, DamageWindow, bar, drag, grip, let_go
from tests.gui.pen_strokes import curved_three, draw


def button(damage_window: DamageWindow, name: str) -> QToolButton:
    found = damage_window.panel.findChild(QToolButton, name)
    assert found is not None
    return found


def test_the_verdict_can_follow_while_the_handle_moves_and_the_history_waits(sampled: DamageWindow) -> None:
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


def test_a_preview_starts_from_the_undamaged_picture_so_nothing_piles_up(sampled: DamageWindow) -> None:
    grip(sampled.slider("blur"), 40, 30, 20, 10)
    strength = sampled.canvas.damage_model.strength("blur")
    assert (sampled.seen() == damage(bar()[None], "blur", strength, 0)[0, :, :, 0]).all()


def test_a_handle_that_comes_back_leaves_no_step(sampled: DamageWindow) -> None:
    steps, before = sampled.steps, sampled.canvas.document.settled
    drag(sampled.slider("noise"), 30, -20)
    assert sampled.steps == steps
    assert sampled.canvas.document.content is before


def test_a_handle_that_comes_back_to_the_strength_it_had_leaves_no_step(sampled: DamageWindow) -> None:
    slider = sampled.slider("noise")
    drag(slider, 30)
    value, steps = slider.value(), sampled.steps
    grip(slider, 20, 0)
    assert slider.value() == value
    let_go(slider)
    assert sampled.steps == steps


def test_a_strength_between_two_steps_of_the_slider_is_not_rounded_by_showing_it(sampled: DamageWindow) -> None:
    sampled.canvas.damage_model.change("blur", 1.234)
    assert sampled.canvas.damage_model.strength("blur") == 1.234
    assert sampled.slider("blur").value() == 12


def test_a_preview_does_not_outlive_the_shape_it_was_made_for(sampled: DamageWindow) -> None:
    content = sampled.canvas.document.settled
    grip(sampled.slider("low_light"), 30)
    assert sampled.canvas.document.content is not content
    sampled.canvas.set_image_shape((32, 32, 1))
    assert sampled.canvas.document.content is content


def test_damage_starts_from_the_drawing_as_it_is_prepared_now(damage_window: DamageWindow) -> None:
    corner = damage_window.canvas.pen_area().topLeft().toPoint()
    draw(damage_window.canvas, [corner + QPoint(30, y) for y in range(30, 90, 5)])
    centred = damage_window.seen()
    drag(damage_window.slider("blur"), 30, 0)
    damage_window.canvas.tools.centre.trigger()
    placed = damage_window.seen()
    assert (placed != centred).any()
    drag(damage_window.slider("low_light"), 30)
    strength = damage_window.canvas.damage_model.strength("low_light")
    expected = damage(placed[None, :, :, None].astype(np.uint8), "low_light", strength, 0)[0, :, :, 0]
    assert (damage_window.seen() == expected).all()


def test_undo_gives_the_drawing_back_strokes_and_all(damage_window: DamageWindow) -> None:
    draw(damage_window.canvas, curved_three(damage_window.canvas))
    drawn, content = damage_window.drawings[-1], damage_window.canvas.document.content
    as_seen = damage_window.seen()
    drag(damage_window.slider("dead_rows"), 20)
    assert damage_window.canvas.document.is_prepared
    assert not damage_window.canvas.tools.centre.isEnabled()
    assert "already as the model sees it" in damage_window.canvas.tools.centre.toolTip()
    strength = damage_window.canvas.damage_model.strength("dead_rows")
    expected = damage(as_seen[None, :, :, None].astype(np.uint8), "dead_rows", strength, 0)[0, :, :, 0]
    assert (damage_window.seen() == expected).all()
    damage_window.undo()
    assert damage_window.canvas.document.content is content
    assert damage_window.canvas.tools.centre.isEnabled()
    assert damage_window.drawings[-1].is_centred
    assert (damage_window.drawings[-1].pixels == drawn.pixels).all()
    assert damage_window.slider("dead_rows").value() == 0


def test_redo_brings_the_damage_back_and_the_slider_shows_it(sampled: DamageWindow) -> None:
    slider = sampled.slider("shift")
    drag(slider, 25)
    value, seen = slider.value(), sampled.seen()
    sampled.undo()
    assert (sampled.seen() == bar()[:, :, 0]).all()
    assert slider.value() == 0
    sampled.canvas.tools.redo.trigger()
    assert slider.value() == value
    assert (sampled.seen() == seen).all()


def test_a_second_fault_comes_on_top_and_each_is_a_step(sampled: DamageWindow) -> None:
    steps = sampled.steps
    drag(sampled.slider("blur"), 20)
    drag(sampled.slider("over_exposure"), 15)
    assert sampled.steps == steps + 2
    image = bar()[None]
    for name in ("blur", "over_exposure"):
        image = damage(image, name, sampled.canvas.damage_model.strength(name), 0)
    assert (sampled.seen() == image[0, :, :, 0]).all()


def test_a_slider_that_is_taken_up_again_changes_its_own_fault_in_its_place(sampled: DamageWindow) -> None:
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


def test_ink_over_damage_is_damaged_by_what_comes_later(sampled: DamageWindow) -> None:
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


def test_restore_gives_the_undamaged_picture_back_and_can_be_undone(sampled: DamageWindow) -> None:
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


def test_key_presses_on_one_slider_are_one_step(sampled: DamageWindow) -> None:
    slider, steps = sampled.slider("dead_rows"), sampled.steps
    slider.setFocus()
    for _ in range(4):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert sampled.canvas.damage_model.strength("dead_rows") == 4
    assert sampled.steps == steps + 1
    sampled.undo()
    assert (sampled.seen() == bar()[:, :, 0]).all()


def test_keys_that_lead_back_leave_no_step(sampled: DamageWindow) -> None:
    slider, steps = sampled.slider("dead_rows"), sampled.steps
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert sampled.steps == steps
    assert (sampled.seen() == bar()[:, :, 0]).all()
