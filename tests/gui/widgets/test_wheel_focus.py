"""Fields in a scroll area: the wheel scrolls past them until they have the focus."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.settings import FIELDS
from gui.canvas.damage.slider import ResettingSlider
from gui.verdict.false_alarm_box import FalseAlarmSpinBox
from gui.widgets.choice_box import ChoiceBox
from gui.widgets.number_box import NumberBox
from tests.gui.showing import shown


def a_choice_box(parent: QWidget) -> ChoiceBox:
    box = ChoiceBox(parent, "box", "Box", "")
    for key in range(3):
        box.add_choice(str(key), key)
    box.setCurrentIndex(1)
    return box


def a_number_box(parent: QWidget) -> NumberBox:
    box = NumberBox(FIELDS["epochs"], parent=parent)
    box.setValue(10)
    return box


def turn_wheel(field: QWidget) -> bool:
    """Turn the wheel by a notch over the middle of a field, and return whether the field accepts it."""
    centre = QPointF(field.rect().center())
    event = QWheelEvent(
        centre,
        field.mapToGlobal(centre),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, event)
    return event.isAccepted()


@pytest.mark.parametrize(
    ("make", "value_of"),
    [
        (a_choice_box, ChoiceBox.currentIndex),
        (a_number_box, NumberBox.value),
        (FalseAlarmSpinBox, FalseAlarmSpinBox.value),
        (ResettingSlider, ResettingSlider.value),
    ],
    ids=["choice box", "number box", "false-alarm box", "damage slider"],
)
def test_the_wheel_changes_only_a_field_that_has_the_focus(
    make: Callable[[QWidget], QWidget], value_of: Callable[[QWidget], object], qtbot: QtBot
) -> None:
    page = shown(qtbot, QWidget(), 240, 60)
    field = make(page)
    field.show()
    before = value_of(field)

    field.clearFocus()
    assert not turn_wheel(field)  # the scroll area gets it
    assert value_of(field) == before

    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert turn_wheel(field)
    assert value_of(field) != before


@pytest.mark.parametrize("make", [a_choice_box, a_number_box, FalseAlarmSpinBox, ResettingSlider])
def test_the_wheel_does_not_give_the_focus(make: Callable[[QWidget], QWidget], qtbot: QtBot) -> None:
    page = shown(qtbot, QWidget(), 240, 60)
    assert make(page).focusPolicy() == Qt.FocusPolicy.StrongFocus
