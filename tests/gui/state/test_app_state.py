from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gui.state.app_state import AppState, Phase, are_same_data
from gui.state.controls import Control, controls
from tests.gui.run_examples import a_run
from tests.gui.states import READY, a_dataset, a_model
from tests.gui.verdict_examples import a_detector

LOADED = replace(READY, is_modified=True, detector=a_detector(100), runs=(a_run("one"), a_run("two")))
SMALL = a_dataset("small.npz", image_shape=(16, 16, 1))
ALWAYS = {"look", "sample"}
FREE = ALWAYS | {"preset", "settings", "learning_rate", "normal"}
RUNS = {"compare_runs", "save_run"}
TAKING_RUNS = {"use_run", "change_run"}
MEASURING = {"evaluate", "evaluate_verdicts", "faults", "study", "learn_normal"}

ALLOWED = {
    Phase.STARTING: FREE | {"train", "step", "data", "open"} | TAKING_RUNS,
    Phase.READY: FREE | {"train", "step", "data", "open", "save", "save_as"} | MEASURING | TAKING_RUNS | RUNS,
    Phase.LOADING_DATA: FREE | {"cancel"},
    Phase.QUEUED: ALWAYS | {"learning_rate", "stop"},
    Phase.TRAINING: ALWAYS | {"learning_rate", "pause", "step", "stop"},
    Phase.PAUSED: ALWAYS | {"learning_rate", "resume", "step", "stop"},
    Phase.STOPPING: ALWAYS,
    Phase.EVALUATING: FREE,
    Phase.LEARNING: FREE | {"train", "step", "stop", "data", "open", "save", "save_as"} | TAKING_RUNS,
    Phase.STUDYING: FREE,
    Phase.COMPARING: FREE,
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


NO_DATA: dict[str, Any] = {"dataset": None}
NO_LABELS: dict[str, Any] = {"dataset": a_dataset(classes=0)}
NO_TESTS: dict[str, Any] = {"dataset": a_dataset(has_tests=False)}
NO_MODEL: dict[str, Any] = {"model": None}
NO_DETECTOR: dict[str, Any] = {"detector": None}
OTHER_SIZE: dict[str, Any] = {"dataset": SMALL}


@pytest.mark.parametrize(
    ("lacking", "control", "reason"),
    [
        (NO_DATA, "train", "choose a data set"),
        (NO_DATA, "step", "choose a data set"),
        (NO_DATA, "look", "choose a data set"),
        (NO_DATA, "sample", "choose a data set"),
        (NO_DATA, "learn_normal", "choose a data set"),
        (NO_DATA, "study", "choose a data set"),
        (NO_LABELS, "normal", "no labels"),
        (NO_LABELS, "study", "no classes to study"),
        (NO_TESTS, "evaluate", "no test images"),
        (NO_TESTS, "evaluate_verdicts", "no test images"),
        (NO_TESTS, "faults", "no test images"),
        (NO_TESTS, "study", "no test images"),
        (NO_MODEL, "evaluate", "train one or open one"),
        (NO_MODEL, "learn_normal", "train one or open one"),
        (NO_MODEL, "save", "train one or open one"),
        (NO_MODEL, "save_as", "train one or open one"),
        (NO_DETECTOR, "evaluate_verdicts", "not learnt yet"),
        (NO_DETECTOR, "faults", "not learnt yet"),
        (OTHER_SIZE, "sample", "another size"),
        (OTHER_SIZE, "evaluate", "another size"),
        (OTHER_SIZE, "evaluate_verdicts", "another size"),
        (OTHER_SIZE, "faults", "another size"),
        (OTHER_SIZE, "learn_normal", "another size"),
        ({"is_modified": False}, "save", "saved already"),
    ],
)
def test_what_is_missing_is_named(lacking: dict[str, Any], control: str, reason: str) -> None:
    availability = controls(replace(LOADED, **lacking))[control]

    assert not availability.is_enabled
    assert reason in availability.reason


@pytest.mark.parametrize("lacking", [OTHER_SIZE, NO_MODEL, NO_DETECTOR])
def test_a_study_asks_nothing_of_the_current_model_since_it_trains_its_own(lacking: dict[str, Any]) -> None:
    assert controls(replace(LOADED, **lacking))["study"].is_enabled


def test_an_evaluation_of_errors_needs_no_detector() -> None:
    assert controls(replace(LOADED, detector=None))["evaluate"].is_enabled


def test_a_model_without_changes_can_still_be_saved_under_another_name() -> None:
    assert controls(replace(LOADED, is_modified=False))["save_as"].is_enabled


def test_a_run_is_alive_from_the_click_until_it_has_ended() -> None:
    alive = {phase for phase in Phase if AppState(phase).is_run_alive}

    assert alive == {Phase.QUEUED, Phase.TRAINING, Phase.PAUSED, Phase.STOPPING}


def test_every_control_has_an_answer() -> None:
    assert set(controls(AppState())) == {str(control) for control in Control}


def test_data_are_the_same_where_their_content_is_wherever_it_comes_from() -> None:
    assert are_same_data(a_dataset("a.npz"), a_dataset("b.npz"))
    assert not are_same_data(a_dataset("a.npz"), a_dataset("a.npz", level=1))
    assert not are_same_data(None, a_dataset("a.npz"))


def test_a_model_fits_data_of_its_own_shape_only() -> None:
    assert replace(READY, model=a_model(image_shape=(16, 16, 1)), dataset=SMALL).is_fitting
    assert not replace(READY, dataset=SMALL).is_fitting
