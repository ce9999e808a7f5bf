"""What the state allows of all that is about verdicts, and if not, why."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from gui.state.app_state import AppState, Availability, Control, controls


def may_learn(state: AppState) -> Availability:
    """Return whether the current model can learn what is normal."""
    return _first_reason(
        _reason(state),
        "" if state.has_model else _tr("There is no model yet; train one or open one first."),
        "" if state.has_dataset else _tr("There are no images yet; choose a data set first."),
    )


def may_judge(state: AppState, *, has_detector: bool) -> Availability:
    """Return whether test images, as they are or damaged, can get verdicts."""
    missing = _tr("The model has not learnt yet what is normal; let it learn that first.")
    return _first_reason(controls(state)[Control.EVALUATE].reason, "" if has_detector else missing)


def may_study(state: AppState) -> Availability:
    """Return whether a study of classes can be made."""
    return _first_reason(
        _reason(state),
        "" if state.has_dataset else _tr("There are no images yet; choose a data set first."),
        "" if state.has_labels else _tr("These images have no labels, so there are no classes to study."),
        "" if state.has_test_set else _tr("The data set has no test images to judge with."),
    )


def _reason(state: AppState) -> str:
    """Return what has to end first, or ""."""
    return controls(replace(state, has_model=True, has_test_set=True))[Control.EVALUATE].reason


def _first_reason(*reasons: str) -> Availability:
    reason = next(filter(None, reasons), "")
    return Availability(not reason, reason)


def _tr(sentence: str) -> str:
    return QCoreApplication.translate("AppState", sentence)
