"""The page shows what was seen in a folder, and what is made of it can be changed there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from engine.cancellation import Cancellation
from engine.datasets import catalogue
from engine.datasets.picture_source import split_picture_source
from engine.errors import UserError
from engine.pictures.folder_scan import scan
from engine.pictures.import_plan import Role, suggested_plan
from engine.progress import report_nothing
from gui.pictures.group_model import GroupColumn
from gui.pictures.page import PicturesPage
from gui.state.app_state import AppState, Phase
from tests.gui.picture_folders import make_masks, make_pictures
from tests.gui.states import READY

MVTEC = {"train/good": 12, "test/good": 3, "test/crack": 4}


@pytest.fixture
def page(qtbot: QtBot) -> PicturesPage:
    page = PicturesPage()
    qtbot.addWidget(page)
    page.resize(760, 600)
    page.apply_state(READY)
    page.show()
    qtbot.waitExposed(page)
    return page


def show(page: PicturesPage, folder: Path) -> None:
    found = scan(folder, report_nothing, Cancellation())
    page.show_folder(found, suggested_plan(found))


def text(page: PicturesPage, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisible() else ""


def open_button(page: PicturesPage) -> QPushButton:
    button = page.findChild(QPushButton, "picturesOpenButton")
    assert button is not None
    return button


def cell(page: PicturesPage, row: int, column: GroupColumn) -> str:
    return str(page.table.groups.index(row, column).data())


def click_role(page: PicturesPage, row: int) -> QComboBox:
    """Click the role of a row, and return the list of roles that opens."""
    place = page.table.visualRect(page.table.groups.index(row, GroupColumn.ROLE)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    return role_box(page)


def role_box(page: PicturesPage) -> QComboBox:
    """Return the list of roles that is open."""
    return next(box for box in page.table.findChildren(QComboBox, "roleBox") if box.isVisible())


def choose(page: PicturesPage, row: int, role: Role) -> None:
    box = click_role(page, row)
    box.setCurrentIndex(box.findData(role.value))
    box.activated.emit(box.currentIndex())
    QApplication.processEvents()


def test_before_a_folder_is_chosen_one_button_chooses_one(page: PicturesPage, qtbot: QtBot) -> None:
    button = page.findChild(QPushButton, "openFolderButton")
    assert button is not None
    assert button.isVisible()
    assert not open_button(page).isVisible()
    with qtbot.waitSignal(page.folder_requested):
        button.click()
    assert page.source is None


def test_every_group_is_told_with_its_count_its_masks_and_its_role(page: PicturesPage, tmp_path: Path) -> None:
    folder = make_pictures(tmp_path / "tiles", MVTEC)
    make_masks(folder, "crack", 2)
    show(page, folder)
    rows = [[cell(page, row, column) for column in list(GroupColumn)[:4]] for row in range(3)]
    assert rows == [
        ["train/good", "12", "–", "Normal"],
        ["test/crack", "4", "2", "Abnormal"],
        ["test/good", "3", "–", "Normal"],
    ]
    assert text(page, "folderTitle") == "tiles"
    assert text(page, "folderPath") == str(folder)
    assert text(page, "folderLayout") == "As MVTec AD: train/good to learn from, test by kind, with masks."
    assert text(page, "picturesUse").startswith(
        "12 normal pictures to learn from; 3 normal and 4 abnormal to test with. With so few, 1 false alarm in 12"
    )


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"": 20}, "16 normal pictures to learn from; about 4 held out to test with."),
        ({"good": 10, "bad": 2}, "8 normal pictures to learn from; about 2 held out and 2 abnormal to test with."),
        ({"train/good": 12, "test/good": 3}, "12 normal pictures to learn from; 3 normal to test with."),
    ],
)
def test_what_is_said_before_is_what_the_data_set_holds_then(
    page: PicturesPage, tmp_path: Path, counts: dict[str, int], sentence: str
) -> None:
    show(page, make_pictures(tmp_path / "folder", counts))
    assert text(page, "picturesUse").startswith(sentence)
    assert page.source is not None
    dataset = catalogue.load(page.source, report_nothing, Cancellation())
    assert dataset.source == page.source
    assert sentence.startswith(f"{len(dataset.x_train)} normal")
    assert dataset.x_test is not None
    assert sum(map(int, (word for word in sentence.split(";")[1].split() if word.isdigit()))) == len(
        dataset.x_test
    )


def test_a_click_on_a_role_offers_the_others_and_the_source_tells_the_choice(
    page: PicturesPage, tmp_path: Path
) -> None:
    show(page, make_pictures(tmp_path / "tiles", {"good": 12, "worn": 11, "crack": 4}))
    assert [cell(page, row, GroupColumn.ROLE) for row in range(3)] == ["Abnormal", "Normal", "Abnormal"]
    choose(page, 2, Role.NORMAL)
    choose(page, 0, Role.LEFT_OUT)
    assert [cell(page, row, GroupColumn.ROLE) for row in range(3)] == ["Leave out", "Normal", "Normal"]
    assert text(page, "picturesUse").startswith(
        "18 normal pictures to learn from; about 5 held out to test with. 4 are left out."
    )
    assert split_picture_source(page.source or "")[1].roles == {"worn": Role.NORMAL, "crack": Role.LEFT_OUT}


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_F2])
def test_a_role_is_changed_by_keys_alone(page: PicturesPage, tmp_path: Path, key: Qt.Key) -> None:
    show(page, make_pictures(tmp_path / "tiles", MVTEC))
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.groups.index(1, 0))
    QTest.keyClick(page.table, key)
    box = role_box(page)
    QApplication.processEvents()  # its list opens
    QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    QApplication.processEvents()
    assert cell(page, 1, GroupColumn.ROLE) == "Leave out"


def test_with_too_few_normal_pictures_the_button_says_why_it_cannot_be_used(
    page: PicturesPage, tmp_path: Path
) -> None:
    show(page, make_pictures(tmp_path / "tiles", {"good": 9, "bad": 3}))
    assert not open_button(page).isEnabled()
    assert "tiles has 9 normal pictures to learn from, but at least 10 are needed" in text(page, "picturesUse")
    assert text(page, "picturesUse") in open_button(page).toolTip()
    choose(page, 0, Role.NORMAL)
    assert open_button(page).isEnabled()


def test_the_button_asks_for_the_pictures_as_they_are_chosen(
    page: PicturesPage, qtbot: QtBot, tmp_path: Path
) -> None:
    show(page, make_pictures(tmp_path / "tiles", MVTEC))
    with qtbot.waitSignal(page.preparation_chosen) as chosen:
        choose_in(page, "pictureFitBox", "Crop")
    choose_in(page, "pictureSizeBox", "64 px")
    choose_in(page, "pictureColourBox", "Colour")
    assert chosen.args[0].fit == "crop"
    assert "the square in the middle" in text(page, "preparationSentence").lower()
    with qtbot.waitSignal(page.open_requested) as opened:
        open_button(page).click()
    dataset = catalogue.load(opened.args[0], report_nothing, Cancellation())
    assert dataset.image_shape == (64, 64, 3)
    assert dataset.preparation is not None
    assert dataset.preparation.fit == "crop"
    page.apply_state(AppState(Phase.READY, dataset=dataset, is_started=True))
    assert open_button(page).isEnabled()  # the folder may have changed


def choose_in(page: PicturesPage, name: str, choice: str) -> None:
    box = page.findChild(QComboBox, name)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findText(choice))
    box.activated.emit(box.currentIndex())


def test_nothing_is_opened_while_the_engine_is_busy(page: PicturesPage, tmp_path: Path) -> None:
    show(page, make_pictures(tmp_path / "tiles", MVTEC))
    page.apply_state(AppState(Phase.TRAINING, is_started=True))
    assert not open_button(page).isEnabled()
    assert "A training is running" in open_button(page).toolTip()


def test_files_that_are_not_used_are_counted_and_unfolded_with_their_reasons(
    page: PicturesPage, tmp_path: Path
) -> None:
    folder = make_pictures(tmp_path / "tiles", MVTEC)
    (folder / "train" / "good" / "notes.txt").write_text("Taken in May.")
    (folder / "empty.png").touch()
    show(page, folder)
    button = page.skipped.findChild(QToolButton, "skippedButton")
    assert button is not None
    assert button.text() == "2 files are not used, or only in part"
    button.click()
    assert page.skipped.lines == [
        "empty.png: It is empty.",
        "train/good/notes.txt is no picture that can be read; choose a PNG, JPEG, BMP, GIF, TIFF or WebP file.",
    ]
    show(page, make_pictures(tmp_path / "clean", MVTEC))
    assert not page.skipped.isVisible()


def test_previews_are_painted_in_their_row(page: PicturesPage, tmp_path: Path) -> None:
    show(page, make_pictures(tmp_path / "tiles", MVTEC))
    page.show_previews("test/good", np.full((3, 64, 64, 3), (200, 30, 40), np.uint8))
    QApplication.processEvents()
    row = page.table.visualRect(page.table.groups.index(2, GroupColumn.PREVIEWS))
    picture = page.table.viewport().grab(row).toImage()
    red = [picture.pixelColor(x, picture.height() // 2).red() for x in range(0, picture.width(), 10)]
    assert red.count(200) >= 9


def test_a_problem_is_a_sentence_above_what_was_there_before(page: PicturesPage, tmp_path: Path) -> None:
    show(page, make_pictures(tmp_path / "tiles", MVTEC))
    page.show_problem(UserError("There is no folder {folder}; choose another one.", folder="gone"))
    assert text(page, "folderProblem") == "There is no folder gone; choose another one."
    assert text(page, "folderTitle") == "tiles"
    page.show_looking(tmp_path / "next")
    assert text(page, "folderProblem") == ""
    assert page.progress.text == "Looking through next"
