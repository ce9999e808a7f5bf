"""How far a training is, as the panel shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar

from engine.protocol.activity import Outcome
from engine.protocol.commands import Evaluate, FitDetector, Train
from engine.protocol.events import BatchEnded, TrainingFinished, TrainingStarted
from engine.settings import TrainingSettings
from gui.state.app_state import AppState, Phase
from gui.training.progress import TrainingProgress, duration
from tests.gui.states import READY
from tests.gui.verdict_examples import a_detector


def a_state(phase: Phase) -> AppState:
    return replace(READY, phase=phase)


@pytest.fixture
def progress(qtbot: Any) -> TrainingProgress:
    progress = TrainingProgress()
    qtbot.addWidget(progress)
    return progress


def text(progress: TrainingProgress, name: str) -> str:
    label = progress.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def a_batch(epoch: int = 3, batch: int = 120, speed: float = 47_123.4, left: float = 42.0) -> BatchEnded:
    return BatchEnded(1, epoch, batch, 0.1, speed, left)


def a_start(epochs: int, steps_per_epoch: int) -> TrainingStarted:
    return TrainingStarted(1, TrainingSettings(epochs=epochs), 54_000, steps_per_epoch, 1_000)


def bar(progress: TrainingProgress) -> QProgressBar:
    found = progress.findChild(QProgressBar, "progressBar")
    assert isinstance(found, QProgressBar)
    return found


def test_progress_is_expected_by_epoch_batch_time_and_speed(progress: TrainingProgress) -> None:
    progress.apply_state(a_state(Phase.TRAINING))
    progress.show_start(a_start(epochs=10, steps_per_epoch=422))
    progress.show_batch(a_batch(epoch=3, batch=211))

    assert text(progress, "progressText") == "Epoch 3 of 10"
    assert text(progress, "batchText") == "Batch 211 of 422"
    assert text(progress, "timeLeftText") == "0:42 left"
    assert text(progress, "speedText") == "47,123 images/s"
    assert bar(progress).value() / bar(progress).maximum() == pytest.approx(0.25)


def test_the_longest_run_that_the_settings_allow_has_a_bar_too(progress: TrainingProgress) -> None:
    progress.apply_state(a_state(Phase.TRAINING))
    progress.show_start(a_start(epochs=100_000, steps_per_epoch=100_000_000))
    progress.show_batch(a_batch(epoch=50_001, batch=0))

    assert bar(progress).value() / bar(progress).maximum() == 0.5


def test_a_training_that_waits_says_so_and_its_bar_promises_nothing(progress: TrainingProgress) -> None:
    progress.apply_state(a_state(Phase.QUEUED))
    assert text(progress, "progressText") == "Waiting for the engine…"
    assert bar(progress).maximum() == 0

    progress.apply_state(a_state(Phase.TRAINING))
    assert text(progress, "progressText") == "Preparing the model…"
    assert bar(progress).maximum() > 0


@pytest.mark.parametrize(
    ("outcome", "epochs", "expected"),
    [
        (Outcome.COMPLETED, 10, "Completed with 10 epochs"),
        (Outcome.STOPPED, 3, "Stopped after epoch 3"),
        (Outcome.STOPPED, 0, "Stopped in the first epoch"),
        (Outcome.DIVERGED, 2, "Diverged after epoch 2"),
        (Outcome.DIVERGED, 0, "Diverged in the first epoch"),
    ],
)
def test_the_end_of_a_run_stays_in_sight(
    progress: TrainingProgress, outcome: Outcome, epochs: int, expected: str
) -> None:
    progress.apply_state(a_state(Phase.TRAINING))
    progress.show_start(a_start(epochs=10, steps_per_epoch=422))
    progress.show_batch(a_batch())
    reached = bar(progress).value()
    progress.show_finished(TrainingFinished(1, outcome, epochs, 75.2, 50_000.0))
    progress.apply_state(a_state(Phase.READY))

    assert text(progress, "progressText") == expected
    assert text(progress, "batchText") == "in 1:15, without verdicts"
    assert text(progress, "speedText") == "50,000 images/s"
    assert text(progress, "timeLeftText") == ""
    assert bar(progress).value() == (bar(progress).maximum() if outcome is Outcome.COMPLETED else reached)


def test_it_is_not_completed_before_the_verdicts_are_learnt(progress: TrainingProgress) -> None:
    progress.apply_state(a_state(Phase.TRAINING))
    pending = (Train, Evaluate, FitDetector)
    progress.apply_state(replace(a_state(Phase.TRAINING), pending=pending))
    progress.show_finished(TrainingFinished(1, Outcome.COMPLETED, 12, 75.2, 50_000.0))
    assert text(progress, "progressText") == "Learning what is normal…"
    assert bar(progress).maximum() == 0  # it is not known how long it takes
    progress.apply_state(replace(a_state(Phase.EVALUATING), pending=pending[1:]))
    assert text(progress, "progressText") == "Evaluating on the test set…"
    progress.apply_state(replace(a_state(Phase.LEARNING), pending=pending[2:]))
    assert text(progress, "progressText") == "Learning what is normal…"
    assert text(progress, "batchText") == "Trained: 12 epochs in 1:15"
    progress.apply_state(replace(a_state(Phase.READY), detector=a_detector(100)))
    assert text(progress, "progressText") == "Completed with 12 epochs"
    assert text(progress, "batchText") == "in 1:15"
    assert bar(progress).value() == bar(progress).maximum() > 0


def test_verdicts_that_are_learnt_without_a_run_are_seen_and_then_the_plan_again(
    progress: TrainingProgress,
) -> None:
    progress.show_plan("Ready to train", "Epochs: 10")
    progress.apply_state(a_state(Phase.LEARNING))
    assert text(progress, "progressText") == "Learning what is normal…"
    assert text(progress, "batchText") == ""
    progress.apply_state(a_state(Phase.READY))
    assert (text(progress, "progressText"), text(progress, "batchText")) == ("Ready to train", "Epochs: 10")
    assert bar(progress).maximum() > 0


def test_a_result_that_is_of_another_model_makes_room_for_the_plan(progress: TrainingProgress) -> None:
    progress.apply_state(a_state(Phase.TRAINING))
    progress.show_finished(TrainingFinished(1, Outcome.COMPLETED, 1, 75.2, 50_000.0))
    progress.apply_state(a_state(Phase.READY))
    assert text(progress, "progressText") == "Completed with 1 epoch"
    progress.show_plan("Ready to train", "Epochs: 10")
    progress.forget_result()
    assert (text(progress, "progressText"), text(progress, "batchText")) == ("Ready to train", "Epochs: 10")
    assert text(progress, "speedText") == ""
    assert bar(progress).value() == 0


def test_a_run_that_never_began_claims_no_speed(progress: TrainingProgress) -> None:
    progress.apply_state(a_state(Phase.QUEUED))
    progress.show_finished(TrainingFinished(1, Outcome.STOPPED, 0, 0.0, 0.0, has_begun=False))
    progress.apply_state(a_state(Phase.READY))
    assert text(progress, "progressText") == "Stopped before it began"
    assert text(progress, "batchText") == text(progress, "speedText") == ""


def test_the_next_run_starts_from_nothing(progress: TrainingProgress) -> None:
    progress.apply_state(a_state(Phase.TRAINING))
    progress.show_finished(TrainingFinished(1, Outcome.COMPLETED, 10, 75.2, 50_000.0))
    progress.apply_state(a_state(Phase.READY))
    progress.apply_state(a_state(Phase.QUEUED))

    assert bar(progress).value() <= 0
    assert text(progress, "batchText") == text(progress, "speedText") == ""


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0.0, "0:00"), (7.4, "0:07"), (59.6, "1:00"), (3_723.0, "1:02:03"), (-1.0, "0:00")]
)
def test_times_are_written_in_hours_minutes_and_seconds(seconds: float, expected: str) -> None:
    assert duration(seconds) == expected


def test_another_fact_of_the_state_leaves_the_progress_alone(progress: TrainingProgress) -> None:
    progress.apply_state(a_state(Phase.TRAINING))
    progress.show_start(a_start(epochs=10, steps_per_epoch=422))
    progress.show_batch(a_batch(epoch=3, batch=211))
    progress.apply_state(replace(a_state(Phase.TRAINING), is_modified=True))

    assert text(progress, "timeLeftText") == "0:42 left"
    assert text(progress, "progressText") == "Epoch 3 of 10"


def test_a_run_that_failed_before_it_began_leaves_room_for_the_plan(progress: TrainingProgress) -> None:
    for phase in (Phase.READY, Phase.QUEUED, Phase.READY):
        progress.apply_state(a_state(phase))
    progress.show_plan("Ready to train", "Epochs: 10")

    assert text(progress, "progressText") == "Ready to train"
    assert bar(progress).maximum() > 0


def test_the_plan_does_not_show_over_what_a_run_came_to(progress: TrainingProgress) -> None:
    progress.apply_state(a_state(Phase.TRAINING))
    progress.show_finished(TrainingFinished(1, Outcome.COMPLETED, 10, 75.2, 50_000.0))
    progress.apply_state(a_state(Phase.READY))
    progress.show_plan("Ready to train", "Epochs: 10")

    assert text(progress, "progressText") == "Completed with 10 epochs"
