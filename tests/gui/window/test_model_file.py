"""Saving and opening: which file, and what happens to an unsaved model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from engine.protocol.events import ModelReady, ProjectSaved
from gui.window.memory import WindowMemory
from gui.window.model_file import ModelFile
from tests.gui.states import MODEL, READY, a_model

Button = QMessageBox.StandardButton


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def memory(tmp_path: Path) -> WindowMemory:
    memory = WindowMemory(tmp_path / "memory")
    memory.folder = str(tmp_path)
    return memory


@pytest.fixture
def model_file(window: QWidget, memory: WindowMemory) -> ModelFile:
    """A `ModelFile` whose model is not saved."""
    model_file = ModelFile(window, memory)
    model_file.apply_state(replace(READY, is_modified=True))
    return model_file


@pytest.fixture
def done() -> list[str]:
    """What was done to the unsaved model."""
    return []


@pytest.fixture
def close(model_file: ModelFile, done: list[str]) -> Callable[[], None]:
    """Ask to close the window, which would lose the model."""
    return lambda: model_file.unless_unsaved("Closing the window", lambda: done.append("closed"))


def prompt(window: QWidget) -> QMessageBox:
    shown = [found for found in window.findChildren(QMessageBox, "unsavedPrompt") if found.isVisible()]
    assert len(shown) == 1
    return shown[0]


def answer(window: QWidget, button: Button) -> None:
    prompt(window).button(button).click()


def save_dialog(window: QWidget) -> QFileDialog:
    shown = [found for found in window.findChildren(QFileDialog) if found.isVisible()]
    assert len(shown) == 1
    return shown[0]


def test_a_model_that_is_saved_is_given_up_without_a_question(
    model_file: ModelFile, close: Callable[[], None], done: list[str], window: QWidget
) -> None:
    model_file.apply_state(READY)
    close()
    assert done == ["closed"]
    assert window.findChild(QMessageBox) is None


def test_an_unsaved_model_is_asked_about_by_its_name_and_nothing_happens_meanwhile(
    close: Callable[[], None], done: list[str], window: QWidget
) -> None:
    close()
    close()  # the second click raises the same question
    assert MODEL.name in prompt(window).text()
    assert prompt(window).informativeText() == "Closing the window loses what it has learnt."
    assert done == []


def test_cancel_keeps_everything(
    close: Callable[[], None], done: list[str], window: QWidget, qtbot: QtBot
) -> None:
    close()
    answer(window, Button.Cancel)
    assert done == []
    close()  # and it is asked again
    answer(window, Button.Cancel)


def test_discard_does_it_at_once(close: Callable[[], None], done: list[str], window: QWidget) -> None:
    close()
    answer(window, Button.Discard)
    assert done == ["closed"]


def test_save_stops_what_runs_saves_to_the_models_file_and_only_then_goes_on(
    model_file: ModelFile,
    close: Callable[[], None],
    done: list[str],
    window: QWidget,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    path = tmp_path / "a.aestudio"
    model_file.apply_state(replace(READY, is_modified=True, model_path=path))
    close()
    with qtbot.waitSignals([model_file.stop_requested, model_file.save_requested]):
        answer(window, Button.Save)
    assert done == []
    model_file.finish_saving(ProjectSaved(path))
    assert done == ["closed"]
    model_file.finish_saving(ProjectSaved(path))
    assert done == ["closed"]  # a later save closes nothing


def test_a_failed_save_does_not_go_on_nor_does_the_next_save(
    model_file: ModelFile, close: Callable[[], None], done: list[str], window: QWidget, tmp_path: Path
) -> None:
    path = tmp_path / "a.aestudio"
    model_file.apply_state(replace(READY, is_modified=True, model_path=path))
    close()
    answer(window, Button.Save)
    model_file.forget_pending_action()
    model_file.finish_saving(ProjectSaved(path))
    assert done == []


def test_a_cancelled_save_as_does_not_go_on_nor_does_the_next_save(
    model_file: ModelFile, close: Callable[[], None], done: list[str], window: QWidget, tmp_path: Path
) -> None:
    close()
    answer(window, Button.Save)
    save_dialog(window).reject()
    model_file.finish_saving(ProjectSaved(tmp_path / "a.aestudio"))
    assert done == []


def test_save_as_proposes_the_models_name_and_gives_the_chosen_file_its_ending(
    model_file: ModelFile, window: QWidget, memory: WindowMemory, tmp_path: Path, qtbot: QtBot
) -> None:
    model_file.apply_state(replace(READY, model=a_model("Clear on MNIST: 3/5")))
    model_file.save()  # no file yet
    dialog = save_dialog(window)
    assert Path(dialog.selectedFiles()[0]) == tmp_path / "clear-on-mnist-3-5.aestudio"
    (tmp_path / "models").mkdir()
    dialog.setDirectory(str(tmp_path / "models"))
    dialog.selectFile("mine")
    with qtbot.waitSignal(model_file.save_requested) as saved:
        dialog.accept()
    assert saved.args == [tmp_path / "models" / "mine.aestudio"]
    assert memory.folder == str(tmp_path / "models")


def test_save_as_starts_from_the_models_own_file(model_file: ModelFile, window: QWidget, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    model_file.apply_state(replace(READY, model_path=tmp_path / "models" / "mine.aestudio"))
    model_file.save_as()
    assert Path(save_dialog(window).selectedFiles()[0]) == tmp_path / "models" / "mine.aestudio"


def test_another_model_is_opened_once_the_unsaved_one_has_been_seen_to(
    model_file: ModelFile, window: QWidget, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(model_file.open_requested):
        model_file.open_path(Path("b.aestudio"))
    with qtbot.waitSignal(model_file.open_requested) as opened:
        answer(window, Button.Discard)
    assert opened.args == [Path("b.aestudio")]


def test_a_file_that_was_opened_or_saved_is_remembered_and_the_change_emitted(
    model_file: ModelFile, memory: WindowMemory, tmp_path: Path, qtbot: QtBot
) -> None:
    opened, saved = tmp_path / "opened.aestudio", tmp_path / "saved.aestudio"
    for path in (opened, saved):
        path.touch()
    with qtbot.waitSignal(model_file.recent_changed):
        model_file.remember_opened(ModelReady(MODEL, opened))
    with qtbot.waitSignal(model_file.recent_changed):
        model_file.finish_saving(ProjectSaved(saved))
    with qtbot.assertNotEmitted(model_file.recent_changed):
        model_file.remember_opened(ModelReady(MODEL))
    assert memory.recent_files == [saved.resolve(), opened.resolve()]
