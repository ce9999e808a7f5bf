from __future__ import annotations

from engine.history.run_history import RunHistory
from engine.protocol.activity import Outcome
from gui.loss.runs import MOST_FINISHED_RUNS, PlottedRuns
from tests.gui.training_events import batch


def with_runs(count: int) -> PlottedRuns:
    runs = PlottedRuns()
    for run_id in range(count):
        runs.add(RunHistory(f"Run {run_id}"), run_id)
    return runs


def test_the_last_run_is_in_front_and_the_others_behind() -> None:
    runs = with_runs(3)
    view = runs.view(is_log=False, x_range=None)
    assert [run.history.name for run in view.finished] == ["Run 0", "Run 1"]
    assert view.current is runs[-1].history


def test_an_event_of_an_older_run_is_dropped() -> None:
    runs = with_runs(2)
    assert not runs.append(batch(0, 1, 1, 0.5))
    assert runs.append(batch(1, 1, 1, 0.4))
    assert [len(history.batches) for history in runs.histories] == [0, 1]


def test_a_finished_run_takes_no_more_events_and_keeps_its_outcome() -> None:
    runs = with_runs(1)
    assert runs.finish(0, Outcome.STOPPED)
    assert not runs.append(batch(0, 1, 1, 0.5))
    assert not runs.finish(0, Outcome.COMPLETED)
    assert runs[0].outcome is Outcome.STOPPED


def test_a_hidden_run_is_not_drawn_and_the_others_keep_their_colours() -> None:
    runs = with_runs(4)
    runs[0].is_shown = False
    view = runs.view(is_log=False, x_range=None)
    assert [(run.history.name, run.style) for run in view.finished] == [("Run 1", 1), ("Run 2", 2)]


def test_a_hidden_run_in_front_leaves_the_others_behind() -> None:
    runs = with_runs(2)
    runs[-1].is_shown = False
    view = runs.view(is_log=False, x_range=None)
    assert view.current is None
    assert [run.history.name for run in view.finished] == ["Run 0"]


def test_only_the_last_ten_finished_runs_are_kept() -> None:
    runs = with_runs(MOST_FINISHED_RUNS + 5)
    assert [history.name for history in runs.histories] == [f"Run {number}" for number in range(4, 15)]


def test_clearing_keeps_only_the_run_that_is_going_on() -> None:
    runs = with_runs(3)
    runs.clear()
    assert [history.name for history in runs.histories] == ["Run 2"]
    assert not runs.can_clear
    runs.finish(2, "completed")
    assert runs.can_clear
    runs.clear()
    assert len(runs) == 0
