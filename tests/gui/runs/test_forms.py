"""Continuing a run, training anew, and saving runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPlainTextEdit, QToolButton

from engine.protocol import commands, events
from engine.protocol.run_events import ExperimentSaved, RunSaved
from engine.settings import PRESETS
from gui.runs.page import RunsPage
from gui.widgets.number_box import NumberBox
from tests.gui.run_examples import a_run, changed, interrupted
from tests.gui.window.window_driver import WindowDriver


def tool(driver: WindowDriver, name: str) -> QToolButton:
    found = driver.find(name)
    assert isinstance(found, QToolButton)
    return found


def dialog_of(page: RunsPage) -> QFileDialog:
    (dialog,) = page.findChildren(QFileDialog)
    return dialog


def test_a_run_is_continued_for_more_epochs_with_another_learning_rate(
    driver: WindowDriver, page: RunsPage
) -> None:
    page.view.select(("old",))
    tool(driver, "continueRunButton").click()
    more, rate = driver.find("moreEpochsBox"), driver.find("nextLearningRateBox")
    assert isinstance(more, NumberBox)
    assert isinstance(rate, NumberBox)
    QTest.keyClicks(more, "8")
    assert driver.text("totalEpochsLabel") == "12 are done, 20 in all"
    rate.selectAll()
    QTest.keyClicks(rate, "0.001")
    driver.button("continueStartButton").click()
    (command,) = driver.commands_of(commands.ContinueRun)
    assert (command.key, command.epochs, command.learning_rate) == ("old", 20, 0.001)
    assert page.details.isVisible()
    assert driver.window.state.is_run_alive


def test_a_continued_run_keeps_its_learning_rate_unless_it_was_changed(
    driver: WindowDriver, page: RunsPage
) -> None:
    driver.publish(changed(interrupted("cut")))
    page.view.select(("cut",))
    tool(driver, "continueRunButton").click()
    driver.button("continueStartButton").click()
    (command,) = driver.commands_of(commands.ContinueRun)
    assert (command.epochs, command.learning_rate) == (50, None)


def test_a_wrong_number_of_epochs_is_explained_and_nothing_is_asked_for(
    driver: WindowDriver, page: RunsPage
) -> None:
    tool(driver, "continueRunButton").click()
    more = driver.find("moreEpochsBox")
    assert isinstance(more, NumberBox)
    QTest.keyClicks(more, "99999")
    assert not driver.button("continueStartButton").isEnabled()
    assert "at most 100,000" in driver.text("totalEpochsLabel")
    QTest.keyClick(more, Qt.Key.Key_Return)
    assert driver.commands_of(commands.ContinueRun) == []


def test_a_new_run_is_trained_with_the_settings_of_another(driver: WindowDriver, page: RunsPage) -> None:
    settings = replace(PRESETS["article"], epochs=7)
    driver.publish(changed(a_run("old", settings=settings, normal=(0, 2))))
    page.view.select(("old",))
    page.actions_of_runs["anew"].trigger()
    (command,) = driver.commands_of(commands.Train)
    assert (command.settings, command.normal) == (settings, (0, 2))


def test_a_run_is_saved_as_a_model_file_under_its_name(
    driver: WindowDriver, page: RunsPage, tmp_path: Path
) -> None:
    page.view.select(("old",))
    page.actions_of_runs["save"].trigger()
    path = tmp_path / "old.aestudio"
    path.touch()
    dialog_of(page).fileSelected.emit(str(path))
    (command,) = driver.commands_of(commands.SaveRun)
    assert (command.key, command.path) == ("old", path)
    driver.publish(RunSaved("old", path), events.CommandEnded(command))
    assert "old.aestudio" in driver.text("statusLabel")
    assert path in driver.window._memory.recent_files


@pytest.mark.parametrize(("is_ticked", "with_data"), [(False, None), (True, True)])
def test_an_experiment_is_saved_with_notes_threshold_and_data(
    driver: WindowDriver, page: RunsPage, tmp_path: Path, is_ticked: bool, with_data: bool | None
) -> None:
    driver.window.verdicts.threshold.request(50)
    page.view.select(("new", "old"))
    page.actions_of_runs["experiment"].trigger()
    notes, box = driver.find("experimentNotes"), driver.find("experimentWithDataBox")
    assert isinstance(notes, QPlainTextEdit)
    assert isinstance(box, QCheckBox)
    QTest.keyClicks(notes, "For the talk")
    box.setChecked(is_ticked)
    driver.button("experimentSaveButton").click()
    path = tmp_path / "talk.aestudio-experiment"
    dialog_of(page).fileSelected.emit(str(path))
    (command,) = driver.commands_of(commands.SaveExperiment)
    assert (command.path, command.keys, command.notes) == (path, ("new", "old"), "For the talk")
    assert (command.false_alarms, command.with_data, command.drawing) == (0.02, with_data, None)
    driver.publish(ExperimentSaved(path))
    assert "talk.aestudio-experiment" in driver.text("statusLabel")
