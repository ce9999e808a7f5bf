"""How the window's state follows from what it wished and from what the engine says: pure functions."""

from __future__ import annotations

from dataclasses import replace

from engine.protocol import commands, events
from engine.protocol.activity import Activity, Outcome
from engine.protocol.commands import Command
from engine.protocol.events import Event
from gui.state.app_state import AppState, Phase

_PHASE_OF: dict[type[Command], Phase] = {
    commands.LoadDataset: Phase.LOADING_DATA,
    commands.Evaluate: Phase.EVALUATING,
    commands.SaveProject: Phase.SAVING,
    commands.OpenProject: Phase.OPENING,
    commands.FitDetector: Phase.LEARNING,
    commands.JudgeTestSet: Phase.EVALUATING,
    commands.RunStudy: Phase.STUDYING,
    commands.MeasureFaults: Phase.STUDYING,
}


def after_command(state: AppState, command: Command) -> AppState:
    """Return the state once a command has been put in the engine's queue."""
    state = replace(state, pending=(*state.pending, type(command)))
    if isinstance(command, commands.Train):
        state = replace(state, run_id=command.run_id)
    return _settled(state)


def after_stop(state: AppState) -> AppState:
    """Return the state once the run has been told to stop."""
    return replace(state, phase=Phase.STOPPING) if state.is_run_alive else state


def after_event(state: AppState, event: Event) -> AppState:
    """Return the state once the engine has published an event."""
    match event:
        case events.EngineReady():
            return _settled(replace(state, is_started=True))
        case events.EngineFailed(activity=Activity.STARTING):
            return replace(state, phase=Phase.FAILED, pending=())
        case events.DatasetLoaded(dataset=dataset):
            return replace(
                state,
                has_dataset=True,
                dataset_shape=dataset.image_shape,
                has_labels=bool(dataset.labels),
                has_test_set=dataset.x_test is not None,
            )
        case events.ModelReady(model=model):
            return replace(state, has_model=True, model_shape=model.image_shape, is_modified=False)
        case events.TrainingStarted():
            return _running(replace(state, is_modified=True), Phase.TRAINING)
        case events.TrainingPaused():
            return _running(state, Phase.PAUSED)
        case events.TrainingResumed():
            return _running(state, Phase.TRAINING)
        case events.TrainingFinished(epochs=epochs, outcome=outcome):
            return replace(state, is_modified=state.is_modified or epochs > 0 or outcome is Outcome.COMPLETED)
        case events.DetectorReady() if commands.FitDetector in state.pending:
            return replace(state, is_modified=True)  # no file holds these verdicts yet
        case events.ProjectSaved():
            return replace(state, is_modified=False)
        case events.CommandEnded(command=command):
            pending = list(state.pending)
            if type(command) in pending:
                pending.remove(type(command))
            return _settled(replace(state, pending=tuple(pending)))
        case _:
            return state


def _running(state: AppState, phase: Phase) -> AppState:
    return state if state.phase is Phase.STOPPING else replace(state, phase=phase)


def _settled(state: AppState) -> AppState:
    """Return the state with the phase that follows from what still waits in the queue."""
    if not state.is_started and state.phase is Phase.FAILED:
        return state
    if commands.Train in state.pending:
        is_its_turn = state.is_started and state.pending[0] is commands.Train
        phase = state.phase if is_its_turn and state.is_run_alive else Phase.QUEUED
        if state.phase is Phase.STOPPING:
            phase = Phase.STOPPING
    elif not state.is_started:
        phase = Phase.STARTING
    else:
        phases = [_PHASE_OF[command] for command in state.pending if command in _PHASE_OF]
        phase = phases[0] if phases else Phase.READY
    return replace(state, phase=phase)
