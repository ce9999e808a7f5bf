"""Launch, draw, train with one click, and control the training."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QProgressBar

from engine.protocol import commands, events, model_info
from gui.state.app_state import Phase
from gui.window import mouse
from tests.e2e.drawing import draw


def test_the_bundled_model_answers_a_drawing_before_any_training(open_window):
    person = open_window()
    assert person.text("maeLabel").strip("–— ") == ""
    answer = draw(person)
    assert answer.model_input.shape == (28, 28, 1)
    assert answer.mse < 0.03  # a good reconstruction of a 3
    assert f"{answer.mae:.4f}" in person.text("maeLabel")


@pytest.mark.slow
def test_the_canvas_stays_where_it_is_while_one_draws(open_window):
    """A verdict that appears or disappears must not move the canvas under the pen."""
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


@pytest.mark.slow
def test_a_failed_command_is_reported_and_the_engine_goes_on(person):
    person.window.client.evaluate((77,))  # a class that the data do not have
    person.wait(person.find("noticeBar").isVisible)
    assert "77" in person.text("noticeText")
    person.wait_for(Phase.READY)
    draw(person)


@pytest.mark.slow
def test_the_window_can_be_photographed_and_is_not_empty(person):
    draw(person)
    image = person.window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    room = person.window.screen().availableGeometry()
    assert image.width() >= min(860, 0.95 * room.width())
    levels = np.frombuffer(image.constBits(), np.uint8)
    assert len(np.unique(levels)) > 20


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


@pytest.mark.slow
def test_the_engine_gets_ready_for_the_classes_that_are_chosen_before_the_click(person):
    ready_for: list[model_info.Normal] = []

    def note(event: events.CommandEnded) -> None:
        if isinstance(event.command, commands.WarmUp):
            ready_for.append(event.command.normal)

    person.window.client.command_ended.connect(note)
    person.click("normalButton3")
    person.wait(lambda: ready_for[-1:] == [(3,)])


@pytest.mark.slow
def test_a_training_that_is_asked_for_before_the_engine_is_ready_runs_when_it_is(open_window, small_file):
    person = open_window(str(small_file))
    person.type_into("epochsBox", "2")
    person.click("trainButton")
    person.wait(lambda: bool(person.window.loss_plot.runs))
    person.wait_until_free()


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


def test_a_window_closes_in_the_middle_of_a_training(person):
    person.type_into("epochsBox", "100000")
    person.click("trainButton")
    person.wait_for(Phase.TRAINING)
    person.window.close_without_saving()
    assert not person.window.isVisible()


@pytest.mark.slow
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
