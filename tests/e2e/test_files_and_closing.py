"""Files that are opened, saved or refused, and closing the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from engine.protocol import events
from engine.protocol.run_info import RunInfo, RunStatus
from engine.runs.run_store import RunStore
from gui.state.app_state import Phase
from gui.window.application import create_window
from tests.e2e.drawing import draw

pytestmark = pytest.mark.slow


def test_a_saved_model_opened_again_reconstructs_bit_for_bit_the_same(person, tmp_path: Path):
    person.type_into("epochsBox", "3")
    person.click("trainButton")
    person.wait(lambda: bool(person.window.loss_plot.runs))
    person.wait_until_free()
    before = draw(person)
    path = tmp_path / "ein Modell – 模型.aestudio"
    person.window.client.save(path)
    person.wait(lambda: not person.window.state.is_modified)
    person.wait_until_free()
    person.type_into("epochsBox", "1")
    person.click("trainButton")
    person.wait(lambda: len(person.window.loss_plot.runs) == 2)
    person.wait_until_free()
    person.window.client.open(path)
    person.wait(lambda: person.window.state.model_path == path)
    person.wait_until_free()
    answers: list[events.Reconstructed] = []
    person.window.client.reconstructed.connect(answers.append)
    person.find("drawingCanvas").send_again()
    person.wait(lambda: bool(answers))
    assert np.array_equal(answers[-1].model_input, before.model_input)
    assert np.array_equal(answers[-1].reconstruction, before.reconstruction)


def kept_runs() -> list[RunInfo]:
    """Return the runs that the next start of the program would find."""
    store = RunStore()
    store.load()
    return list(store.runs)


def test_a_trained_model_is_kept_as_a_run_so_closing_asks_nothing(person):
    person.type_into("epochsBox", "1")
    person.click("trainButton")
    person.wait(lambda: person.window.state.is_modified)
    person.wait_until_free()
    person.window.close()
    assert not person.window.isVisible()
    assert [(run.status, run.epochs) for run in kept_runs()] == [(RunStatus.COMPLETED, 1)]


def test_a_run_that_is_closed_with_the_window_can_be_continued(person):
    person.type_into("epochsBox", "100000")
    person.click("stepButton")
    person.wait_for(Phase.PAUSED)
    person.window.close()
    assert not person.window.isVisible()
    assert [(run.status, run.epochs) for run in kept_runs()] == [(RunStatus.INTERRUPTED, 1)]


def train_and_delete_the_run(person) -> None:
    person.type_into("epochsBox", "1")
    person.click("trainButton")
    person.wait(lambda: person.window.state.is_modified)
    person.wait_until_free()
    person.window.runs.requests.delete((person.window.state.current_run,))
    person.wait(lambda: person.window.state.current_run is None)
    person.wait_until_free()


def test_closing_with_a_model_that_would_be_lost_asks_first_and_cancel_keeps_the_window(person):
    train_and_delete_the_run(person)
    person.window.close()
    assert person.window.isVisible()
    prompt = person.window.findChild(QMessageBox, "unsavedPrompt")
    assert prompt is not None
    QTest.mouseClick(prompt.button(QMessageBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
    assert person.window.isVisible()
    person.window.close()
    prompt = person.window.findChild(QMessageBox, "unsavedPrompt")
    QTest.mouseClick(prompt.button(QMessageBox.StandardButton.Discard), Qt.MouseButton.LeftButton)
    person.wait(lambda: not person.window.isVisible())


def test_a_window_closes_at_once_while_the_engine_starts(open_window):
    person = open_window()
    person.wait(lambda: person.window.client.is_running)
    person.window.close()
    assert not person.window.isVisible()
    assert not person.window.client.is_running


def test_a_window_that_is_closed_before_the_engine_starts_starts_none(qtbot):
    window = create_window([])
    assert not window.client.is_running  # it waits for the window to be painted
    window.close()
    window.client.start()  # as the timer does
    assert not window.client.is_running
    window.deleteLater()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"\x93NUMPY\x01\x00"])
def test_a_bad_file_is_refused_in_one_sentence_and_nothing_is_lost(person, tmp_path: Path, content: bytes):
    bad = tmp_path / "schlecht.npz"
    bad.write_bytes(content)
    facts = person.text("datasetFacts")
    person.window.file_opening.open_path(bad)
    person.wait(person.find("noticeBar").isVisible)
    assert "schlecht.npz" in person.text("noticeText")
    person.wait_until_free()
    assert person.text("datasetFacts") == facts
    assert person.find("trainButton").isEnabled()


def test_what_is_no_model_is_refused_and_the_model_stays(person, tmp_path: Path):
    before = draw(person)
    bad = tmp_path / "no-model.aestudio"
    bad.write_text("nothing")
    person.window.file_opening.open_path(bad)
    person.wait(person.find("noticeBar").isVisible)
    assert "no-model.aestudio" in person.text("noticeText")
    person.wait_for(Phase.READY)
    answers: list[events.Reconstructed] = []
    person.window.client.reconstructed.connect(answers.append)
    person.find("drawingCanvas").send_again()
    person.wait(lambda: bool(answers))
    assert np.array_equal(before.reconstruction, answers[-1].reconstruction)


def test_a_read_only_place_is_refused_and_the_model_stays_unsaved(person, tmp_path: Path):
    person.type_into("epochsBox", "1")
    person.click("trainButton")
    person.wait(lambda: person.window.state.is_modified)
    person.wait_until_free()
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    person.window.client.save(blocked / "model.aestudio")
    person.wait(person.find("noticeBar").isVisible)
    person.wait_until_free()
    assert person.window.state.is_modified


def test_save_in_the_prompt_saves_the_model_and_then_closes(person, tmp_path: Path):
    train_and_delete_the_run(person)
    person.window.close()
    prompt = person.window.findChild(QMessageBox, "unsavedPrompt")
    QTest.mouseClick(prompt.button(QMessageBox.StandardButton.Save), Qt.MouseButton.LeftButton)
    dialog = person.window.findChild(QFileDialog)
    dialog.selectFile(str(tmp_path / "kept.aestudio"))
    dialog.accept()
    person.wait(lambda: not person.window.isVisible())
    assert (tmp_path / "kept.aestudio").stat().st_size > 1000


def test_a_file_dropped_in_the_middle_of_a_run_is_refused_with_the_reason(person, small_file: Path):
    person.type_into("epochsBox", "100000")
    person.click("trainButton")
    person.wait_for(Phase.TRAINING)
    person.window.file_opening.open_path(small_file)
    assert "running" in person.text("noticeText")
    person.click("stopButton")
    person.wait_until_free()


def test_a_bad_file_on_the_command_line_leaves_no_empty_window(open_window, tmp_path: Path):
    person = open_window(str(tmp_path / "missing.npz"))
    person.wait(lambda: person.window.state.dataset is not None)
    assert "missing.npz" in person.text("noticeText")
    person.wait_for(Phase.READY)
