"""Ctrl+C copies what has the focus, whatever is on the canvas."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.protocol.events import Evaluated
from engine.protocol.results import ErrorRow
from gui.tables.table_view import TableView
from gui.window.main_window import MainWindow
from tests.gui.run_examples import a_run, changed
from tests.gui.window.window_driver import WindowDriver


@pytest.fixture
def window(driver: WindowDriver) -> MainWindow:
    """A window with a drawing, an evaluated test set and two runs."""
    drawn = np.zeros((28, 28, 1), np.uint8)
    drawn[4:24, 12:16] = 255
    driver.window.answer_row.canvas.show_sample(drawn)
    driver.publish(Evaluated("digits", (ErrorRow(None, 30, 0.1, 0.02, 0.3), ErrorRow(1, 10, 0.1, 0.02, 0.3))))
    driver.publish(changed(a_run("new"), a_run("old"), current="new"))
    QGuiApplication.clipboard().clear()
    return driver.window


def press_copy_in(widget: QWidget, qtbot: QtBot) -> None:
    widget.window().activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    QTest.keyClick(widget, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_a_focused_table_is_copied_and_not_the_drawing(
    window: MainWindow, driver: WindowDriver, qtbot: QtBot
) -> None:
    tabs = window._body._lower.widget(1)
    tabs.setCurrentIndex(1)
    table = window.findChild(TableView, "evaluationTable")
    assert isinstance(table, TableView)
    press_copy_in(table, qtbot)
    assert QGuiApplication.clipboard().text().startswith("class\t")
    assert not QGuiApplication.clipboard().mimeData().hasImage()


def test_the_selected_runs_are_copied_with_their_titles(window: MainWindow, qtbot: QtBot) -> None:
    window._body.show_runs_page()
    view = window.runs.page.view
    view.select(("old",))
    press_copy_in(view, qtbot)
    titles, row, end = QGuiApplication.clipboard().text().split("\n")
    assert titles.split("\t")[:2] == ["Name", "Status"]
    assert row.split("\t")[0] == window.runs.page.view.selected[0].name
    assert end == ""


@pytest.mark.parametrize("name", ["drawingCanvas", "trainButton"])
def test_elsewhere_the_drawing_is_copied(window: MainWindow, qtbot: QtBot, name: str) -> None:
    widget = window.findChild(QWidget, name)
    assert widget is not None
    press_copy_in(widget, qtbot)
    assert QGuiApplication.clipboard().mimeData().hasImage()
