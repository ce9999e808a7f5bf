"""A folder of photographs, from the drop to a model that has learnt from them, with the real engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from gui.pictures.group_model import GroupColumn
from gui.state.app_state import Phase
from tests.e2e.conftest import Person
from tests.gui.picture_folders import make_pictures


@pytest.mark.slow
def test_a_folder_is_dropped_a_role_is_changed_and_a_model_learns_from_it(
    open_window: Callable[..., Person], tmp_path: Path
) -> None:
    folder = make_pictures(tmp_path / "Fliesen – 瓷砖", {"good": 24, "worn": 6, "cracked": 5}, size=(200, 150))
    (folder / "notes.txt").write_text("Taken in May.")
    person = open_window()
    drop(person, folder)
    page = person.window.pictures.page
    person.wait(lambda: page.source is not None)
    assert person.text("folderTitle") == "Fliesen – 瓷砖"
    assert person.text("picturesUse").startswith(
        "19 normal pictures to learn from; about 5 held out and 11 abnormal"
    )

    choose_role(person, 2, "Leave out")
    assert person.text("picturesUse").startswith(
        "19 normal pictures to learn from; about 5 held out and 5 abnormal"
    )
    person.wait_until_free()
    person.click("picturesOpenButton")
    person.wait(lambda: person.window.pages.currentIndex() == 0)
    person.wait_until_free()
    dataset = person.window.state.dataset
    assert dataset is not None
    assert dataset.image_shape == (256, 256, 1)
    assert dataset.x_test is not None
    assert len(dataset.x_train) + len(dataset.x_test) == 24 + 5
    assert dataset.label_names == {0: "good", 1: "cracked"}
    assert person.window.state.normal == (0,)

    person.type_into("epochsBox", "1")
    person.click("trainButton")
    person.wait(
        lambda: person.window.state.model is not None and person.window.state.model.preparation is not None
    )
    person.wait(lambda: person.window.state.phase in (Phase.READY, Phase.LEARNING))
    model = person.window.state.model
    assert model is not None
    assert model.image_shape == dataset.image_shape
    assert model.preparation == dataset.preparation
    person.wait_until_free()


def drop(person: Person, folder: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    modifiers, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    person.window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, modifiers))


def choose_role(person: Person, row: int, text: str) -> None:
    table = person.window.pictures.page.table
    place = table.visualRect(table.groups.index(row, GroupColumn.ROLE)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    box = next(box for box in table.findChildren(QComboBox, "roleBox") if box.isVisible())
    QApplication.processEvents()  # its list opens
    while box.itemText(box.view().currentIndex().row()) != text:
        QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    QApplication.processEvents()
