"""The damage tools in the real window, with the model's answer following."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QToolButton, QWidget

from engine.protocol import events
from gui.window import mouse
from tests.gui.canvas.damage.damage_window import grip, let_go

pytestmark = pytest.mark.slow


def test_the_answer_follows_a_slider_that_moves(open_window):
    person = open_window()
    canvas = person.find("drawingCanvas")
    answers: list[events.Reconstructed] = []
    person.window.client.reconstructed.connect(answers.append)
    mouse.draw(canvas, mouse.THREE)
    person.wait(lambda: bool(answers) and answers[-1].drawing_id == canvas.drawing_id)
    whole = answers[-1].model_input

    assert person.window.findChild(QWidget, "damagePanel") is None  # it is made when it is first shown
    person.window.activateWindow()  # shortcuts are for the active window, and a bare X server activates none
    person.wait(person.window.isActiveWindow)
    QTest.keyClick(person.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert person.find("damagePanel").isVisible()
    assert person.find("trainButton").isVisible()
    assert not person.find("presetBox").isVisible()

    slider = person.find("low_lightSlider")
    assert isinstance(slider, QSlider)
    steps = canvas.document.history.index()
    grip(slider, 10, 30)
    person.wait(lambda: answers[-1].drawing_id == canvas.drawing_id)
    kept = 1 - canvas.damage_model.strength("low_light")
    assert canvas.document.history.index() == steps
    assert np.abs(answers[-1].model_input - kept * whole).max() < 0.01
    let_go(slider)
    assert canvas.document.history.index() == steps + 1

    QTest.keyClick(person.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    person.wait(lambda: answers[-1].drawing_id == canvas.drawing_id)
    assert (answers[-1].model_input == whole).all()

    person.click("closeDamageButton")
    assert person.find("presetBox").isVisible()


def test_the_damage_tools_stand_in_the_tools_menu_and_in_the_canvas_row(open_window):
    person = open_window()
    action = person.find("drawingCanvas").tools.damage
    menus = {entry.text().replace("&", ""): entry.menu() for entry in person.window.menuBar().actions()}
    assert action in menus["Tools"].actions()
    assert any(button.defaultAction() is action for button in person.window.findChildren(QToolButton))
    assert not action.isEnabled()
    assert "nothing to damage" in action.toolTip()
