"""The runs' page in a real window, whose engine is the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.runs.page import RunsPage
from gui.window.memory import WindowMemory
from tests.gui.run_examples import a_run, changed
from tests.gui.window.window_driver import WindowDriver


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Iterator[WindowDriver]:
    """A window whose engine is ready, with data, a model, and no runs yet."""
    driver = WindowDriver(WindowMemory(tmp_path / "memory"))
    driver.window.show()
    qtbot.waitExposed(driver.window)
    driver.get_ready()
    yield driver
    driver.window.close_without_saving()
    driver.window.deleteLater()
    QCoreApplication.sendPostedEvents(driver.window, QEvent.Type.DeferredDelete)


@pytest.fixture
def page(driver: WindowDriver) -> RunsPage:
    """The page in front, with three runs: "new" is the latest, "current" the one whose model answers, and "old"."""
    driver.publish(changed(a_run("new", days=2), a_run("current", days=1), a_run("old"), current="current"))
    driver.window._body.show_runs_page()
    return driver.window.runs.page


@pytest.fixture
def press(page: RunsPage, qtbot: QtBot) -> Callable[[Qt.Key], None]:
    """Press a key in the list of runs."""

    def press_key(key: Qt.Key) -> None:
        page.view.window().activateWindow()
        page.view.setFocus()
        qtbot.waitUntil(page.view.hasFocus)  # keys of actions work in the active window only
        QTest.keyClick(page.view, key)

    return press_key
