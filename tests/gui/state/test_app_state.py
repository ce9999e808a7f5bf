from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gui.state.app_state import AppState, Control, Phase, controls

LOADED = AppState(
    Phase.READY, has_dataset=True, has_labels=True, has_test_set=True, has_model=True, is_modified=True
)
ALWAYS = {"look", "sample"}
FREE = ALWAYS | {"preset", "settings", "learning_rate", "normal"}

ALLOWED = {
    Phase.STARTING: FREE | {"train", "step", "data", "open"},
    Phase.READY: FREE | {"train", "step", "data", "open", "evaluate", "save", "save_as"},
    Phase.LOADING_DATA: FREE | {"cancel"},
    Phase.QUEUED: ALWAYS | {"learning_rate", "stop"},
    Phase.TRAINING: ALWAYS | {"learning_rate", "pause", "step", "stop"},
    Phase.PAUSED: ALWAYS | {"learning_rate", "resume", "step", "stop"},
    Phase.STOPPING: ALWAYS,
    Phase.EVALUATING: FREE,
    Phase.LEARNING: FREE | {"train", "step", "stop", "data", "open"},
    Phase.STUDYING: FREE,
    Phase.SAVING: FREE,
    Phase.OPENING: FREE,
    Phase.FAILED: FREE,
}


@pytest.mark.parametrize("phase", Phase)
def test_each_phase_allows_exactly_its_controls(phase: Phase) -> None:
    allowed = {name for name, control in controls(replace(LOADED, phase=phase)).items() if control.is_enabled}

    assert allowed == ALLOWED[phase]


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("has_everything", [True, False])
def test_every_control_that_is_off_says_why_and_no_other(phase: Phase, has_everything: bool) -> None:
    state = replace(LOADED, phase=phase) if has_everything else AppState(phase)

    for availability in controls(state).values():
        assert bool(availability.reason) != availability.is_enabled
        assert availability.is_enabled or availability.reason.endswith(".")


def test_one_click_on_train_is_taken_before_the_engine_and_the_data_are_there() -> None:
    assert controls(AppState())["train"].is_enabled


@pytest.mark.parametrize(
    ("missing", "control", "reason"),
    [
        ("has_dataset", "train", "choose a data set"),
        ("has_dataset", "step", "choose a data set"),
        ("has_dataset", "look", "choose a data set"),
        ("has_dataset", "sample", "choose a data set"),
        ("has_labels", "normal", "no labels"),
        ("has_test_set", "evaluate", "no test images"),
        ("has_model", "evaluate", "train one or open one"),
        ("has_model", "save", "train one or open one"),
        ("has_model", "save_as", "train one or open one"),
        ("is_modified", "save", "saved already"),
    ],
)
def test_what_is_missing_is_named(missing: str, control: str, reason: str) -> None:
    lacking: dict[str, Any] = {missing: False}
    availability = controls(replace(LOADED, **lacking))[control]

    assert not availability.is_enabled
    assert reason in availability.reason


def test_a_model_without_changes_can_still_be_saved_under_another_name() -> None:
    assert controls(replace(LOADED, is_modified=False))["save_as"].is_enabled


def test_a_run_is_alive_from_the_click_until_it_has_ended() -> None:
    alive = {phase for phase in Phase if AppState(phase).is_run_alive}

    assert alive == {Phase.QUEUED, Phase.TRAINING, Phase.PAUSED, Phase.STOPPING}


def test_every_control_has_an_answer() -> None:
    assert set(controls(AppState())) == {str(control) for control in Control}
