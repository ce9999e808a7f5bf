"""Which controls the state allows, and if not, why: a list of small reasons for each control."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum, auto
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from gui.state.app_state import RUN_PHASES, AppState, Phase
from gui.state.availability import Availability


class Control(StrEnum):
    """What the user can operate: buttons, menu entries and fields."""

    TRAIN = auto()
    PAUSE = auto()
    RESUME = auto()
    STEP = auto()
    STOP = auto()
    PRESET = auto()
    SETTINGS = auto()
    LEARNING_RATE = auto()
    DATA = auto()
    CANCEL = auto()
    NORMAL = auto()
    LOOK = auto()
    SAMPLE = auto()
    LEARN_NORMAL = auto()
    EVALUATE = auto()
    """Measure the model's errors on the test set."""
    EVALUATE_VERDICTS = auto()
    """Give a verdict on every image of the test set."""
    FAULTS = auto()
    STUDY = auto()
    SAVE = auto()
    SAVE_AS = auto()
    OPEN = auto()
    USE_RUN = auto()
    """Let a run's model answer, train it further, or train anew with its settings."""
    CHANGE_RUN = auto()
    """Rename, annotate, delete or restore runs."""
    COMPARE_RUNS = auto()
    SAVE_RUN = auto()
    """Save a run as a model file, or runs as an experiment."""


def controls(state: AppState) -> Mapping[str, Availability]:
    """Return for every `Control` whether the state allows it, and if not, the first reason why."""
    return MappingProxyType({str(control): _availability(control, state) for control in Control})


def _availability(control: Control, state: AppState) -> Availability:
    reason = next(filter(None, (reason(state) for reason in _REASONS[control])), "")
    return Availability(not reason, reason)


_Reason = Callable[[AppState], str]
"""Returns the sentence that says why a control cannot be used, or "" where it can."""


# ------------------------------------------------------------------------------------------------- the reasons


def _busy_unless(*phases: Phase) -> _Reason:
    """Return a reason for every phase but these: it says what has to end first."""
    return lambda state: "" if state.phase in phases else _busy(state.phase)


def _not_steerable_unless(*phases: Phase) -> _Reason:
    """Return a reason for every phase but these in which a run cannot be paused, resumed or stopped."""

    def reason(state: AppState) -> str:
        if state.phase in phases:
            return ""
        if state.is_learning:
            return _busy(Phase.LEARNING)
        return _busy(state.phase) if state.phase in RUN_PHASES else _tr("No training is running.")

    return reason


def _nothing_to_stop(state: AppState) -> str:
    if state.is_learning and not state.is_run_alive:
        return ""
    return _not_steerable_unless(Phase.QUEUED, Phase.TRAINING, Phase.PAUSED)(state)


def _not_paused(state: AppState) -> str:
    return _tr("The training is not paused.") if state.phase is Phase.TRAINING else ""


def _nothing_is_loading(state: AppState) -> str:
    return "" if state.phase is Phase.LOADING_DATA else _tr("Nothing is being loaded.")


def _settings_are_fixed(state: AppState) -> str:
    return _tr("The settings are fixed while a training runs; stop it first.") if state.is_run_alive else ""


def _classes_are_fixed(state: AppState) -> str:
    return _tr("The normal classes are fixed while a training runs; stop it first.") if state.is_run_alive else ""


def _is_stopping(state: AppState) -> str:
    return _busy(state.phase) if state.phase is Phase.STOPPING else ""


def _no_training_images(state: AppState) -> str:
    """While the engine starts or learns, Train is allowed without data: they may be loaded before its turn."""
    if state.phase is not Phase.READY or state.dataset is not None:
        return ""
    return _tr("There are no training images yet; choose a data set first.")


def _no_images(state: AppState) -> str:
    return "" if state.dataset is not None else _tr("There are no images yet; choose a data set first.")


def _no_classes_to_choose(state: AppState) -> str:
    return "" if state.labels else _tr("These images have no labels, so all of them count as normal.")


def _no_classes_to_study(state: AppState) -> str:
    return "" if state.labels else _tr("These images have no labels, so there are no classes to study.")


def _no_test_images(state: AppState) -> str:
    return (
        ""
        if state.has_test_set
        else _tr("The data set has no test images to evaluate on; choose one with a test set.")
    )


def _no_model(state: AppState) -> str:
    return "" if state.model is not None else _tr("There is no model yet; train one or open one first.")


def _other_size(state: AppState) -> str:
    return "" if state.is_fitting else _tr("The model was made for images of another size; train on these first.")


def _no_detector(state: AppState) -> str:
    if state.detector is not None:
        return ""
    return _tr("The model has not learnt yet what is normal; click “Learn what is normal” first.")


def _no_runs(state: AppState) -> str:
    return "" if state.runs else _tr("There are no runs yet; train a model first.")


