"""Closing the window: an unsaved model is asked about, and only a save that succeeded closes it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox

from engine.errors import UserError
from engine.protocol import commands, events
from engine.protocol.activity import Activity
from tests.gui.verdict_examples import a_detector
from tests.gui.window.window_driver import WindowDriver

Button = QMessageBox.StandardButton


def answer(driver: WindowDriver, button: Button) -> None:
    (prompt,) = [found for found in driver.window.findChildren(QMessageBox) if found.isVisible()]
    prompt.button(button).click()


def test_a_saved_model_lets_the_window_close_at_once(driver: WindowDriver) -> None:
    driver.window.close()
    assert not driver.window.isVisible()


def test_an_unsaved_model_is_asked_about_first(driver: WindowDriver) -> None:
    driver.leave_unsaved()
    driver.window.close()
    assert driver.window.isVisible()
    answer(driver, Button.Cancel)
    assert driver.window.isVisible()
    driver.window.close()
    answer(driver, Button.Discard)
    assert not driver.window.isVisible()


def test_save_closes_the_window_once_the_model_is_saved(driver: WindowDriver, tmp_path: Path) -> None:
    driver.leave_unsaved()
    path = tmp_path / "mine.aestudio"
    driver.window.client.save(path)
    driver.publish(events.ProjectSaved(path), events.CommandEnded(driver.commands[-1]))
    driver.window.client.learn_normal()
    driver.publish(a_detector(100))  # no file holds these verdicts
    driver.window.close()
    answer(driver, Button.Save)
    assert driver.window.isVisible()
    assert [command.path for command in driver.commands_of(commands.SaveProject)] == [path, path]
    driver.publish(events.ProjectSaved(path))
    assert not driver.window.isVisible()


def test_a_failed_save_leaves_the_window_open_and_the_next_save_closes_nothing(
    driver: WindowDriver, tmp_path: Path
) -> None:
    driver.leave_unsaved()
    driver.window.close()
    answer(driver, Button.Save)
    (dialog,) = [found for found in driver.window.findChildren(QFileDialog) if found.isVisible()]
    dialog.selectFile(str(tmp_path / "mine.aestudio"))
    dialog.accept()
    saving = driver.commands_of(commands.SaveProject)[0]
    driver.publish(
        events.EngineFailed(Activity.SAVING, UserError("The disk is full.")), events.CommandEnded(saving)
    )
    assert driver.window.isVisible()
    assert driver.window.state.is_modified
    assert "The disk is full." in driver.text("noticeText")
    driver.publish(events.ProjectSaved(tmp_path / "mine.aestudio"))
    assert driver.window.isVisible()


def test_a_cancelled_save_as_leaves_the_window_open_and_the_next_save_closes_nothing(
    driver: WindowDriver, tmp_path: Path
) -> None:
    driver.leave_unsaved()
    driver.window.close()
    answer(driver, Button.Save)
    (dialog,) = [found for found in driver.window.findChildren(QFileDialog) if found.isVisible()]
    dialog.reject()
    driver.publish(events.ProjectSaved(tmp_path / "mine.aestudio"))
    assert driver.window.isVisible()


def test_it_says_when_it_is_hidden_and_when_its_engine_has_ended(driver: WindowDriver, tmp_path: Path) -> None:
    said: list[tuple[str, bool, bool]] = []
    window = driver.window
    for name in ("closing", "closed"):
        getattr(window, name).connect(
            lambda name=name: said.append((name, window.isVisible(), window.client._inbox.is_closed))
        )
    driver.leave_unsaved()
    window.close()
    answer(driver, Button.Cancel)
    assert said == []
    window.close_without_saving()
    assert said == [("closing", False, False), ("closed", False, True)]
    assert "geometry" in (tmp_path / "memory" / "window.ini").read_text()


def test_a_save_that_has_not_ended_is_waited_for(driver: WindowDriver, tmp_path: Path) -> None:
    driver.window.client.save(tmp_path / "copy.aestudio")
    saving = driver.commands_of(commands.SaveProject)[0]
    driver.window.close()
    assert driver.window.isVisible()
    assert not driver.window.findChildren(QMessageBox)
    driver.publish(events.ProjectSaved(tmp_path / "copy.aestudio"), events.CommandEnded(saving))
    assert not driver.window.isVisible()


def test_a_window_that_waits_for_a_save_stays_open_when_the_save_fails(
    driver: WindowDriver, tmp_path: Path
) -> None:
    driver.window.client.save(tmp_path / "copy.aestudio")
    saving = driver.commands_of(commands.SaveProject)[0]
    driver.window.close()
    failure = events.EngineFailed(Activity.SAVING, UserError("The disk is full."))
    driver.publish(failure, events.CommandEnded(saving))
    assert driver.window.isVisible()
