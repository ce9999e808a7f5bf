"""What the window knows about the engine, and which controls that allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from engine.image_shape import ImageShape
from engine.protocol.commands import Command


class Phase(Enum):
    """What the engine is doing."""

    STARTING = auto()
    """Keras is being imported; wishes wait in the engine's queue."""
    READY = auto()
    LOADING_DATA = auto()
    QUEUED = auto()
    """Train was clicked, and the engine has not come to it yet."""
    TRAINING = auto()
    PAUSED = auto()
    STOPPING = auto()
    EVALUATING = auto()
    LEARNING = auto()
    """The detector learns what is normal; a wish for training or for other data ends that."""
    STUDYING = auto()
    SAVING = auto()
    OPENING = auto()
    FAILED = auto()
    """The engine could not start, or ended for good."""


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
    EVALUATE = auto()
    SAVE = auto()
    SAVE_AS = auto()
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class AppState:
    """The one state that all controls follow. The window derives it from the engine's events.

    Attributes:
        phase: what the engine is doing.
        run_id: the latest run; events of older ones are dropped.
        has_dataset: there are images to train on.
        has_labels: these images have labels.
        has_test_set: there are images to judge the model with.
        has_model: a model answers drawings.
        is_modified: the model holds training that no file holds.
        is_started: the engine takes commands now.
        pending: the kinds of commands that wait in the engine's queue or are being carried out, in order.
    """

    phase: Phase = Phase.STARTING
    run_id: int = 0
    has_dataset: bool = False
    has_labels: bool = False
    has_test_set: bool = False
    has_model: bool = False
    is_modified: bool = False
    dataset_shape: ImageShape | None = None
    model_shape: ImageShape | None = None
    is_started: bool = False
    pending: tuple[type[Command], ...] = ()

    @property
    def is_run_alive(self) -> bool:
        """Whether a run waits, runs or has still to end."""
        return self.phase in _RUN

    @property
    def is_fitting(self) -> bool:
        """Whether the model was made for images of the data set's shape."""
        return self.dataset_shape is None or self.model_shape is None or self.dataset_shape == self.model_shape


class Availability(NamedTuple):
    """Whether a control can be used now.

    Attributes:
        is_enabled: it can.
        reason: the sentence for the tool tip that says why not; "" where it can.
    """

    is_enabled: bool
    reason: str = ""


_RUN = frozenset({Phase.QUEUED, Phase.TRAINING, Phase.PAUSED, Phase.STOPPING})
_TAKES_WISHES = frozenset({Phase.STARTING, Phase.READY, Phase.LEARNING})
"""A wish for training is carried out, at the latest when the engine comes to it."""


def controls(state: AppState) -> Mapping[str, Availability]:
    """Return for every `Control` whether the state allows it, and if not, why."""
    return MappingProxyType(
        {str(control): Availability(not (reason := _reason(control, state)), reason) for control in Control}
    )


def _reason(control: Control, state: AppState) -> str:
    """Return why the control cannot be used, or "" if it can."""
    match control:
        case Control.TRAIN:
            return _reason_not_to_train(state)
        case Control.STEP:
            return "" if state.phase in (Phase.TRAINING, Phase.PAUSED) else _reason_not_to_train(state)
        case Control.PAUSE | Control.RESUME | Control.STOP:
            return _reason_not_to_steer(control, state.phase)
        case Control.PRESET | Control.SETTINGS:
            return (
                _tr("The settings are fixed while a training runs; stop it first.") if state.is_run_alive else ""
            )
        case Control.LEARNING_RATE:
            return _busy(Phase.STOPPING) if state.phase is Phase.STOPPING else ""
        case Control.NORMAL | Control.LOOK | Control.SAMPLE:
            return _reason_against_dataset_use(control, state)
        case Control.CANCEL:
            return "" if state.phase is Phase.LOADING_DATA else _tr("Nothing is being loaded.")
        case Control.DATA | Control.OPEN:
            return "" if state.phase in (Phase.STARTING, Phase.READY, Phase.LEARNING) else _busy(state.phase)
        case Control.EVALUATE | Control.SAVE | Control.SAVE_AS:
            return _reason_against_model_use(control, state)


def _reason_not_to_train(state: AppState) -> str:
    if state.phase not in _TAKES_WISHES:
        return _busy(state.phase)
    if state.phase is Phase.READY and not state.has_dataset:
        return _tr("There are no training images yet; choose a data set first.")
    return ""


def _reason_not_to_steer(control: Control, phase: Phase) -> str:
    allowed = {
        Control.PAUSE: (Phase.TRAINING,),
        Control.RESUME: (Phase.PAUSED,),
        Control.STOP: (Phase.QUEUED, Phase.TRAINING, Phase.PAUSED, Phase.LEARNING),
    }
    if phase in allowed[control]:
        return ""
    if phase not in _RUN:
        return _tr("No training is running.")
    if control is Control.RESUME and phase is Phase.TRAINING:
        return _tr("The training is not paused.")
    return _busy(phase)


def _reason_against_dataset_use(control: Control, state: AppState) -> str:
    if not state.has_dataset:
        return _tr("There are no images yet; choose a data set first.")
    if control is Control.SAMPLE and not state.is_fitting:
        return _does_not_fit()
    if control is not Control.NORMAL:
        return ""
    if not state.has_labels:
        return _tr("These images have no labels, so all of them count as normal.")
    return _tr("The normal classes are fixed while a training runs; stop it first.") if state.is_run_alive else ""


def _reason_against_model_use(control: Control, state: AppState) -> str:
    if state.phase is not Phase.READY:
        return _busy(state.phase)
    if not state.has_model:
        return _tr("There is no model yet; train one or open one first.")
    if control is Control.EVALUATE and not state.has_test_set:
        return _tr("The data set has no test images to judge the model with.")
    if control is Control.EVALUATE and not state.is_fitting:
        return _does_not_fit()
    if control is Control.SAVE and not state.is_modified:
        return _tr("Everything is saved already.")
    return ""


def _does_not_fit() -> str:
    return _tr("The model was made for images of another size; train on these first.")


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
        Phase.STUDYING: _tr("A study is running; wait for it or cancel it."),
        Phase.SAVING: _tr("The model is being saved."),
        Phase.OPENING: _tr("A model is being opened."),
        Phase.FAILED: _tr("The engine could not start; start the application again."),
    }[phase]


def _tr(sentence: str) -> str:
    return QCoreApplication.translate("AppState", sentence)
