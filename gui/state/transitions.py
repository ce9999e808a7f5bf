"""How the window's state follows from its commands and from the engine's events: pure functions."""

from __future__ import annotations

from dataclasses import replace

from engine.protocol import commands, events, run_events
from engine.protocol.activity import Activity, Outcome
from engine.protocol.commands import Command
from engine.protocol.events import Event
from engine.protocol.run_info import RunInfo, RunStatus
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
    commands.MakeRunCurrent: Phase.OPENING,
    commands.SaveRun: Phase.SAVING,
    commands.CompareRuns: Phase.COMPARING,
    commands.SaveExperiment: Phase.SAVING,
    commands.OpenExperiment: Phase.OPENING,
}
_TRAININGS = (commands.Train, commands.ContinueRun)


def after_command(state: AppState, command: Command) -> AppState:
    """Return the state once a command has been put in the engine's queue."""
    match command:
        case commands.EditRun() | commands.DeleteRuns():
            state = _with_edits(state, (*state.run_edits, command))
        case commands.ContinueRun(key=key):
            state = replace(state, training_run=key)
        case commands.Train():
            state = replace(state, training_run=None)
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
        case run_events.RunsChanged(runs=runs, current=current, used_bytes=used, limit_bytes=limit):
            is_trained = any(run.key == current and run.status is RunStatus.TRAINING for run in runs)
            trained = current if is_trained else state.training_run
            state = replace(
                state,
                published_runs=runs,
                current_run=current,
                training_run=trained if state.is_run_alive else None,
                runs_bytes=used,
                runs_limit_bytes=limit,
            )
            return _with_edits(state, state.run_edits)
        case events.CommandEnded(command=command):
            pending = list(state.pending)
            if type(command) in pending:
                pending.remove(type(command))
            if command in state.run_edits:
                state = _with_edits(state, tuple(edit for edit in state.run_edits if edit is not command))
            return _settled(replace(state, pending=tuple(pending)))
        case _:
            return state


def _running(state: AppState, phase: Phase) -> AppState:
    return state if state.phase is Phase.STOPPING else replace(state, phase=phase)


def _settled(state: AppState) -> AppState:
    """Return the state with the phase that follows from what still waits in the queue."""
    if not state.is_started and state.phase is Phase.FAILED:
        return state
    if any(command in _TRAININGS for command in state.pending):
        is_its_turn = state.is_started and state.pending[0] in _TRAININGS
        phase = state.phase if is_its_turn and state.is_run_alive else Phase.QUEUED
        if state.phase is Phase.STOPPING:
            phase = Phase.STOPPING
    elif not state.is_started:
        phase = Phase.STARTING
    else:
        phases = [_PHASE_OF[command] for command in state.pending if command in _PHASE_OF]
        phase = phases[0] if phases else Phase.READY
    return replace(state, phase=phase)


def _with_edits(state: AppState, edits: tuple[commands.EditRun | commands.DeleteRuns, ...]) -> AppState:
    """Return the state with the runs as they will be once the engine has carried out these changes."""
    runs = state.published_runs
    for edit in edits:
        if isinstance(edit, commands.DeleteRuns):
            runs = tuple(run for run in runs if run.key not in edit.keys)
        else:
            runs = tuple(_with(run, edit) if run.key == edit.key else run for run in runs)
    return replace(state, runs=runs, run_edits=edits)


def _with(run: RunInfo, edit: commands.EditRun) -> RunInfo:
    status = RunStatus.STOPPED if run.status is RunStatus.INTERRUPTED else run.status
    name = run.name if edit.name is None else edit.name
    note = run.note if edit.note is None else edit.note
    return replace(run, model=replace(run.model, name=name), note=note, status=status)
