from pathlib import Path

from engine.errors import UserError
from engine.protocol import commands, events
from engine.protocol.activity import Activity, Outcome
from engine.protocol.run_control import RunControl
from engine.settings import TrainingSettings
from gui.state.app_state import AppState, Phase
from gui.state.transitions import after_command, after_event, after_stop
from tests.gui.states import a_dataset, a_model
from tests.gui.verdict_examples import a_detector

READY = events.EngineReady(1.0)


def a_training(run_id: int = 1) -> commands.Train:
    return commands.Train(run_id, TrainingSettings(), None, RunControl())


def a_start(run_id: int = 1) -> events.TrainingStarted:
    return events.TrainingStarted(run_id, TrainingSettings(), 500, 4, 1000)


def test_a_training_asked_for_while_the_engine_starts_waits_and_then_runs():
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


def test_a_failed_engine_that_is_started_again_is_starting_and_then_ready():
    error = UserError("TensorFlow cannot be loaded.")
    again, load = commands.StartAgain(), commands.LoadDataset("auto")
    state = after_event(AppState(), events.EngineFailed(Activity.STARTING, error))
    state = after_command(after_command(state, again), load)
    assert state.phase is Phase.STARTING
    failed = after_event(
        after_event(state, events.EngineFailed(Activity.STARTING, error)), events.CommandEnded(again)
    )
    assert failed.phase is Phase.FAILED
    ready = after_event(after_event(state, READY), events.CommandEnded(again))
    assert ready.phase is Phase.LOADING_DATA


def test_a_failed_command_leaves_a_ready_engine():
    command = commands.Evaluate(None)
    state = after_command(after_event(AppState(), READY), command)
    assert state.phase is Phase.EVALUATING
    state = after_event(state, events.EngineFailed(Activity.EVALUATING, UserError("No test images.")))
    state = after_event(state, events.CommandEnded(command))
    assert state.phase is Phase.READY


def test_the_state_holds_the_data_and_the_model_that_were_published_last(tmp_path: Path):
    dataset, model, path = a_dataset(), a_model(), tmp_path / "a.aestudio"
    state = after_event(AppState(is_modified=True), events.DatasetLoaded(dataset))
    assert state.dataset is dataset
    assert state.is_modified
    state = after_event(state, events.ModelReady(model, path))
    assert state.model is model
    assert state.model_path == path
    assert not state.is_modified
    state = after_event(state, events.ModelReady(a_model("Trained")))
    assert state.model_path is None


def test_the_state_says_why_there_are_no_verdicts_until_there_are():
    state = after_event(AppState(), events.DetectorMissing("The model is still learning."))
    assert state.missing_reason == "The model is still learning."
    detector = a_detector(100)
    state = after_event(state, events.DetectorReady(detector.kinds, detector.normal_scores))
    assert state.detector is not None
    assert state.missing_reason == ""
    assert not state.is_modified  # they came with the model
    state = after_event(state, events.DetectorMissing("Another model."))
    assert state.detector is None


def test_verdicts_that_were_learnt_stand_in_no_file_yet():
    state = after_command(after_event(AppState(), READY), commands.FitDetector())
    assert after_event(state, a_detector(100)).is_modified


def test_a_saved_model_is_not_modified_and_has_its_file(tmp_path: Path):
    path = tmp_path / "a.aestudio"
    state = after_event(AppState(is_modified=True), events.ProjectSaved(path))
    assert not state.is_modified
    assert state.model_path == path
