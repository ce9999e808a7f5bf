"""The window as a whole: what it opens, what it shows of data and model, and what it keeps between starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from engine.errors import UserError
from engine.protocol import commands, events
from engine.protocol.activity import Activity, Outcome
from engine.settings import PRESETS
from gui.look.colours import is_dark
from gui.state.app_state import Phase
from gui.window.memory import WindowMemory
from tests.gui import training_events
from tests.gui.states import DATASET, MODEL, a_dataset, a_model
from tests.gui.window.window_driver import WindowDriver


def a_file(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(b"a model")
    return path.resolve()


def recent_menu(driver: WindowDriver) -> QMenu:
    return next(found for found in driver.window.findChildren(QMenu) if "recent" in found.title())


# ------------------------------------------------------------------------------------------------ what it opens


def test_without_files_it_asks_for_the_usual_data(open_driver: Callable[..., WindowDriver]) -> None:
    driver = open_driver()
    driver.start()
    assert [command.source for command in driver.commands_of(commands.LoadDataset)] == ["auto"]


def test_files_that_it_is_given_are_opened(open_driver: Callable[..., WindowDriver]) -> None:
    driver = open_driver("-style", "a.npz", "model.aestudio")
    driver.start()
    assert [command.source for command in driver.commands_of(commands.LoadDataset)] == ["a.npz"]
    assert [command.path for command in driver.commands_of(commands.OpenProject)] == [Path("model.aestudio")]


def test_bad_data_leave_no_empty_window(open_driver: Callable[..., WindowDriver]) -> None:
    driver = open_driver("bad.npz")
    driver.start()
    driver.publish(
        events.EngineReady(1.0), events.EngineFailed(Activity.LOADING_DATA, UserError("bad.npz is torn."))
    )
    assert "bad.npz is torn." in driver.text("noticeText")
    assert [command.source for command in driver.commands_of(commands.LoadDataset)] == ["bad.npz", "auto"]


def test_bad_data_leave_those_that_are_there(driver: WindowDriver) -> None:
    driver.publish(events.EngineFailed(Activity.LOADING_DATA, UserError("bad.npz is torn.")))
    assert driver.commands_of(commands.LoadDataset) == []


def test_a_second_start_brings_it_forward_and_opens_its_files(driver: WindowDriver) -> None:
    driver.window.come_forward(["b.npz"])
    assert [command.source for command in driver.commands_of(commands.LoadDataset)] == ["b.npz"]


def test_a_dropped_file_is_opened(driver: WindowDriver, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "x.npz"))])
    place, left, none = QPointF(1, 1), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    driver.window.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, left, none))
    assert [command.source for command in driver.commands_of(commands.LoadDataset)] == [str(tmp_path / "x.npz")]


def test_a_file_that_cannot_be_opened_now_is_refused_with_the_reason(driver: WindowDriver) -> None:
    driver.window.client.evaluate(None)
    driver.window.file_opening.open_path(Path("b.npz"))
    assert driver.text("noticeText") == "b.npz was not opened. The model is being evaluated."


# ------------------------------------------------------------------------------------------- data and model


def test_a_study_is_allowed_on_data_of_another_size_than_the_models(driver: WindowDriver) -> None:
    driver.publish(events.DatasetLoaded(a_dataset("small.npz", image_shape=(16, 16, 1))))
    study, evaluation = driver.window.verdicts.study, driver.window.verdicts.evaluation
    assert study.card.start_button.isEnabled()
    assert not evaluation.evaluate_button.isEnabled()
    assert "another size" in evaluation.evaluate_button.toolTip()
    study.card.start_button.click()
    (command,) = driver.commands_of(commands.RunStudy)
    assert command.choices == ((0,), (1,), (2,))


def test_the_chosen_classes_stay_when_the_same_data_come_again(driver: WindowDriver, qtbot: QtBot) -> None:
    qtbot.mouseClick(driver.find("normalButton1"), Qt.MouseButton.LeftButton)
    driver.publish(events.DatasetLoaded(a_dataset(DATASET.source)))
    assert driver.window.training_panel.dataset_panel.normal == (1,)


def test_all_classes_of_other_data_are_normal(driver: WindowDriver, qtbot: QtBot) -> None:
    qtbot.mouseClick(driver.find("normalButton1"), Qt.MouseButton.LeftButton)
    driver.publish(events.DatasetLoaded(a_dataset("other.npz", level=1)))
    assert driver.window.training_panel.dataset_panel.normal is None


def test_what_one_should_know_of_the_data_is_said(driver: WindowDriver) -> None:
    driver.publish(events.DatasetLoaded(a_dataset(note="These stand in for MNIST.")))
    assert driver.text("noticeText") == "These stand in for MNIST."


def test_an_opened_model_brings_its_settings_its_classes_and_its_losses(
    driver: WindowDriver, tmp_path: Path
) -> None:
    settings = replace(PRESETS["article"], epochs=7)
    model = replace(a_model("Old", normal=(0, 2)), settings=settings, history={"loss": (0.5, 0.4)})
    driver.publish(events.ModelReady(model, tmp_path / "old.aestudio"))
    panel = driver.window.training_panel
    assert panel.settings_form.settings() == settings
    assert panel.dataset_panel.normal == (0, 2)
    assert len(driver.window.loss_plot.runs) == 1


def test_classes_that_the_data_do_not_have_change_no_choice(
    driver: WindowDriver, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.mouseClick(driver.find("normalButton1"), Qt.MouseButton.LeftButton)
    driver.publish(events.ModelReady(a_model(normal=(0, 8)), tmp_path / "old.aestudio"))
    assert driver.window.training_panel.dataset_panel.normal == (1,)


def test_the_classes_of_a_model_of_other_data_change_no_choice(
    driver: WindowDriver, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.mouseClick(driver.find("normalButton1"), Qt.MouseButton.LeftButton)
    tiles = replace(a_model("Tiles", normal=(0, 2)), data_identity="that of the tiles")
    driver.publish(events.ModelReady(tiles, tmp_path / "tiles.aestudio"))
    assert driver.window.training_panel.dataset_panel.normal == (1,)  # its class 0 is no digit 0


def test_a_model_that_has_just_been_trained_leaves_the_settings_alone(driver: WindowDriver) -> None:
    driver.window.training_panel.settings_form.set_settings(PRESETS["article"])
    driver.publish(events.ModelReady(replace(MODEL, settings=PRESETS["clear"])))
    assert driver.window.training_panel.settings_form.settings() == PRESETS["article"]


def test_the_canvas_takes_the_shape_of_the_model(driver: WindowDriver) -> None:
    driver.publish(events.ModelReady(a_model(image_shape=(24, 40, 1))))
    assert driver.window.answer_row.image_shape == (24, 40, 1)


def test_the_data_panel_shows_the_progress_of_a_loading_and_not_of_other_work(
    driver: WindowDriver,
) -> None:
    driver.publish(events.Working("Compiling", 0.5))
    assert driver.text("loadingText") != "Compiling"
    driver.window.client.load_dataset("mnist")
    driver.publish(events.Working("Downloading MNIST", 0.25))
    assert driver.text("loadingText") == "Downloading MNIST"
    driver.button("cancelLoadingButton").click()
    assert driver.commands_of(commands.LoadDataset)[-1].cancellation.is_cancelled


def test_a_run_that_diverged_shows_a_notice_with_what_to_do(driver: WindowDriver) -> None:
    driver.window.client.train(PRESETS["clear"], None)
    driver.publish(training_events.started(1), training_events.finished(1, Outcome.DIVERGED))
    assert "try a lower learning rate" in driver.text("noticeText")


def test_the_title_says_which_model_it_is_and_whether_it_is_saved(driver: WindowDriver, tmp_path: Path) -> None:
    assert driver.window.windowTitle() == "Bundled model[*] – Autoencoder Studio"
    driver.leave_unsaved()
    assert driver.window.windowTitle() == "Unsaved model[*] – Autoencoder Studio"
    assert driver.window.isWindowModified()
    driver.publish(events.ProjectSaved(tmp_path / "mine.aestudio"))
    assert driver.window.windowTitle() == "mine.aestudio[*] – Autoencoder Studio"
    assert not driver.window.isWindowModified()


# ------------------------------------------------------------------------------------------ what it remembers


def test_the_theme_that_was_chosen_is_there_at_the_next_start(open_driver: Callable[..., WindowDriver]) -> None:
    first = open_driver()
    first.window.actions_of_menu.theme_chosen.emit("dark")
    assert is_dark()
    first.window.close()
    second = open_driver()
    assert is_dark()
    marked = [
        action.data()
        for action in second.window.findChildren(QAction)
        if action.data() in ("system", "light", "dark") and action.isChecked()
    ]
    assert marked == ["dark"]
    second.window.actions_of_menu.theme_chosen.emit("light")
    assert not is_dark()


def test_size_and_division_are_there_at_the_next_start(
    open_driver: Callable[..., WindowDriver], tmp_path: Path
) -> None:
    first = open_driver()
    first.window.resize(1000, 700)
    QApplication.processEvents()
    upper, lower = first.window._body._right.sizes()
    first.window._body._right.setSizes([upper - 60, lower + 60])
    chosen = first.window._body._right.saveState()
    first.window.close()
    assert WindowMemory(tmp_path / "memory").splitter("right") == chosen  # its pixels depend on the next screen
    second = open_driver()
    assert second.window.height() == 700  # the test's screen is too narrow for any width to come back


def test_an_opened_model_stands_in_the_recent_menu_until_the_list_is_cleared(
    open_driver: Callable[..., WindowDriver], tmp_path: Path
) -> None:
    first = open_driver()
    first.get_ready()
    assert not recent_menu(first).isEnabled()
    first.publish(events.ModelReady(MODEL, a_file(tmp_path, "a.aestudio")))
    first.publish(events.ProjectSaved(a_file(tmp_path, "b.aestudio")))
    assert [action.text() for action in recent_menu(first).actions()][:2] == ["b.aestudio", "a.aestudio"]
    first.window.close()
    second = open_driver()
    second.get_ready()
    assert recent_menu(second).isEnabled()
    recent_menu(second).actions()[1].trigger()
    assert [command.path.name for command in second.commands_of(commands.OpenProject)] == ["a.aestudio"]
    second.end_command(second.commands[-1])
    second.window.actions_of_menu.forget_recent.trigger()
    assert not recent_menu(second).isEnabled()


def test_a_low_window_leaves_the_samples_out(driver: WindowDriver) -> None:
    driver.window.resize(1000, 600)
    QApplication.processEvents()
    assert not driver.window.samples_strip.isVisible()
    driver.window.resize(1000, 800)
    QApplication.processEvents()
    assert driver.window.samples_strip.isVisible()


def test_the_button_that_the_engine_speaks_of_has_that_name(driver: WindowDriver) -> None:
    assert driver.button("learnNormalButton").text() == "Learn what is normal"
    driver.button("learnNormalButton").click()
    assert driver.window.state.phase is Phase.LEARNING
