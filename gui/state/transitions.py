"""How the window's state follows from its commands and from the engine's events: pure functions."""

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
    phase = Phase.STARTING if isinstance(command, commands.StartAgain) and not state.is_started else state.phase
    return _settled(replace(state, phase=phase, pending=(*state.pending, type(command))))


def after_stop(state: AppState) -> AppState:
    """Return the state once the run has been asked to stop."""
    return replace(state, phase=Phase.STOPPING) if state.is_run_alive else state


def after_event(state: AppState, event: Event) -> AppState:
    """Return the state once the engine has published an event."""
    match event:
        case events.EngineReady():
            return _settled(replace(state, is_started=True))
        case events.EngineFailed(activity=Activity.STARTING):
            return replace(state, phase=Phase.FAILED, pending=())
        case events.DatasetLoaded(dataset=dataset):
            return replace(state, dataset=dataset)
        case events.ModelReady(model=model, path=path):
            return replace(state, model=model, model_path=path, is_modified=False)
        case events.TrainingStarted():
            return _running(replace(state, is_modified=True), Phase.TRAINING)
        case events.TrainingPaused():
            return _running(state, Phase.PAUSED)
        case events.TrainingResumed():
            return _running(state, Phase.TRAINING)
        case events.TrainingFinished(epochs=epochs, outcome=outcome):
            return replace(state, is_modified=state.is_modified or epochs > 0 or outcome is Outcome.COMPLETED)
        case events.DetectorReady() as detector:
            is_new = commands.FitDetector in state.pending  # then no file holds these verdicts yet
            return replace(state, detector=detector, missing_reason="", is_modified=state.is_modified or is_new)
        case events.DetectorMissing(reason=reason):
            return replace(state, detector=None, missing_reason=reason)
        case events.ProjectSaved(path=path):
            return replace(state, model_path=path, is_modified=False)
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