def _no_two_runs(state: AppState) -> str:
    return "" if len(state.runs) > 1 else _tr("There are no two runs to compare yet.")


def _cannot_save_yet(state: AppState) -> str:
    """While verdicts are learnt the model can be saved: that waits for them in the engine's queue."""
    if not state.is_learning or state.is_run_alive:
        return _busy_unless(Phase.READY)(state)
    return _tr("The model is saved once its verdicts are learnt.") if state.is_saving else ""


def _all_is_saved(state: AppState) -> str:
    return "" if state.is_modified else _tr("Everything is saved already.")


# ------------------------------------------------------------------------------------- which apply to a control

_TAKES_REQUESTS = (Phase.STARTING, Phase.READY, Phase.LEARNING)
"""The phases in which a training or other data can be requested; the request may wait in the engine's queue."""
_AGAINST_TRAINING = (_busy_unless(*_TAKES_REQUESTS), _no_training_images)
_AGAINST_EVALUATION = (_busy_unless(Phase.READY), _no_model, _no_test_images, _other_size)
_AGAINST_SAVING = (_cannot_save_yet, _no_model)


def _no_step(state: AppState) -> str:
    """Return why neither the run can be resumed for one epoch nor a new one begin."""
    is_running = state.phase in (Phase.TRAINING, Phase.PAUSED)
    return "" if is_running else next(filter(None, (reason(state) for reason in _AGAINST_TRAINING)), "")


_REASONS: Mapping[Control, tuple[_Reason, ...]] = MappingProxyType(
    {
        Control.TRAIN: _AGAINST_TRAINING,
        Control.PAUSE: (_not_steerable_unless(Phase.TRAINING),),
        Control.RESUME: (_not_paused, _not_steerable_unless(Phase.PAUSED)),
        Control.STEP: (_no_step,),
        Control.STOP: (_nothing_to_stop,),
        Control.PRESET: (_settings_are_fixed,),
        Control.SETTINGS: (_settings_are_fixed,),
        Control.LEARNING_RATE: (_is_stopping,),
        Control.DATA: (_busy_unless(*_TAKES_REQUESTS),),
        Control.CANCEL: (_nothing_is_loading,),
        Control.NORMAL: (_no_images, _no_classes_to_choose, _classes_are_fixed),
        Control.LOOK: (_no_images,),
        Control.SAMPLE: (_no_images, _other_size),
        Control.LEARN_NORMAL: (_busy_unless(Phase.READY), _no_model, _no_images, _other_size),
        Control.EVALUATE: _AGAINST_EVALUATION,
        Control.EVALUATE_VERDICTS: (*_AGAINST_EVALUATION, _no_detector),
        Control.FAULTS: (*_AGAINST_EVALUATION, _no_detector),
        # It trains models of its own, so the current one may be of any size, or missing.
        Control.STUDY: (_busy_unless(Phase.READY), _no_images, _no_classes_to_study, _no_test_images),
        Control.SAVE: (*_AGAINST_SAVING, _all_is_saved),
        Control.SAVE_AS: _AGAINST_SAVING,
        Control.OPEN: (_busy_unless(*_TAKES_REQUESTS),),
        Control.USE_RUN: (_no_runs, _busy_unless(*_TAKES_REQUESTS)),
        Control.CHANGE_RUN: (_no_runs, _busy_unless(*_TAKES_REQUESTS)),
        Control.COMPARE_RUNS: (_no_two_runs, _busy_unless(Phase.READY)),
        Control.SAVE_RUN: (_no_runs, _busy_unless(Phase.READY)),
    }
)


def _busy(phase: Phase) -> str:
    """Return the sentence for what has to end first."""
    return {
        Phase.STARTING: _tr("The engine is still starting."),
        Phase.READY: "",
        Phase.LOADING_DATA: _tr("Images are being loaded; wait for them or cancel."),
        Phase.QUEUED: _tr("The training starts as soon as the engine is ready."),
        Phase.TRAINING: _tr("A training is running; stop it first."),
        Phase.PAUSED: _tr("A training is paused; resume or stop it first."),
        Phase.STOPPING: _tr("The training is stopping."),
        Phase.EVALUATING: _tr("The model is being evaluated."),
        Phase.LEARNING: _tr("The model is learning what is normal; wait for it or stop it."),
        Phase.STUDYING: _tr("A study or a measurement is running; wait for it or cancel it."),
        Phase.COMPARING: _tr("Two runs are being compared."),
        Phase.SAVING: _tr("The model is being saved."),
        Phase.OPENING: _tr("A model is being opened."),
        Phase.FAILED: _tr("The engine could not start; the message at the top of the window says why."),
    }[phase]


def _tr(sentence: str) -> str:
    return QCoreApplication.translate("AppState", sentence)
