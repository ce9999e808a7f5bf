from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from gui.state.app_state import AppState, Phase
from gui.window.menus import WindowActions
from tests.gui.states import READY

FILES = [Path("/home/me/b.aestudio"), Path("/home/me/a.aestudio")]


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def actions(window: QMainWindow) -> WindowActions:
    actions = WindowActions(window)
    actions.fill_menu_bar(QAction("Export", window), [QAction("Undo", window), None], [], "dark")
    actions.show_recent([])
    actions.apply_state(READY)
    return actions


def menu(window: QMainWindow, title: str) -> QMenu:
    return next(found for found in window.findChildren(QMenu) if found.title().replace("&", "") == title)


def texts(menu: QMenu) -> list[str]:
    return [entry.text().replace("&", "") for entry in menu.actions()]


def test_every_menu_is_there_with_its_entries(window: QMainWindow, actions: WindowActions) -> None:
    titles = [action.text().replace("&", "") for action in window.menuBar().actions()]
    assert titles == ["File", "Edit", "View", "Train", "Tools", "Help"]
    assert texts(menu(window, "Train")) == ["Train", "Pause", "Resume", "Step one epoch", "Stop", "", "Evaluate"]
    assert texts(menu(window, "File")) == [
        "Open model…",
        "Open images…",
        "Open pictures…",
        "Open experiment…",
        "Open recent",
        "",
        "Save model",
        "Save model as…",
        "Export",
        "",
        "Quit",
    ]


def test_what_the_state_forbids_says_why(actions: WindowActions) -> None:
    actions.apply_state(replace(READY, phase=Phase.TRAINING))
    assert not actions.train.isEnabled()
    assert "A training is running" in actions.train.toolTip()
    assert actions.pause.isEnabled()
    assert actions.stop.isEnabled()
    actions.apply_state(READY)
    assert actions.train.isEnabled()
    assert "running" not in actions.train.toolTip()
    assert "saved already" in actions.save.toolTip()
    actions.apply_state(replace(READY, is_modified=True))
    assert actions.save.isEnabled()


def test_the_recent_files_are_listed_in_their_order_and_a_click_opens_one(
    window: QMainWindow, actions: WindowActions, qtbot: QtBot
) -> None:
    actions.show_recent(FILES)
    recent = menu(window, "Open recent")
    assert texts(recent) == ["b.aestudio", "a.aestudio", "", "Clear this list"]
    assert recent.actions()[1].toolTip() == str(FILES[1])
    with qtbot.waitSignal(actions.recent_chosen) as chosen:
        recent.actions()[1].trigger()
    assert chosen.args == [FILES[1]]


def test_the_recent_menu_opens_only_where_it_holds_a_file(window: QMainWindow, actions: WindowActions) -> None:
    recent = menu(window, "Open recent")
    assert not recent.isEnabled()
    actions.show_recent(FILES[:1])
    assert recent.isEnabled()
    actions.show_recent([])
    assert not recent.isEnabled()


def test_the_recent_menu_opens_only_while_a_model_can_be_opened(
    window: QMainWindow, actions: WindowActions
) -> None:
    recent = menu(window, "Open recent")
    actions.show_recent(FILES)
    actions.apply_state(replace(READY, phase=Phase.TRAINING))
    assert not recent.isEnabled()
    actions.show_recent(FILES)
    assert not recent.isEnabled()
    actions.apply_state(AppState())
    assert recent.isEnabled()


def test_the_theme_in_force_is_marked_and_another_one_can_be_chosen(
    window: QMainWindow, actions: WindowActions, qtbot: QtBot
) -> None:
    entries = menu(window, "View").actions()
    assert [entry.data() for entry in entries] == ["system", "light", "dark"]
    assert [entry.isChecked() for entry in entries] == [False, False, True]
    with qtbot.waitSignal(actions.theme_chosen) as chosen:
        entries[1].trigger()
    assert chosen.args == ["light"]
    assert [entry.isChecked() for entry in entries] == [False, True, False]


def test_no_two_entries_that_can_be_used_at_once_share_their_keys(actions: WindowActions) -> None:
    for phase in Phase:
        actions.apply_state(replace(READY, phase=phase))
        keys = [
            action.shortcut().toString()
            for action in (actions.train, actions.pause, actions.resume, actions.step, actions.stop)
            if action.isEnabled()
        ]
        assert len(set(keys)) == len(keys), phase
