"""A folder comes into the window by any way, is shown, and opened with a click; what fails changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from engine.cancellation import Cancellation
from engine.datasets import catalogue
from engine.errors import UserError
from engine.progress import report_nothing
from engine.protocol import commands, events
from engine.protocol.activity import Activity
from gui.window.memory import WindowMemory
from tests.gui.picture_folders import make_pictures
from tests.gui.states import DATASET
from tests.gui.window.window_driver import WindowDriver

WAIT_MS = 20_000


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Iterator[WindowDriver]:
    driver = WindowDriver(WindowMemory(tmp_path / "memory"))
    driver.window.show()
    qtbot.waitExposed(driver.window)
    driver.get_ready()
    yield driver
    driver.window.close_without_saving()
    qtbot.waitUntil(lambda: driver.window.pictures._look._jobs._running is None, timeout=WAIT_MS)
    driver.window.deleteLater()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_pictures(tmp_path / "tiles", {"good": 12, "cracked": 3})


def look(driver: WindowDriver, qtbot: QtBot, folder: Path) -> None:
    driver.window.file_opening.open_path(folder)
    qtbot.waitUntil(lambda: driver.window.pictures.page.source is not None, timeout=WAIT_MS)


def open_pictures(driver: WindowDriver) -> commands.LoadDataset:
    driver.button("picturesOpenButton").click()
    (loading,) = driver.commands_of(commands.LoadDataset)
    assert isinstance(loading, commands.LoadDataset)
    return loading


def page_in_front(driver: WindowDriver) -> str:
    pages = driver.window.pages
    return pages.tabText(pages.currentIndex())


def test_a_dropped_folder_is_shown_before_anything_is_opened(
    driver: WindowDriver, qtbot: QtBot, folder: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    modifiers, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    driver.window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, modifiers))
    assert page_in_front(driver) == "Pictures"
    assert driver.window.pictures.page.progress.text == "Looking through tiles"
    qtbot.waitUntil(lambda: driver.window.pictures.page.source is not None, timeout=WAIT_MS)
    assert driver.text("folderTitle") == "tiles"
    assert driver.window.pictures.page.progress.text == ""
    assert not driver.commands_of(commands.LoadDataset)
    assert driver.window.state.dataset is DATASET


def test_the_pictures_become_the_data_and_the_first_page_comes_to_the_front(
    driver: WindowDriver, qtbot: QtBot, folder: Path
) -> None:
    look(driver, qtbot, folder)
    loading = open_pictures(driver)
    driver.publish(events.Working("Preparing the pictures of {folder}", 0.25, {"folder": "tiles"}))
    assert driver.window.pictures.page.progress.text == "Preparing the pictures of tiles"
    assert "Images are being loaded" in driver.button("picturesOpenButton").toolTip()
    dataset = catalogue.load(loading.source, report_nothing, Cancellation())
    driver.publish(events.DatasetLoaded(dataset))
    driver.end_command(loading)
    assert page_in_front(driver) == "Draw and train"
    assert driver.window.state.normal == (0,)
    assert driver.window.pictures.page.progress.text == ""


def test_an_opening_can_be_cancelled_and_an_error_leaves_the_data(
    driver: WindowDriver, qtbot: QtBot, folder: Path
) -> None:
    look(driver, qtbot, folder)
    loading = open_pictures(driver)
    driver.publish(events.Working("Preparing the pictures of {folder}", 0.25, {"folder": "tiles"}))
    driver.button("picturesCancelButton").click()
    assert loading.cancellation.is_cancelled
    error = UserError("There is no room for {folder}; free some.", folder="tiles")
    driver.publish(events.EngineFailed(Activity.LOADING_DATA, error))
    driver.end_command(loading)
    assert driver.text("noticeText") == "There is no room for tiles; free some."
    assert page_in_front(driver) == "Pictures"
    assert driver.window.pictures.page.progress.text == ""
    assert driver.window.state.dataset is DATASET
    assert driver.button("picturesOpenButton").isEnabled()


def test_a_folder_that_cannot_be_used_is_refused_on_the_page(
    driver: WindowDriver, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    driver.window.file_opening.open_path(tmp_path / "empty")
    qtbot.waitUntil(lambda: driver.text("folderProblem") != "", timeout=WAIT_MS)
    assert driver.text("folderProblem").startswith("There is no picture in empty that can be used")
    assert driver.window.pictures.page.progress.text == ""
    assert driver.button("openFolderButton").isVisible()


def test_looking_goes_on_while_a_model_trains(driver: WindowDriver, qtbot: QtBot, folder: Path) -> None:
    driver.button("trainButton").click()
    look(driver, qtbot, folder)
    assert driver.text("folderTitle") == "tiles"
    assert not driver.button("picturesOpenButton").isEnabled()


def test_cancel_ends_the_looking(driver: WindowDriver, qtbot: QtBot, folder: Path) -> None:
    driver.window.file_opening.open_path(folder)
    driver.button("picturesCancelButton").click()
    assert not driver.window.pictures._look.is_looking
    assert driver.window.pictures.page.progress.text == ""
    assert driver.window.pictures.page.source is None
