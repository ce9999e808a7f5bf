"""Whether Step goes on with the current run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.settings import PRESETS
from gui.state.app_state import AppState, Phase
from gui.state.stepping import run_to_step
from tests.gui.run_examples import a_run
from tests.gui.states import READY, a_dataset

RUN = a_run("current", normal=(1,))
SETTINGS = RUN.model.settings
STATE = replace(READY, runs=(a_run("other"), RUN), current_run="current")


def test_step_goes_on_with_the_current_run_whatever_epochs_and_learning_rate_are_set() -> None:
    changed = replace(SETTINGS, epochs=99, learning_rate=1e-5)
    assert run_to_step(STATE, SETTINGS, (1,)) is RUN
    assert run_to_step(STATE, changed, (1,)) is RUN


@pytest.mark.parametrize(
    "state",
    [
        replace(STATE, current_run=None),
        replace(STATE, current_run="deleted"),
        replace(STATE, dataset=None),
        replace(STATE, dataset=a_dataset("others.npz", level=7)),
        replace(STATE, phase=Phase.TRAINING),
        replace(STATE, runs=(replace(RUN, model=replace(RUN.model, data_identity=None)),)),
    ],
    ids=["no run", "deleted", "no data", "other data", "training", "unknown data"],
)
def test_otherwise_it_starts_a_new_one(state: AppState) -> None:
    assert run_to_step(state, SETTINGS, (1,)) is None


def test_other_settings_or_classes_start_a_new_one() -> None:
    assert run_to_step(STATE, replace(SETTINGS, batch_size=32), (1,)) is None
    assert run_to_step(STATE, PRESETS["denoising"], (1,)) is None
    assert run_to_step(STATE, SETTINGS, None) is None
    assert run_to_step(STATE, None, (1,)) is None
