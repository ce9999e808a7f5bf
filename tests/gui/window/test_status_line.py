from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.protocol.activity import Outcome
from engine.protocol.events import TrainingFinished, Working
from gui.state.app_state import AppState, Phase
from gui.window.status_line import StatusLine
from tests.gui.states import READY, a_model
from tests.gui.verdict_examples import a_detector


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    line = StatusLine()
    qtbot.addWidget(line)
    line.apply_state(AppState())
    return line


def text(line: StatusLine, name: str = "statusLabel") -> str:
    label = line.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def at(phase: Phase) -> AppState:
    return replace(READY, phase=phase)


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        (Phase.STARTING, "The engine is starting; you can draw already."),
        (Phase.READY, "Ready."),
        (Phase.LOADING_DATA, "Loading the images…"),
        (Phase.QUEUED, "The training starts as soon as the engine is ready…"),
        (Phase.TRAINING, "Training. Draw, and watch the reconstruction sharpen."),
        (Phase.PAUSED, "Paused. The model as it is now answers your drawings."),
        (Phase.STOPPING, "Stopping…"),
        (Phase.EVALUATING, "Evaluating on the test set…"),
        (Phase.LEARNING, "Learning what is normal, for verdicts…"),
        (Phase.STUDYING, "Measuring…"),
        (Phase.SAVING, "Saving the model…"),
        (Phase.OPENING, "Opening the model…"),
        (
            Phase.FAILED,
            "The engine could not start; the bundled model still answers drawings.",
        ),
    ],
)
def test_it_says_what_the_engine_is_doing(line: StatusLine, phase: Phase, expected: str) -> None:
    line.apply_state(at(phase))
    assert text(line) == expected


def test_it_names_the_model_that_answers(line: StatusLine) -> None:
    line.apply_state(replace(READY, model=a_model("Clear on MNIST", image_shape=(16, 32, 1))))
    assert text(line, "modelLabel") == "Model: Clear on MNIST · 32 × 16 px · 1,000 weights"


@pytest.mark.parametrize(
    ("outcome", "has_begun", "expected"),
    [
        (Outcome.COMPLETED, True, "The training is complete."),
        (Outcome.STOPPED, True, "Stopped. What the model has learnt is kept."),
        (Outcome.DIVERGED, True, "The training diverged. The last good weights are kept."),
        (Outcome.STOPPED, False, "Stopped before it began. The model is as it was."),
    ],
)
def test_how_a_training_ended_stays_until_something_else_happens(
    line: StatusLine, outcome: Outcome, has_begun: bool, expected: str
) -> None:
    line.apply_state(at(Phase.TRAINING))
    line.show_finish(TrainingFinished(1, outcome, 3, 1.0, 100.0, has_begun=has_begun))
    assert text(line) == expected
    line.apply_state(at(Phase.EVALUATING))
    assert text(line) == "Evaluating on the test set…"
    line.apply_state(at(Phase.LEARNING))
    line.apply_state(replace(READY, detector=a_detector(100)))
    assert text(line) == expected
    line.apply_state(at(Phase.LOADING_DATA))
    line.apply_state(at(Phase.READY))
    assert text(line) == "Ready."


def test_it_says_where_something_was_saved(line: StatusLine) -> None:
    line.apply_state(at(Phase.SAVING))
    line.show_saved(Path("/home/me/a.aestudio"))
    line.apply_state(at(Phase.READY))
    assert text(line) == "Saved as /home/me/a.aestudio"


def test_another_fact_of_the_state_leaves_the_text(line: StatusLine) -> None:
    line.apply_state(READY)
    line.show_saved(Path("/home/me/a.csv"))
    line.apply_state(replace(READY, is_modified=True))
    assert text(line) == "Saved as /home/me/a.csv"


def test_a_longer_piece_of_work_is_shown_with_its_percentage(line: StatusLine) -> None:
    line.apply_state(at(Phase.LOADING_DATA))
    line.show_work(Working("Downloading MNIST", 0.25))
    assert text(line) == "Downloading MNIST 25%…"
    line.show_work(Working("Reading"))
    assert text(line) == "Reading…"
    line.apply_state(replace(at(Phase.LOADING_DATA), is_modified=True))
    assert text(line) == "Reading…"  # another fact of the state leaves it


@pytest.mark.parametrize("phase", [Phase.READY, Phase.TRAINING, Phase.PAUSED])
def test_work_ahead_of_the_click_is_not_shown(line: StatusLine, phase: Phase) -> None:
    line.apply_state(at(phase))
    before = text(line)
    line.show_work(Working("Compiling", 0.5))
    assert text(line) == before
