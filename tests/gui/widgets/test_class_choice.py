from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton

from engine.errors import UserError
from gui.state.availability import Availability
from gui.widgets.class_choice import ClassChoice, typed_labels
from tests.gui.showing import shown


@pytest.fixture
def choice(qtbot: Any) -> ClassChoice:
    choice = ClassChoice()
    choice.set_labels(range(10))
    return shown(qtbot, choice, 270, 80)


def click(choice: ClassChoice, name: str, qtbot: Any) -> None:
    qtbot.mouseClick(chip(choice, name), Qt.MouseButton.LeftButton)


def chip(choice: ClassChoice, name: str) -> QToolButton:
    found = choice.findChild(QToolButton, name)
    assert isinstance(found, QToolButton)
    return found


def line(choice: ClassChoice) -> QLineEdit:
    found = choice.findChild(QLineEdit, "normalLine")
    assert isinstance(found, QLineEdit)
    return found


def test_at_first_everything_is_normal(choice: ClassChoice) -> None:
    assert choice.normal is None
    assert chip(choice, "normalAllButton").isChecked()


def test_chips_add_up_and_the_last_one_taken_away_means_all_again(choice: ClassChoice, qtbot: Any) -> None:
    emitted: list[object] = []
    choice.normal_changed.connect(emitted.append)

    for name in ("normalButton3", "normalButton1", "normalButton3", "normalButton1"):
        click(choice, name, qtbot)

    assert emitted == [(3,), (1, 3), (1,), None]
    assert chip(choice, "normalAllButton").isChecked()


def test_all_takes_every_chip_away(choice: ClassChoice, qtbot: Any) -> None:
    click(choice, "normalButton3", qtbot)
    click(choice, "normalAllButton", qtbot)

    assert choice.normal is None
    assert not chip(choice, "normalButton3").isChecked()


def test_all_cannot_be_switched_off_by_itself(choice: ClassChoice, qtbot: Any) -> None:
    emitted: list[object] = []
    choice.normal_changed.connect(emitted.append)
    click(choice, "normalAllButton", qtbot)

    assert choice.normal is None
    assert chip(choice, "normalAllButton").isChecked()
    assert emitted == []


def test_every_class_by_itself_is_the_same_as_all(choice: ClassChoice, qtbot: Any) -> None:
    for label in range(10):
        click(choice, f"normalButton{label}", qtbot)

    assert choice.normal is None


def test_another_data_set_brings_its_own_classes(choice: ClassChoice, qtbot: Any) -> None:
    click(choice, "normalButton3", qtbot)
    choice.set_labels((3, 40))

    assert choice.normal is None
    click(choice, "normalButton40", qtbot)
    assert choice.normal == (40,)


def test_a_choice_that_is_set_is_shown_and_not_emitted(choice: ClassChoice, qtbot: Any) -> None:
    with qtbot.assertNotEmitted(choice.normal_changed):
        choice.set_normal((1, 7, 99))

    assert choice.normal == (1, 7)
    assert chip(choice, "normalButton7").isChecked()


@pytest.mark.parametrize("width", [150, 270, 800])
def test_the_chips_stay_inside_at_every_width_and_keep_off_each_other(
    choice: ClassChoice, width: int, qtbot: Any
) -> None:
    choice.resize(900, 200)  # first wide, since rows must also break when a window gets narrower
    QApplication.processEvents()
    choice.resize(width, 200)
    QApplication.processEvents()
    assert choice.width() == width
    boxes = [chip(choice, f"normalButton{label}").geometry() for label in range(10)]

    assert all(box.left() >= 0 and box.right() < width for box in boxes)
    assert not any(one.intersects(other) for one in boxes for other in boxes if one != other)
    assert len({box.width() for box in boxes}) <= 2  # equal but for a pixel
    assert min(box.width() for box in boxes) >= choice.fontMetrics().horizontalAdvance("8") + 8  # not clipped


def test_while_it_is_off_every_chip_says_why(choice: ClassChoice) -> None:
    choice.apply_availability(Availability(False, "No labels."))
    assert not chip(choice, "normalButton3").isEnabled()
    assert "No labels." in chip(choice, "normalButton3").toolTip()

    choice.apply_availability(Availability(True))
    assert chip(choice, "normalButton3").isEnabled()
    assert "No labels." not in chip(choice, "normalButton3").toolTip()


def test_many_classes_are_typed(choice: ClassChoice, qtbot: Any) -> None:
    choice.set_labels(range(62))
    assert line(choice).isVisible()

    qtbot.keyClicks(line(choice), "1, 10-12")
    with qtbot.waitSignal(choice.normal_changed) as emitted:
        qtbot.keyClick(line(choice), Qt.Key.Key_Return)

    assert emitted.args == [(1, 10, 11, 12)]


def test_what_is_no_class_is_explained_beside_the_line_and_changes_nothing(
    choice: ClassChoice, qtbot: Any
) -> None:
    choice.set_labels(range(62))
    choice.set_normal((5,))
    line(choice).clear()
    qtbot.keyClicks(line(choice), "70")
    qtbot.keyClick(line(choice), Qt.Key.Key_Return)
    problem = choice.findChild(QLabel, "normalProblem")

    assert isinstance(problem, QLabel)
    assert problem.isVisible()
    assert "70" in problem.text()
    assert "0 to 61" in problem.text()
    assert choice.normal == (5,)

    line(choice).clear()
    qtbot.keyClick(line(choice), Qt.Key.Key_Return)
    assert not problem.isVisible()
    assert choice.normal is None


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("", None),
        (" all ", None),
        ("3", (3,)),
        ("3,1 ; 3", (1, 3)),
        ("5-7", (5, 6, 7)),
        ("5 – 7, 9", (5, 6, 7, 9)),
        ("8-20", (8, 9)),
    ],
)
def test_numbers_and_ranges_are_understood(text: str, labels: tuple[int, ...] | None) -> None:
    assert typed_labels(text, range(10)) == labels


@pytest.mark.parametrize("text", ["one", "12", "3;x", "7-5", "-"])
def test_other_texts_are_not(text: str) -> None:
    with pytest.raises(UserError):
        typed_labels(text, range(10))
