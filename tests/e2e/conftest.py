"""The real window with its real engine, used as a person would."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.datasets.pen_digits import generate
from gui.state.app_state import Phase
from gui.window.application import create_window
from gui.window.main_window import MainWindow

ENGINE_MS = 120_000
"""The longest wait for the engine, most of it for importing TensorFlow on a busy machine."""


class Person:
    """Uses a window as a person does: reads what it shows, clicks, types."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    def find(self, name: str) -> QWidget:
        widget = self.window.findChild(QWidget, name)
        assert widget is not None, f"there is no {name}"
        return widget

    def click(self, name: str) -> None:
        button = self.find(name)
        assert button.isEnabled(), f"{name} is disabled: {button.toolTip()}"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def open_page(self, title: str) -> None:
        bar = self.window.pages.tabBar()
        place = next(index for index in range(bar.count()) if bar.tabText(index) == title)
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())

    def type_into(self, name: str, text: str) -> None:
        box = self.find(name)
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(box, text)
        QTest.keyClick(box, Qt.Key.Key_Return)

    def text(self, name: str) -> str:
        return str(self.find(name).text())  # type: ignore[attr-defined]

    def wait(self, is_so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(is_so, timeout=ENGINE_MS)

    def wait_for(self, phase: Phase) -> None:
        self.wait(lambda: self.window.state.phase is phase)

    def wait_until_free(self) -> None:
        """Wait for the engine, but not for the seconds in which it learns what is normal."""
        self.wait(lambda: self.window.state.phase in (Phase.READY, Phase.LEARNING))
        self.window.client.cancel_judging()
        self.wait_for(Phase.READY)


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    """A file of few images, so that an epoch is over at once."""
    images, labels = generate(600, 1)
    path = tmp_path / "wenige Ziffern – 数字.npz"
    np.savez(path, x_train=images[:500], y_train=labels[:500], x_test=images[500:], y_test=labels[500:])
    return path


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Callable[..., Person]]:
    """Open windows that are closed, with all their threads, when the test is over."""
    opened: list[MainWindow] = []

    def open_one(*arguments: str) -> Person:
        window = create_window(list(arguments))
        opened.append(window)
        with qtbot.waitExposed(window):
            pass
        return Person(window, qtbot)

    yield open_one
    for window in opened:
        window.close_without_saving()
        window.client.wait()  # a busy machine may need longer for this than the window itself waits
        window.deleteLater()
        QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)  # else later themes would restyle it
    gc.collect()  # here: a thread in the background that collected widgets would delete them there, and can hang


@pytest.fixture
def person(open_window: Callable[..., Person], small_file: Path) -> Person:
    """A person with a window whose engine is ready and has few images."""
    person = open_window(str(small_file))
    person.wait_for(Phase.READY)
    return person
