"""The sliders of the damage panel, on a drawing and on a sample."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from engine.images.faults import FAULTS, damage
from gui.canvas.damage import wording
from tests.gui.canvas.damage.damage_gear import LEFT, Desk, bar, drag, grip, handle, let_go
from tests.gui.pen_strokes import curved_three, draw


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.show()
    desk.activateWindow()
    qtbot.waitExposed(desk)
    return desk


@pytest.fixture
def sampled(desk: Desk) -> Desk:
    desk.canvas.show_sample(bar())
    return desk


def button(desk: Desk, name: str) -> QToolButton:
    found = desk.panel.findChild(QToolButton, name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_has_a_slider_that_does_to_the_sample_what_the_engine_does(sampled: Desk, name: str) -> None:
    slider = sampled.slider(name)
    drag(slider, 20)
    strength = sampled.canvas.damage_model.strength(name)
    assert strength == pytest.approx(slider.value() * wording.step_of(FAULTS[name]))
    assert strength > 0
    expected = damage(bar()[None], name, strength, seed=0)[0, :, :, 0]
    assert (sampled.seen() == expected).all()
    assert not sampled.drawings[-1].is_centred


def test_every_slider_reaches_from_nothing_to_the_strongest(sampled: Desk) -> None:
    for name, fault in FAULTS.items():
        assert fault.low == 0
        slider = sampled.slider(name)
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_End)
        assert sampled.canvas.damage_model.strength(name) == pytest.approx(fault.high)
        QTest.keyClick(slider, Qt.Key.Key_Home)
        assert sampled.canvas.damage_model.strength(name) == 0


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


def test_a_double_click_takes_a_fault_away_and_undo_brings_it_back(sampled: Desk) -> None:
    slider = sampled.slider("occlusion")
    drag(slider, 30)
    value = slider.value()
    QTest.mouseDClick(slider, LEFT, pos=handle(slider))
    assert sampled.canvas.damage_model.strength("occlusion") == 0
    sampled.undo()
    assert slider.value() == value > 0


def test_the_arrow_back_of_a_line_shows_only_where_there_is_damage(sampled: Desk) -> None:
    arrow = button(sampled, "blurReset")
    assert not arrow.isVisible()
    drag(sampled.slider("blur"), 30)
    assert arrow.isVisible()
    QTest.mouseClick(arrow, LEFT)
    assert sampled.slider("blur").value() == 0
    assert not arrow.isVisible()
    assert (sampled.seen() == bar()[:, :, 0]).all()


def test_another_place_strikes_elsewhere_as_strongly_and_can_be_undone(sampled: Desk) -> None:
    drag(sampled.slider("dead_columns"), 10)
    strength, first, steps = sampled.canvas.damage_model.strength("dead_columns"), sampled.seen(), sampled.steps
    seen = []
    for _ in range(4):
        QTest.mouseClick(button(sampled, "dead_columnsElsewhere"), LEFT)
        seen.append(sampled.seen())
    assert any((image != first).any() for image in seen)
    assert sampled.canvas.damage_model.strength("dead_columns") == strength
    assert sampled.steps == steps + 4
    for _ in range(4):
        sampled.undo()
    assert (sampled.seen() == first).all()


@pytest.mark.parametrize("name", FAULTS)
def test_another_place_is_offered_exactly_where_chance_decides(name: str) -> None:
    fault = FAULTS[name]
    image = np.random.default_rng(0).integers(0, 256, (1, 28, 28, 1), np.uint8)
    outcomes = [damage(image, name, fault.panel[0], seed) for seed in range(4)]
    assert any((outcome != outcomes[0]).any() for outcome in outcomes) == wording.has_places(fault)


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


def test_a_sample_that_comes_while_a_handle_is_held_replaces_the_preview(sampled: Desk) -> None:
    grip(sampled.slider("noise"), 30)
    other = bar()[:, ::-1] // 2
    sampled.canvas.show_sample(other)
    assert (sampled.seen() == other[:, :, 0]).all()
    let_go(sampled.slider("noise"))
    assert (sampled.seen() == other[:, :, 0]).all()
    sampled.undo()
    assert (sampled.seen() == bar()[:, :, 0]).all()


def test_an_empty_canvas_disables_the_tools_and_says_why(desk: Desk) -> None:
    tools = desk.canvas.tools
    assert not desk.slider("blur").isEnabled()
    for action in (tools.damage, tools.block, tools.stuck, tools.dead):
        assert not action.isEnabled()
        assert "there is nothing to damage" in action.toolTip()
    assert any("there is nothing to damage" in label.text() for label in desk.panel.findChildren(QLabel))
    draw(desk.canvas, curved_three(desk.canvas))
    assert desk.slider("blur").isEnabled()
    assert tools.damage.isEnabled()
    QTest.keyClick(desk.canvas, Qt.Key.Key_Delete)
    assert not desk.slider("blur").isEnabled()


def test_an_open_panel_can_be_closed_over_an_empty_canvas(sampled: Desk) -> None:
    tools = sampled.canvas.tools
    tools.damage.trigger()
    sampled.canvas.clear()
    assert tools.damage.isEnabled()
    QTest.mouseClick(button(sampled, "closeDamageButton"), LEFT)
    assert not tools.damage.isChecked()


def test_an_image_of_another_shape_begins_anew(sampled: Desk) -> None:
    drag(sampled.slider("noise"), 20)
    sampled.canvas.set_image_shape((16, 16, 1))
    assert sampled.slider("noise").value() == 0
    drag(sampled.slider("dead_rows"), 20)
    content = sampled.canvas.document.content
    assert content.backdrop is not None
    assert content.backdrop.shape == (16, 16)
    sampled.undo()
    assert sampled.slider("dead_rows").value() == 0


def test_everything_has_room_at_the_width_of_the_column(sampled: Desk) -> None:
    sampled.canvas.tools.stuck.trigger()
    for name in FAULTS:
        sampled.canvas.damage_model.change(name, FAULTS[name].high)
    QApplication.processEvents()
    panel = sampled.panel
    for child in (*panel.findChildren(QLabel), *panel.findChildren(QToolButton)):
        if child.isVisible():
            assert child.mapTo(panel, child.rect().topRight()).x() < panel.width(), child.objectName()
            if isinstance(child, QLabel) and not child.wordWrap():
                assert child.width() >= child.fontMetrics().horizontalAdvance(child.text()), child.text()
