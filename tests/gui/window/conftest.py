from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from gui.window.memory import WindowMemory
from tests.gui.window.window_driver import WindowDriver


@pytest.fixture
def open_driver(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., WindowDriver]]:
    """Open windows that share one memory, and close them when the test is over."""
    opened: list[WindowDriver] = []

    def open_one(*files: str) -> WindowDriver:
        driver = WindowDriver(WindowMemory(tmp_path / "memory"), *files)
        opened.append(driver)
        driver.window.show()
        qtbot.waitExposed(driver.window)
        return driver

    yield open_one
    for driver in opened:
        driver.window.close_without_saving()
        driver.window.deleteLater()
        QCoreApplication.sendPostedEvents(
            driver.window, QEvent.Type.DeferredDelete
        )  # else it would still be restyled
    gc.collect()  # here: a thread in the background that collected widgets would delete them there, and can hang


@pytest.fixture
def driver(open_driver: Callable[..., WindowDriver]) -> WindowDriver:
    """A window whose engine is ready, with labelled data and a model that fits them."""
    driver = open_driver()
    driver.get_ready()
    return driver
