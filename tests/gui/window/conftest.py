from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from gui.window.memory import WindowMemory
from tests.gui.window.window_gear import Desk


@pytest.fixture
def open_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Open windows that share one memory, and close them when the test is over."""
    opened: list[Desk] = []

    def open_one(*files: str) -> Desk:
        desk = Desk(WindowMemory(tmp_path / "memory"), *files)
        opened.append(desk)
        desk.window.show()
        qtbot.waitExposed(desk.window)
        return desk

    yield open_one
    for desk in opened:
        desk.window.close_without_saving()
        desk.window.deleteLater()
        QCoreApplication.sendPostedEvents(desk.window, QEvent.Type.DeferredDelete)  # it would be styled on


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    """A window whose engine is ready, with labelled data and a model that fits them."""
    desk = open_desk()
    desk.get_ready()
    return desk
