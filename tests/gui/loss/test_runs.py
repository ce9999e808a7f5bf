from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from engine.history.run_history import RunHistory
from engine.protocol.activity import Outcome
from gui.look.colormaps import oklab
from gui.look.colours import DARK, LIGHT, PlotColours
from gui.loss.line_style import finished_style
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


def test_runs_that_come_and_go_never_share_a_colour() -> None:
    runs = with_runs(1)
    styles = [finished_style(number, LIGHT.plot) for number in range(2 * MOST_FINISHED_RUNS)]
    for time in range(100):  # one run is continued again and again while others stay or are dropped
        runs.add(RunHistory("continued"), key="one" if time % 3 else str(time))
        used = [styles[runs[row].number].colour for row in range(len(runs))]
        assert len(set(used)) == len(used)


@pytest.mark.parametrize("colours", [LIGHT.plot, DARK.plot], ids=["light", "dark"])
def test_thirty_runs_have_thirty_colours_that_the_running_one_has_not(colours: PlotColours) -> None:
    styles = [finished_style(number, colours) for number in range(30)]
    used = [colours.train, colours.validation, *(style.colour for style in styles)]
    assert len(set(used)) == 32
    assert len({(style.colour, style.dashes) for style in styles}) == 30
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in used)


@pytest.mark.parametrize("colours", [LIGHT.plot, DARK.plot], ids=["light", "dark"])
def test_the_runs_that_a_plot_shows_at_once_are_told_apart_by_colour(colours: PlotColours) -> None:
    used = [colours.train, colours.validation, *colours.finished[: MOST_FINISHED_RUNS + 1]]
    places = oklab(np.array([list(bytes.fromhex(colour[1:])) for colour in used]) / 255.0)
    nearest = min(np.linalg.norm(one - other) for one, other in itertools.combinations(places, 2))
    assert nearest > 0.1, "0.02 can just be seen side by side"


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
