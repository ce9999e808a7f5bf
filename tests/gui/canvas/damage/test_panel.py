"""The sliders of the damage panel, on a drawing and on a sample."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from engine.images.damage import damage
from engine.images.faults import FAULTS
from gui.canvas.damage import wording
from tests.gui.canvas.damage.damage_window import LEFT, DamageWindow, bar, drag, grip, handle, let_go
from tests.gui.pen_strokes import curved_three, draw


def button(damage_window: DamageWindow, name: str) -> QToolButton:
    found = damage_window.panel.findChild(QToolButton, name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_has_a_slider_that_does_to_the_sample_what_the_engine_does(
    sampled: DamageWindow, name: str
) -> None:
    slider = sampled.slider(name)
    drag(slider, 20)
    strength = sampled.canvas.damage_model.strength(name)
    assert strength == pytest.approx(slider.value() * wording.step_of(FAULTS[name]))
    assert strength > 0
    expected = damage(bar()[None], name, strength, seed=0)[0, :, :, 0]
    assert (sampled.seen() == expected).all()
    assert not sampled.drawings[-1].is_centred


def test_every_slider_reaches_from_nothing_to_the_strongest(sampled: DamageWindow) -> None:
    for name, fault in FAULTS.items():
        assert fault.low == 0
        slider = sampled.slider(name)
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_End)
        assert sampled.canvas.damage_model.strength(name) == pytest.approx(fault.high)
        QTest.keyClick(slider, Qt.Key.Key_Home)
        assert sampled.canvas.damage_model.strength(name) == 0


def test_a_double_click_takes_a_fault_away_and_undo_brings_it_back(sampled: DamageWindow) -> None:
    slider = sampled.slider("occlusion")
    drag(slider, 30)
    value = slider.value()
    QTest.mouseDClick(slider, LEFT, pos=handle(slider))
    assert sampled.canvas.damage_model.strength("occlusion") == 0
    sampled.undo()
    assert slider.value() == value > 0


def test_the_arrow_back_of_a_line_shows_only_where_there_is_damage(sampled: DamageWindow) -> None:
    arrow = button(sampled, "blurReset")
    assert not arrow.isVisible()
    drag(sampled.slider("blur"), 30)
    assert arrow.isVisible()
    QTest.mouseClick(arrow, LEFT)
    assert sampled.slider("blur").value() == 0
    assert not arrow.isVisible()
    assert (sampled.seen() == bar()[:, :, 0]).all()


def test_another_place_strikes_elsewhere_as_strongly_and_can_be_undone(sampled: DamageWindow) -> None:
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


def test_a_sample_that_comes_while_a_handle_is_held_replaces_the_preview(sampled: DamageWindow) -> None:
    grip(sampled.slider("noise"), 30)
    other = bar()[:, ::-1] // 2
    sampled.canvas.show_sample(other)
    assert (sampled.seen() == other[:, :, 0]).all()
    let_go(sampled.slider("noise"))
    assert (sampled.seen() == other[:, :, 0]).all()
    sampled.undo()
    assert (sampled.seen() == bar()[:, :, 0]).all()


def test_an_empty_canvas_disables_the_tools_and_says_why(damage_window: DamageWindow) -> None:
    tools = damage_window.canvas.tools
    assert not damage_window.slider("blur").isEnabled()
    for action in (tools.damage, tools.block, tools.stuck, tools.dead):
        assert not action.isEnabled()
        assert "there is nothing to damage" in action.toolTip()
    assert any("there is nothing to damage" in label.text() for label in damage_window.panel.findChildren(QLabel))
    draw(damage_window.canvas, curved_three(damage_window.canvas))
    assert damage_window.slider("blur").isEnabled()
    assert tools.damage.isEnabled()
    QTest.keyClick(damage_window.canvas, Qt.Key.Key_Delete)
    assert not damage_window.slider("blur").isEnabled()


def test_an_open_panel_can_be_closed_over_an_empty_canvas(sampled: DamageWindow) -> None:
    tools = sampled.canvas.tools
    tools.damage.trigger()
    sampled.canvas.clear()
    assert tools.damage.isEnabled()
    QTest.mouseClick(button(sampled, "closeDamageButton"), LEFT)
    assert not tools.damage.isChecked()


def test_an_image_of_another_shape_has_no_damage(sampled: DamageWindow) -> None:
    drag(sampled.slider("noise"), 20)
    sampled.canvas.set_image_shape((16, 16, 1))
    assert sampled.slider("noise").value() == 0
    drag(sampled.slider("dead_rows"), 20)
    content = sampled.canvas.document.content
    assert content.backdrop is not None
    assert content.backdrop.shape == (16, 16)
    sampled.undo()
    assert sampled.slider("dead_rows").value() == 0


def test_everything_has_room_at_the_width_of_the_column(sampled: DamageWindow) -> None:
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
