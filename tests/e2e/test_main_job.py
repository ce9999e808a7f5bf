"""Launch, train with one click, draw, see the reconstruction and its error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QProgressBar

from engine.protocol import commands, events, model_info
from gui.state.app_state import Phase
from gui.window import mouse
from gui.window.application import create_window


def draw(person, strokes=mouse.THREE) -> events.Reconstructed:
    """Draw as a hand does, and return the answer to the finished drawing."""
    answers: list[events.Reconstructed] = []
    person.window.client.reconstructed.connect(answers.append)
    canvas = person.find("drawingCanvas")
    mouse.draw(canvas, strokes)
    person.wait(lambda: bool(answers) and answers[-1].drawing_id == canvas.drawing_id)
    return answers[-1]


def test_the_bundled_model_answers_a_drawing_before_any_training(open_window):
    person = open_window()
    assert person.text("maeLabel").strip("–— ") == ""
    answer = draw(person)
    assert answer.model_input.shape == (28, 28, 1)
    assert answer.mse < 0.03  # it knows a 3 when it sees one
    assert f"{answer.mae:.4f}" in person.text("maeLabel")


def test_the_canvas_stays_where_it_is_while_one_draws(open_window):
    """A verdict that comes and goes must not move it under the pen."""
    person = open_window()
    person.wait_for(Phase.READY)
    canvas = person.find("drawingCanvas")
    places = {canvas.geometry().getRect()}
    person.window.client.scored.connect(lambda _event: places.add(canvas.geometry().getRect()))
    draw(person)
    places.add(canvas.geometry().getRect())
    canvas.clear()
    draw(person, mouse.FIVE)
    assert len(places) == 1


def test_a_drawing_gets_a_verdict_and_the_threshold_moves_it(open_window):
    person = open_window()
    person.wait_for(Phase.READY)
    canvas = person.window.reconstruction_view.canvas
    scores: dict[int, float] = {}
    person.window.client.scored.connect(lambda event: scores.update({event.drawing_id: event.p_value}))
    draw(person)
    person.wait(lambda: canvas.drawing_id in scores)
    assert person.text("verdictLabel") == "Normal"
    scribble = [[(0.1 + 0.08 * (i % 11), 0.15 + 0.07 * (i // 11)) for i in range(110)]]
    draw(person, scribble)
    person.wait(lambda: canvas.drawing_id in scores)
    assert person.text("verdictLabel") == "Abnormal"
    assert scores[canvas.drawing_id] < 0.01


def test_a_trained_model_learns_what_is_normal_by_itself_and_is_saved_with_its_verdicts(person, tmp_path: Path):
    detectors: list[object] = []
    person.window.client.detector_ready.connect(detectors.append)
    person.type_into("epochsBox", "3")
    person.click("trainButton")
    before = len(detectors)
    person.wait(lambda: len(detectors) > before)
    person.wait_for(Phase.READY)
    assert person.window.verdicts.threshold.normals == 500
    path = tmp_path / "with-verdicts.aestudio"
    person.window.client.save(path)
    person.wait(lambda: not person.window.state.is_modified)
    person.window.client.open(path)
    person.wait(lambda: len(detectors) > before + 1)
    assert np.array_equal(detectors[-1].normal_scores, detectors[-2].normal_scores)


def test_one_click_trains_and_the_loss_falls(person):
    epochs: list[events.EpochEnded] = []
    person.window.client.epoch_ended.connect(epochs.append)
    person.type_into("epochsBox", "5")
    person.click("trainButton")
    person.wait(lambda: len(epochs) == 5)
    person.wait_until_free()
    assert epochs[-1].loss < epochs[0].loss
    assert epochs[-1].val_loss is not None
    bar = person.find("progressBar")
    assert isinstance(bar, QProgressBar)
    assert bar.value() == bar.maximum()
    assert len(person.window.loss_plot.runs) == 1
    assert not person.window.samples_strip.is_empty
    assert not person.window.verdicts.evaluation.is_empty  # evaluated without being asked


def test_the_engine_gets_ready_for_the_classes_that_are_chosen_before_the_click(person):
    ready_for: list[model_info.Normal] = []

    def note(event: events.CommandEnded) -> None:
        if isinstance(event.command, commands.WarmUp):
            ready_for.append(event.command.normal)

    person.window.client.command_ended.connect(note)
    person.click("normalButton3")
    person.wait(lambda: ready_for[-1:] == [(3,)])


def test_a_training_that_is_wished_before_the_engine_is_ready_runs_when_it_is(open_window, small_file):
    person = open_window(str(small_file))
    person.type_into("epochsBox", "2")
    person.click("trainButton")
    person.wait(lambda: bool(person.window.loss_plot.runs))
    person.wait_until_free()


def test_a_drawing_is_answered_while_the_model_trains_and_sharpens(person):
    person.type_into("epochsBox", "2000")
    answers: list[events.Reconstructed] = []
    person.window.client.reconstructed.connect(answers.append)
    person.click("trainButton")
    person.wait_for(Phase.TRAINING)
    first = draw(person)
    assert first.is_training
    person.wait(lambda: answers[-1].mse < first.mse / 2)  # with no further stroke
    assert answers[-1].is_training
    assert answers[-1].drawing_id == first.drawing_id
    person.click("stopButton")
    person.wait_until_free()


def test_pause_resume_step_and_stop_do_what_they_say(person):
    epochs: list[events.EpochEnded] = []
    finished: list[events.TrainingFinished] = []
    person.window.client.epoch_ended.connect(epochs.append)
    person.window.client.training_finished.connect(finished.append)
    person.type_into("epochsBox", "100000")
    person.click("stepButton")
    person.wait_for(Phase.PAUSED)
    assert len(epochs) == 1
    person.click("stepButton")
    person.wait(lambda: len(epochs) == 2 and person.window.state.phase is Phase.PAUSED)
    draw(person)  # the model answers while it waits
    person.click("pauseButton")  # it says Resume now
    person.wait(lambda: len(epochs) > 2)
    person.click("pauseButton")
    person.wait_for(Phase.PAUSED)
    person.click("stopButton")
    person.wait(lambda: bool(finished))
    assert finished[0].outcome == "stopped"
    assert finished[0].epochs >= 2
    person.wait_until_free()
    assert "kept" in person.text("statusLabel")
    assert person.window.state.is_modified


def test_the_learning_rate_changes_while_the_model_trains(person):
    epochs: list[events.EpochEnded] = []
    person.window.client.epoch_ended.connect(epochs.append)
    person.type_into("epochsBox", "100000")
    person.click("trainButton")
    person.wait(lambda: len(epochs) > 1)
    person.type_into("learningRateBox", "1e-7")
    person.wait(lambda: epochs[-1].learning_rate < 1e-6)
    person.click("stopButton")
    person.wait_until_free()


def test_a_diverging_run_ends_with_a_plain_message_and_a_model_that_works(person):
    person.type_into("learningRateBox", "10")
    person.type_into("epochsBox", "3000")
    outcomes: list[str] = []
    person.window.client.training_finished.connect(lambda event: outcomes.append(event.outcome))
    person.click("trainButton")
    person.wait(lambda: bool(outcomes))
    assert outcomes == ["diverged"]
    person.wait(person.find("noticeBar").isVisible)
    assert "diverged" in person.text("noticeText")
    person.wait_until_free()
    assert np.isfinite(draw(person).reconstruction).all()


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
    person.wait(lambda: person.window.model_file.path == path)
    person.wait_until_free()
    answers: list[events.Reconstructed] = []
    person.window.client.reconstructed.connect(answers.append)
    person.find("drawingCanvas").send_again()
    person.wait(lambda: bool(answers))
    assert np.array_equal(answers[-1].model_input, before.model_input)
    assert np.array_equal(answers[-1].reconstruction, before.reconstruction)


def test_closing_with_an_unsaved_model_asks_first_and_cancel_keeps_the_window(person):
    person.type_into("epochsBox", "1")
    person.click("trainButton")
    person.wait(lambda: person.window.state.is_modified)
    person.wait_until_free()
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


def test_a_window_closes_in_the_middle_of_a_training(person):
    person.type_into("epochsBox", "100000")
    person.click("trainButton")
    person.wait_for(Phase.TRAINING)
    person.window.close_without_saving()
    assert not person.window.isVisible()


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


def test_a_failed_command_is_told_and_the_engine_lives_on(person):
    person.window.client.evaluate((77,))  # a class that the data do not have
    person.wait(person.find("noticeBar").isVisible)
    assert "77" in person.text("noticeText")
    person.wait_for(Phase.READY)
    draw(person)


def test_save_in_the_prompt_ends_a_paused_run_saves_it_and_then_closes(person, tmp_path: Path):
    person.type_into("epochsBox", "100000")
    person.click("stepButton")
    person.wait_for(Phase.PAUSED)
    person.window.model_file.path = tmp_path / "kept.aestudio"
    person.window.close()
    prompt = person.window.findChild(QMessageBox, "unsavedPrompt")
    QTest.mouseClick(prompt.button(QMessageBox.StandardButton.Save), Qt.MouseButton.LeftButton)
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


def test_the_verdict_on_what_is_drawn_comes_back_after_a_training(person):
    draw(person)
    person.type_into("epochsBox", "2")
    person.click("trainButton")
    person.wait(lambda: bool(person.window.loss_plot.runs))
    person.wait_for(Phase.READY)
    person.wait(lambda: person.text("verdictLabel") in ("Normal", "Abnormal"))


def test_an_empty_canvas_gets_no_verdict_from_an_answer_that_comes_late(open_window):
    person = open_window()
    person.wait_for(Phase.READY)
    canvas = person.find("drawingCanvas")
    scored: list[object] = []
    person.window.client.scored.connect(scored.append)
    draw(person)
    person.wait(lambda: bool(scored))
    canvas.clear()
    person.window.client.scored.emit(scored[-1])  # as if the engine had been slow
    assert person.text("verdictLabel") == "No verdict yet"


def test_a_bad_file_on_the_command_line_leaves_no_empty_window(open_window, tmp_path: Path):
    person = open_window(str(tmp_path / "missing.npz"))
    person.wait(lambda: person.window.state.has_dataset)
    assert "missing.npz" in person.text("noticeText")
    person.wait_for(Phase.READY)


def test_oblong_images_train_and_the_canvas_takes_their_shape(open_window, tmp_path: Path):
    images = (np.random.default_rng(0).random((120, 24, 40)) * 255).astype(np.uint8)
    path = tmp_path / "oblong.npy"
    np.save(path, images)
    person = open_window(str(path))
    person.wait_until_free()
    person.type_into("epochsBox", "1")
    person.click("trainButton")
    person.wait(lambda: person.window.state.model_shape == (24, 40, 1))
    person.wait_until_free()
    assert draw(person).reconstruction.shape == (24, 40, 1)


def test_the_window_can_be_photographed_and_is_not_empty(person):
    draw(person)
    image = person.window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    assert image.width() >= 860
    levels = np.frombuffer(image.constBits(), np.uint8)
    assert len(np.unique(levels)) > 20


def test_a_study_and_the_faults_fill_their_tables_and_the_model_stays(person):
    person.find("moreButton").click()
    person.type_into("epochsBox", "2")
    person.click("trainButton")
    detectors: list[object] = []
    person.window.client.detector_ready.connect(detectors.append)
    person.wait(lambda: bool(detectors))
    person.wait_for(Phase.READY)
    before = draw(person)
    faults: list[object] = []
    person.window.client.fault_advanced.connect(faults.append)
    person.open_page("Faults")
    person.click("faultsStartButton")
    person.wait_for(Phase.READY)
    assert faults[-1].done == faults[-1].total > 5
    rows: list[object] = []
    person.window.client.study_advanced.connect(rows.append)
    person.open_page("One-class study")
    person.click("studyStartButton")
    person.wait(lambda: len(rows) >= 3)  # the start, and two classes
    assert person.find("studyCancelButton").isEnabled()
    person.click("studyCancelButton")
    person.wait_for(Phase.READY)
    assert 0.0 <= rows[-1].row.auroc <= 1.0
    person.window.pages.setCurrentIndex(0)
    assert np.array_equal(draw(person).reconstruction, before.reconstruction)


def test_the_test_set_is_judged_and_a_click_brings_an_image_to_the_canvas(person):
    person.type_into("epochsBox", "2")
    detectors: list[object] = []
    person.window.client.detector_ready.connect(detectors.append)
    person.click("trainButton")
    person.wait(lambda: bool(detectors))
    person.wait_for(Phase.READY)
    judged: list[object] = []
    person.window.client.judged.connect(judged.append)
    person.open_page("Results")
    person.click("judgeButton")
    person.wait(lambda: bool(judged))
    assert judged[-1].is_normal.all()
    assert len(judged[-1].scores) == 100
