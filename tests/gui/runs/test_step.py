"""Step in the window: it goes on with the current run where that fits, and says so."""

from __future__ import annotations

from engine.protocol import commands
from engine.settings import PRESETS
from tests.gui.run_examples import a_run, changed
from tests.gui.window.window_driver import WindowDriver


def test_step_goes_on_with_the_current_run_and_its_tool_tip_says_so(driver: WindowDriver) -> None:
    driver.publish(changed(a_run("one", "Clear · MNIST"), current="one"))
    step = driver.button("stepButton")
    assert "Train “Clear · MNIST” one epoch further" in step.toolTip()
    step.click()
    (command,) = driver.commands_of(commands.ContinueRun)
    assert (command.key, command.epochs, command.learning_rate) == ("one", 13, None)
    command.control.epoch_ended()
    assert command.control.is_paused


def test_a_learning_rate_that_was_changed_goes_with_the_step(driver: WindowDriver) -> None:
    driver.publish(changed(a_run("one", epochs=4), current="one"))
    driver.window.training_panel.settings_form._boxes["learning_rate"].setValue(0.5)
    driver.button("stepButton").click()
    (command,) = driver.commands_of(commands.ContinueRun)
    assert (command.epochs, command.learning_rate) == (12, 0.5)


def test_with_other_settings_step_starts_a_new_run_and_says_so(driver: WindowDriver) -> None:
    driver.publish(changed(a_run("one"), current="one"))
    driver.window.training_panel.settings_form.set_settings(PRESETS["article"])
    assert "Start a new run" in driver.button("stepButton").toolTip()
    driver.window.actions_of_menu.step.trigger()
    assert len(driver.commands_of(commands.Train)) == 1
    assert driver.commands_of(commands.ContinueRun) == []


def test_train_always_starts_a_new_run(driver: WindowDriver) -> None:
    driver.publish(changed(a_run("one"), current="one"))
    driver.button("trainButton").click()
    assert len(driver.commands_of(commands.Train)) == 1
