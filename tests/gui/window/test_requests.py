"""The window's requests to the engine, and when they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.datasets.image_dataset import ImageDataset
from engine.protocol import commands, events
from engine.protocol.activity import Outcome
from engine.settings import PRESETS, TrainingSettings
from gui.state.app_state import Phase
from gui.widgets.number_box import NumberBox
from tests.gui import training_events
from tests.gui.states import a_dataset
from tests.gui.window.window_driver import WindowDriver


def wait_for_warm_up(driver: WindowDriver, qtbot: QtBot) -> None:
    """Wait for the moment at which the engine may be asked to compile."""
    timer = driver.window.requests._warm_up_timer
    if timer.isActive():
        qtbot.waitSignal(timer.timeout).wait()


def spoil_a_setting(driver: WindowDriver, qtbot: QtBot) -> None:
    epochs = driver.find("epochsBox")
    assert isinstance(epochs, NumberBox)
    qtbot.keyClicks(epochs, "x")


def train(driver: WindowDriver) -> commands.Train:
    """Click Train, and publish that the training has begun."""
    driver.button("trainButton").click()
    (training,) = driver.commands_of(commands.Train)
    driver.publish(training_events.started(training.run_id))
    assert isinstance(training, commands.Train)
    return training


def test_once_the_engine_is_free_it_compiles_ahead_of_the_click(driver: WindowDriver, qtbot: QtBot) -> None:
    wait_for_warm_up(driver, qtbot)
    (warm_up,) = driver.commands_of(commands.WarmUp)
    assert warm_up.settings == driver.window.training_panel.settings_form.settings()


def test_another_setting_is_compiled_ahead_of_the_click(driver: WindowDriver, qtbot: QtBot) -> None:
    wait_for_warm_up(driver, qtbot)
    driver.window.training_panel.settings_form.set_settings(PRESETS["article"])
    wait_for_warm_up(driver, qtbot)
    assert driver.commands_of(commands.WarmUp)[-1].settings == PRESETS["article"]
    assert len(driver.commands_of(commands.WarmUp)) == 2


def test_for_other_classes_it_is_compiled_ahead_too(driver: WindowDriver, qtbot: QtBot) -> None:
    wait_for_warm_up(driver, qtbot)
    qtbot.mouseClick(driver.find("normalButton1"), Qt.MouseButton.LeftButton)
    wait_for_warm_up(driver, qtbot)
    assert [warm_up.normal for warm_up in driver.commands_of(commands.WarmUp)] == [None, (1,)]


def test_nothing_is_compiled_ahead_while_a_training_runs(driver: WindowDriver, qtbot: QtBot) -> None:
    wait_for_warm_up(driver, qtbot)
    train(driver)
    driver.window.requests._warm_up_timer.start()
    wait_for_warm_up(driver, qtbot)
    assert len(driver.commands_of(commands.WarmUp)) == 1


def test_nothing_is_compiled_ahead_without_data_or_with_a_wrong_setting(
    open_driver: Callable[..., WindowDriver], qtbot: QtBot
) -> None:
    driver = open_driver()
    driver.publish(events.EngineReady(1.0))
    wait_for_warm_up(driver, qtbot)
    spoil_a_setting(driver, qtbot)
    driver.publish(events.DatasetLoaded(a_dataset()))
    wait_for_warm_up(driver, qtbot)
    assert driver.commands_of(commands.WarmUp) == []


def test_a_training_has_the_settings_and_the_classes_of_the_panel(driver: WindowDriver, qtbot: QtBot) -> None:
    driver.window.training_panel.settings_form.set_settings(replace(TrainingSettings(), epochs=7))
    qtbot.mouseClick(driver.find("normalButton2"), Qt.MouseButton.LeftButton)
    training = train(driver)
    assert training.settings.epochs == 7
    assert training.normal == (2,)
    training.control.epoch_ended()
    assert not training.control.is_paused


def test_a_step_begins_a_run_that_pauses_after_an_epoch_and_then_lets_it_go_on(driver: WindowDriver) -> None:
    driver.button("stepButton").click()
    (training,) = driver.commands_of(commands.Train)
    driver.publish(training_events.started(training.run_id))
    training.control.epoch_ended()
    assert training.control.is_paused
    driver.publish(events.TrainingPaused(training.run_id))
    driver.button("stepButton").click()
    assert len(driver.commands_of(commands.Train)) == 1
    assert not training.control.is_paused


def test_a_wrong_setting_is_refused_with_a_notice_by_the_menu_too(driver: WindowDriver, qtbot: QtBot) -> None:
    spoil_a_setting(driver, qtbot)
    driver.window.actions_of_menu.train.trigger()
    assert driver.commands_of(commands.Train) == []
    assert "correct the marked field" in driver.text("noticeText")


def test_a_trained_model_is_evaluated_and_learns_what_is_normal(driver: WindowDriver, qtbot: QtBot) -> None:
    qtbot.mouseClick(driver.find("normalButton2"), Qt.MouseButton.LeftButton)
    training = train(driver)
    driver.publish(training_events.finished(training.run_id))
    assert [command.normal for command in driver.commands_of(commands.Evaluate)] == [(2,)]
    assert len(driver.commands_of(commands.FitDetector)) == 1


def test_without_a_test_set_it_only_learns_what_is_normal(driver: WindowDriver) -> None:
    driver.publish(events.DatasetLoaded(a_dataset("other.npz", has_tests=False)))
    training = train(driver)
    driver.publish(training_events.finished(training.run_id))
    assert driver.commands_of(commands.Evaluate) == []
    assert len(driver.commands_of(commands.FitDetector)) == 1


def test_a_run_that_was_stopped_in_its_first_epoch_learns_no_verdicts(driver: WindowDriver) -> None:
    training = train(driver)
    driver.publish(events.TrainingFinished(training.run_id, Outcome.STOPPED, 0, 1.0, 100.0))
    assert driver.commands_of(commands.FitDetector) == []
    assert driver.commands_of(commands.Evaluate) == []


@pytest.mark.parametrize(
    "replace_it",
    [
        lambda window: window.client.open(Path("other.aestudio")),
        lambda window: window.client.load_dataset("mnist"),
    ],
    ids=["another model", "other data"],
)
def test_no_verdicts_are_learnt_for_a_model_or_data_that_are_being_replaced(
    driver: WindowDriver, replace_it: Callable[[object], None]
) -> None:
    training = train(driver)
    replace_it(driver.window)
    driver.publish(training_events.finished(training.run_id))
    assert driver.commands_of(commands.FitDetector) == []
    assert driver.commands_of(commands.Evaluate) == []


def test_the_menu_steers_the_run(driver: WindowDriver) -> None:
    actions = driver.window.actions_of_menu
    actions.train.trigger()
    (training,) = driver.commands_of(commands.Train)
    driver.publish(training_events.started(training.run_id))
    actions.pause.trigger()
    assert training.control.is_paused
    driver.publish(events.TrainingPaused(training.run_id))
    actions.resume.trigger()
    assert not training.control.is_paused
    actions.stop.trigger()
    assert training.control.is_stopped
    assert driver.window.state.phase is Phase.STOPPING


def test_the_buttons_steer_the_run_and_the_learning_rate_reaches_it(driver: WindowDriver, qtbot: QtBot) -> None:
    training = train(driver)
    driver.button("pauseButton").click()
    assert training.control.is_paused
    driver.publish(events.TrainingPaused(training.run_id))
    driver.button("pauseButton").click()
    assert not training.control.is_paused
    driver.window.training_panel.settings_form.learning_rate_changed.emit(0.25)
    assert training.control.take_learning_rate() == 0.25
    driver.button("stopButton").click()
    assert training.control.is_stopped


def test_an_evaluation_by_the_menu_is_of_the_chosen_classes(driver: WindowDriver, qtbot: QtBot) -> None:
    qtbot.mouseClick(driver.find("normalButton0"), Qt.MouseButton.LeftButton)
    driver.window.actions_of_menu.evaluate.trigger()
    assert [command.normal for command in driver.commands_of(commands.Evaluate)] == [(0,)]
    assert driver.window.state.phase is Phase.EVALUATING


def test_another_sample_is_of_the_test_set(driver: WindowDriver) -> None:
    black, white = np.zeros((4, 28, 28, 1), np.uint8), np.full((4, 28, 28, 1), 255, np.uint8)
    driver.publish(events.DatasetLoaded(ImageDataset("a", "a.npz", black, None, white)))
    chosen: list[np.ndarray] = []
    driver.window.requests.sample_chosen.connect(chosen.append)
    driver.window.answer_row.canvas.tools.sample.trigger()
    assert (chosen[-1] == 255).all()
    driver.publish(events.DatasetLoaded(ImageDataset("b", "b.npz", black)))
    driver.window.answer_row.canvas.tools.sample.trigger()
    assert (chosen[-1] == 0).all()
    assert len(chosen) == 2
