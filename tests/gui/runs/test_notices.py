"""What the bar at the top says about runs, and what its buttons do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QToolButton

from engine.protocol import commands, events
from engine.protocol.run_events import ExperimentOpened, RunsDropped, RunsNotKept
from engine.settings import PRESETS
from tests.gui import training_events
from tests.gui.run_examples import a_run, changed, interrupted
from tests.gui.states import a_dataset
from tests.gui.window.window_driver import WindowDriver


def buttons(driver: WindowDriver) -> list[str]:
    found = driver.window.notice_bar.findChildren(QToolButton)
    return [one.text() for one in found if one.objectName().startswith("noticeAction") and not one.isHidden()]


def click(driver: WindowDriver, text: str) -> None:
    found = driver.window.notice_bar.findChildren(QToolButton)
    (button,) = (one for one in found if one.text() == text and not one.isHidden())
    button.click()


def test_an_interrupted_run_is_offered_at_the_start_and_only_then(driver: WindowDriver) -> None:
    driver.publish(changed(a_run("fine"), interrupted("cut"), interrupted("cut before")))
    assert driver.text("noticeText") == (
        "“Clear on MNIST” was interrupted at epoch 31 of 50. 1 more is under Runs."
    )
    assert buttons(driver) == ["Continue", "Keep", "Discard"]
    driver.window.notice_bar.close_notice()
    driver.publish(changed(a_run("fine"), interrupted("cut"), interrupted("cut before")))
    assert driver.window.notice_bar.isHidden()


def test_the_offer_stays_when_something_less_important_is_to_be_said(driver: WindowDriver) -> None:
    driver.publish(changed(interrupted("cut")))
    driver.publish(events.DatasetLoaded(a_dataset("pen", note="Pen digits stand in for MNIST.")))
    assert "was interrupted" in driver.text("noticeText")
    driver.window.notice_bar.close_notice()
    assert driver.text("noticeText") == "Pen digits stand in for MNIST."


def test_continue_trains_the_interrupted_run_to_its_end_with_its_settings_in_the_form(
    driver: WindowDriver,
) -> None:
    run = interrupted("cut")
    driver.publish(changed(run))
    click(driver, "Continue")
    (command,) = driver.commands_of(commands.ContinueRun)
    assert (command.key, command.epochs, command.learning_rate) == ("cut", None, None)
    assert driver.window.training_panel.settings_form.settings() == run.model.settings
    assert driver.window.notice_bar.isHidden()


def test_an_interrupted_run_is_not_continued_into_a_training_that_has_begun(driver: WindowDriver) -> None:
    driver.publish(changed(interrupted("cut")))
    driver.button("trainButton").click()
    (training,) = driver.commands_of(commands.Train)
    driver.publish(training_events.started(training.run_id))
    click(driver, "Continue")
    assert driver.commands_of(commands.ContinueRun) == []
    assert "A training is running" in driver.text("noticeText")
    driver.button("stopButton").click()
    assert training.control.is_stopped, "the buttons still steer the training"


def test_keep_makes_it_a_stopped_run(driver: WindowDriver) -> None:
    driver.publish(changed(interrupted("cut")))
    click(driver, "Keep")
    (edit,) = driver.commands_of(commands.EditRun)
    assert (edit.key, edit.name, edit.note) == ("cut", None, None)


def test_discard_deletes_it_and_can_be_undone(driver: WindowDriver) -> None:
    driver.publish(changed(interrupted("cut")))
    click(driver, "Discard")
    assert [command.keys for command in driver.commands_of(commands.DeleteRuns)] == [("cut",)]
    click(driver, "Undo")
    assert [command.keys for command in driver.commands_of(commands.RestoreRuns)] == [("cut",)]


def test_a_run_that_was_cut_off_after_its_last_epoch_has_nothing_to_continue(driver: WindowDriver) -> None:
    driver.publish(changed(interrupted("cut", epochs=50)))
    assert buttons(driver) == ["Keep", "Discard"]


def test_it_says_which_runs_made_way_and_how_to_prevent_that(driver: WindowDriver) -> None:
    driver.publish(RunsDropped(("A", "B", "C", "D"), 1 << 30))
    assert driver.text("noticeText") == (
        "“A”, “B”, “C” and 1 more made way to stay within 1 GB. A run that you save, name or annotate is never removed."
    )


def test_it_says_why_runs_cannot_be_kept(driver: WindowDriver) -> None:
    driver.publish(RunsNotKept("No space left on device"))
    assert "not being kept" in driver.text("noticeText")
    assert "No space left on device" in driver.text("noticeText")


def test_an_experiment_restores_the_window_and_asks_for_its_data(driver: WindowDriver) -> None:
    drawing = np.zeros((28, 28), np.uint8)
    drawing[8:20, 12:16] = 255
    driver.publish(
        changed(a_run("other", days=1), a_run("brought", settings=PRESETS["denoising"]), current="brought"),
        ExperimentOpened(Path("tiles.aestudio-experiment"), ("brought",), "Kiln 3", 0.02, drawing, ("Tiles",)),
    )
    window = driver.window
    assert window.verdicts.threshold.requested == 50
    assert window.answer_row.canvas.document.pixels().any()
    assert [run.key for run in window.runs.page.view.selected] == ["brought"]
    assert window.training_panel.settings_form.settings() == PRESETS["denoising"]
    assert [history.name for history in window.loss_plot.runs] == ["brought"]
    assert window.pages.tabText(window.pages.currentIndex()) == "Runs"
    assert driver.text("noticeText") == (
        "Opened tiles.aestudio-experiment with 1 run. It was made on Tiles; open that file to evaluate again."
    )
    notes = driver.find("noticeDetails")
    assert isinstance(notes, QPlainTextEdit)
    assert notes.isVisible()
    assert notes.toPlainText() == "Kiln 3"
    assert buttons(driver) == ["Open file…"]


def test_an_experiment_without_drawing_threshold_and_missing_data_leaves_these_alone(driver: WindowDriver) -> None:
    driver.publish(
        changed(a_run("one")), ExperimentOpened(Path("a.aestudio-experiment"), ("one",), "", None, None, ())
    )
    assert driver.window.verdicts.threshold.requested == 100
    assert driver.text("noticeText") == "Opened a.aestudio-experiment with 1 run."
    assert buttons(driver) == []


def test_an_experiment_is_opened_whatever_way_its_file_comes(driver: WindowDriver) -> None:
    path = Path("tiles.aestudio-experiment")
    driver.window.file_opening.open_path(path)
    assert [command.path for command in driver.commands_of(commands.OpenExperiment)] == [path]
    driver.window.client.train(PRESETS["clear"], None)
    driver.publish(training_events.started(driver.commands[-1].run_id))
    driver.window.file_opening.open_path(path)
    assert len(driver.commands_of(commands.OpenExperiment)) == 1
    assert "was not opened" in driver.text("noticeText")
    assert driver.window.findChildren(QFileDialog) == []
