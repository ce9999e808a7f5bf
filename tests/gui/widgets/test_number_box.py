from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox

from engine.settings import FIELDS
from gui.widgets.number_box import NumberBox, parsed


def box_for(name: str, qtbot: Any) -> NumberBox:
    box = NumberBox(FIELDS[name])
    qtbot.addWidget(box)
    return box


@pytest.mark.parametrize(
    ("text", "is_integer", "meant"),
    [
        ("10", True, 10),
        (" 60,000 ", True, 60_000),
        ("1e3", True, 1_000),
        ("10.0", True, 10),
        ("12.5", True, 12.5),
        ("3e-4", False, 3e-4),
        ("0,5", False, 0.5),
        ("", False, None),
        ("fast", True, "fast"),
        ("nan", False, "nan"),
        ("inf", False, "inf"),
        ("1,2,3", True, "1,2,3"),
    ],
)
def test_what_a_person_types_is_what_is_meant(text: str, is_integer: bool, meant: object) -> None:
    value = parsed(text, is_integer=is_integer)

    assert value == meant
    assert type(value) is type(meant)


@pytest.mark.parametrize(
    ("name", "start", "up", "down"),
    [
        ("epochs", 10, 11, 9),
        ("batch_size", 128, 256, 64),
        ("batch_size", 100, 128, 64),
        ("learning_rate", 0.001, 0.002, 0.0005),
        ("learning_rate", 3e-4, 5e-4, 2e-4),
        ("validation_split", 0.13, 0.15, 0.1),
        ("samples", 500, 1000, 200),
        ("epochs", 100_000, 100_000, 99_999),
        ("learning_rate", 1e-7, 2e-7, 1e-7),
        ("batch_size", 1, 2, 1),
    ],
)
def test_a_step_goes_to_the_next_good_number_within_the_bounds(
    name: str, start: float, up: float, down: float, qtbot: Any
) -> None:
    box = box_for(name, qtbot)
    box.setValue(start)
    box.stepBy(1)
    assert box.value() == pytest.approx(up)

    box.setValue(start)
    box.stepBy(-1)
    assert box.value() == pytest.approx(down)
    assert box.problem() is None


def test_the_arrows_are_off_at_the_bounds(qtbot: Any) -> None:
    box = box_for("batch_size", qtbot)
    flag = QAbstractSpinBox.StepEnabledFlag

    box.setValue(1)
    assert box.stepEnabled() == flag.StepUpEnabled
    box.setValue(65_536)
    assert box.stepEnabled() == flag.StepDownEnabled


def test_the_arrow_keys_step_and_emit(qtbot: Any) -> None:
    box = box_for("learning_rate", qtbot)
    box.setValue(0.001)

    with qtbot.waitSignals([box.value_edited, box.value_committed]):
        qtbot.keyClick(box, Qt.Key.Key_Up)

    assert box.value() == 0.002


def test_a_step_from_nonsense_starts_from_a_number(qtbot: Any) -> None:
    box = box_for("epochs", qtbot)
    qtbot.keyClicks(box, "fast")
    box.stepBy(1)

    assert box.value() == 2


def test_typing_emits_at_every_key_and_enter_commits(qtbot: Any) -> None:
    box = box_for("learning_rate", qtbot)
    edits: list[object] = []
    box.value_edited.connect(lambda: edits.append(box.value()))

    qtbot.keyClicks(box, "3e-4")
    assert edits == [3, "3e", "3e-", 3e-4]
    with qtbot.waitSignal(box.value_committed):
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.lineEdit().text() == "3e-4"


@pytest.mark.parametrize("text", ["0", "100001", "1.5", "many", "", "-3"])
def test_a_bad_number_stays_and_its_problem_names_the_limits(text: str, qtbot: Any) -> None:
    box = box_for("epochs", qtbot)
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)

    assert box.lineEdit().text() == text
    problem = box.problem()
    assert problem is not None
    for part in ("Epochs", "1", "100,000"):
        assert part in str(problem)


def test_only_the_number_of_images_may_be_empty(qtbot: Any) -> None:
    assert box_for("samples", qtbot).problem() is None
    assert box_for("seed", qtbot).problem() is not None


def test_the_tool_tip_explains_and_gives_the_bounds(qtbot: Any) -> None:
    tip = box_for("latent_dim", qtbot).toolTip()

    assert FIELDS["latent_dim"].explanation in tip
    assert "From 1 to 4,096 numbers." in tip
