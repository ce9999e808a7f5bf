"""Closing the window: an unsaved model is asked about, and only a save that succeeded closes it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox

from engine.errors import UserError
from engine.protocol import commands, events
from engine.protocol.activity import Activity
from tests.gui.verdict_examples import a_detector
from tests.gui.window.window_gear import Desk

Button = QMessageBox.StandardButton


def answer(desk: Desk, button: Button) -> None:
    (prompt,) = [found for found in desk.window.findChildren(QMessageBox) if found.isVisible()]
    prompt.button(button).click()


def test_a_saved_model_lets_the_window_close_at_once(desk: Desk) -> None:
    desk.window.close()
    assert not desk.window.isVisible()


def test_an_unsaved_model_is_asked_about_first(desk: Desk) -> None:
    desk.leave_unsaved()
    desk.window.close()
    assert desk.window.isVisible()
    answer(desk, Button.Cancel)
    assert desk.window.isVisible()
    desk.window.close()
    answer(desk, Button.Discard)
    assert not desk.window.isVisible()


def test_save_closes_the_window_once_the_model_is_saved(desk: Desk, tmp_path: Path) -> None:
    desk.leave_unsaved()
    path = tmp_path / "mine.aestudio"
    desk.window.client.save(path)
    desk.say(events.ProjectSaved(path), events.CommandEnded(desk.asked[-1]))
    desk.window.client.learn_normal()
    desk.say(a_detector(100))  # no file holds these verdicts
    desk.window.close()
    answer(desk, Button.Save)
    assert desk.window.isVisible()
    assert [command.path for command in desk.asked_for(commands.SaveProject)] == [path, path]
    desk.say(events.ProjectSaved(path))
    assert not desk.window.isVisible()


def test_a_failed_save_leaves_the_window_open_and_the_next_save_closes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.leave_unsaved()
    desk.window.close()
    answer(desk, Button.Save)
    (dialog,) = [found for found in desk.window.findChildren(QFileDialog) if found.isVisible()]
    dialog.selectFile(str(tmp_path / "mine.aestudio"))
    dialog.accept()
    saving = desk.asked_for(commands.SaveProject)[0]
    desk.say(events.EngineFailed(Activity.SAVING, UserError("The disk is full.")), events.CommandEnded(saving))
    assert desk.window.isVisible()
    assert desk.window.state.is_modified
    assert "The disk is full." in desk.text("noticeText")
    desk.say(events.ProjectSaved(tmp_path / "mine.aestudio"))
    assert desk.window.isVisible()


def test_a_cancelled_save_as_leaves_the_window_open_and_the_next_save_closes_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    desk.leave_unsaved()
    desk.window.close()
    answer(desk, Button.Save)
    (dialog,) = [found for found in desk.window.findChildren(QFileDialog) if found.isVisible()]
    dialog.reject()
    desk.say(events.ProjectSaved(tmp_path / "mine.aestudio"))
    assert desk.window.isVisible()
