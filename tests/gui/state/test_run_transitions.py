"""How the runs in the window's state follow from commands and events."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.protocol import commands
from engine.protocol.commands import Command, ContinueRun, DeleteRuns, EditRun, Train
from engine.protocol.events import CommandEnded
from engine.protocol.run_control import RunControl
from engine.protocol.run_info import RunStatus
from engine.settings import PRESETS
from gui.state.app_state import AppState, Phase
from gui.state.transitions import after_command, after_event
from tests.gui import training_events
from tests.gui.run_examples import a_run, changed, interrupted
from tests.gui.states import READY

RUNS = (a_run("b"), a_run("a"))
KEPT = after_event(READY, changed(*RUNS, current="a"))


def keys(state: AppState) -> list[str]:
    return [run.key for run in state.runs]


def test_the_runs_and_their_space_are_known() -> None:
    assert keys(KEPT) == ["b", "a"]
    assert KEPT.current_run == "a"
    assert (KEPT.runs_bytes, KEPT.runs_limit_bytes) == (24 << 20, 1 << 30)
    assert KEPT.run("a") is RUNS[1]
    assert KEPT.run(None) is None


def test_a_change_is_seen_at_once_and_survives_older_news() -> None:
    state = after_command(KEPT, EditRun("a", name="Best", note="Yes"))
    state = after_command(state, DeleteRuns(("b",)))
    state = after_event(state, changed(*RUNS, current="a"))  # published before the engine came to it
    assert [(run.name, run.note) for run in state.runs] == [("Best", "Yes")]


def test_a_change_that_the_engine_refused_is_taken_back() -> None:
    delete = DeleteRuns(("b",))
    state = after_event(after_command(KEPT, delete), CommandEnded(delete))
    assert keys(state) == ["b", "a"]


def test_a_run_that_is_kept_after_an_interruption_counts_as_stopped() -> None:
    state = after_command(after_event(READY, changed(interrupted("cut"))), EditRun("cut"))
    assert [run.status for run in state.runs] == [RunStatus.STOPPED]


def test_a_continued_run_is_a_training_like_any_other() -> None:
    command = ContinueRun(1, "a", RunControl())
    state = after_command(KEPT, command)
    assert (state.phase, state.training_run) == (Phase.QUEUED, "a")
    state = after_event(state, training_events.started(1))
    assert state.phase is Phase.TRAINING
    assert after_event(state, CommandEnded(command)).phase is Phase.READY


def test_the_key_of_a_new_run_is_known_from_the_moment_that_it_is_trained() -> None:
    state = after_command(
        after_command(KEPT, ContinueRun(1, "a", RunControl())), Train(2, PRESETS["clear"], None, RunControl())
    )
    assert state.training_run is None
    others = a_run("of another window", status=RunStatus.TRAINING)
    state = after_event(state, changed(others, *RUNS, current="a"))
    assert state.training_run is None
    state = after_event(state, changed(a_run("new", status=RunStatus.TRAINING), *RUNS, current="new"))
    assert state.training_run == "new"


@pytest.mark.parametrize(
    ("command", "phase"),
    [
        (commands.MakeRunCurrent("a"), Phase.OPENING),
        (commands.CompareRuns(("a", "b")), Phase.COMPARING),
        (commands.DeleteRuns(("a",)), Phase.READY),
        (commands.RestoreRuns(("a",)), Phase.READY),
    ],
)
def test_each_request_has_its_phase(command: Command, phase: Phase) -> None:
    state = after_command(KEPT, command)
    assert state.phase is phase
    assert replace(after_event(state, CommandEnded(command)), runs=(), published_runs=()).phase is Phase.READY
