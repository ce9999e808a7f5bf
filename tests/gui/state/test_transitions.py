import numpy as np
import pytest

from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError
from engine.protocol import commands, events
from engine.protocol.activity import Activity, Outcome
from engine.protocol.run_control import RunControl
from engine.settings import TrainingSettings
from gui.state.app_state import AppState, Phase
from gui.state.transitions import after_command, after_event, after_stop

READY = events.EngineReady(1.0)


def a_training(run_id: int = 1) -> commands.Train:
    return commands.Train(run_id, TrainingSettings(), None, RunControl())


def a_start(run_id: int = 1) -> events.TrainingStarted:
    return events.TrainingStarted(run_id, TrainingSettings(), 500, 4, 1000)


def test_a_training_wished_while_the_engine_starts_waits_and_then_runs():
    training = a_training()
    state = after_command(AppState(), training)
    assert state.phase is Phase.QUEUED
    state = after_event(state, READY)
    assert state.phase is Phase.QUEUED
    state = after_event(state, a_start())
    assert state.phase is Phase.TRAINING
    assert state.is_modified
    state = after_event(state, events.TrainingFinished(1, Outcome.COMPLETED, 10, 1.0, 100.0))
    state = after_event(state, events.CommandEnded(training))
    assert state.phase is Phase.READY
    assert state.is_modified


def test_data_that_are_loaded_first_show_before_the_training_that_waits_for_them_is_over():
    loading, training = commands.LoadDataset("auto"), a_training()
    state = after_event(after_command(AppState(), loading), READY)
    assert state.phase is Phase.LOADING_DATA
    state = after_command(state, training)
    assert state.phase is Phase.QUEUED
    state = after_event(state, events.CommandEnded(loading))
    assert state.phase is Phase.QUEUED


def test_a_pause_and_a_stop_show_and_a_late_resume_does_not_undo_the_stop():
    training = a_training()
    state = after_event(after_event(after_command(AppState(), training), READY), a_start())
    state = after_event(state, events.TrainingPaused(1))
    assert state.phase is Phase.PAUSED
    state = after_stop(state)
    assert state.phase is Phase.STOPPING
    state = after_event(state, events.TrainingResumed(1))
    assert state.phase is Phase.STOPPING
    assert after_event(state, events.CommandEnded(training)).phase is Phase.READY


def test_an_engine_that_cannot_start_stays_failed():
    error = UserError("Keras is missing.")
    state = after_event(AppState(), events.EngineFailed(Activity.STARTING, error))
    assert state.phase is Phase.FAILED


def test_a_failed_command_leaves_a_ready_engine():
    command = commands.Evaluate(None)
    state = after_command(after_event(AppState(), READY), command)
    assert state.phase is Phase.EVALUATING
    state = after_event(state, events.EngineFailed(Activity.EVALUATING, UserError("No test images.")))
    state = after_event(state, events.CommandEnded(command))
    assert state.phase is Phase.READY


@pytest.mark.parametrize("has_labels", [True, False])
def test_the_state_knows_what_the_data_have(has_labels: bool):
    images = np.zeros((3, 8, 8, 1), np.uint8)
    labels = np.arange(3) if has_labels else None
    state = after_event(AppState(), events.DatasetLoaded(ImageDataset("mine", "mine.npz", images, labels)))
    assert state.has_dataset
    assert state.has_labels == has_labels
    assert not state.has_test_set


def test_a_saved_model_is_not_modified(tmp_path):
    state = after_event(AppState(is_modified=True), events.ProjectSaved(tmp_path / "a.aestudio"))
    assert not state.is_modified
