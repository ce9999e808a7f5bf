from __future__ import annotations

from typing import Any

from gui.loss.plot import LossPlot
from tests.gui.loss.runs_to_plot import button, row, train
from tests.gui.run_examples import a_run
from tests.gui.training_events import batch, epoch, started


def names(plot: LossPlot) -> list[str]:
    return [history.name for history in plot.runs]


def test_losses_of_another_run_are_dropped(plot: LossPlot) -> None:
    plot.start_run(started(2))
    plot.add_batch(batch(1, 1, 1, 0.5))
    plot.add_epoch(epoch(1, 1, 0.5))
    assert plot.runs[0].final_loss is None


def test_finished_runs_stay_in_the_list_with_their_name_and_last_loss(plot: LossPlot) -> None:
    train(plot, 1, preset="article")
    train(plot, 2)
    assert names(plot) == ["Run 1 · Article", "Run 2 · Clear, changed"]
    rows = [row(plot, number) for number in range(2)]
    assert [(item.text(0), item.text(1)) for item in rows] == [
        ("Run 1 · Article", "0.3333"),
        ("Run 2 · Clear, changed", "0.3333"),
    ]
    assert rows[0].toolTip(0) == "Run 1 · Article · completed"


def test_clearing_leaves_the_run_that_is_going_on(plot: LossPlot) -> None:
    train(plot, 1)
    train(plot, 2, is_over=False)
    plot.clear_finished()
    assert names(plot) == ["Run 2 · Clear, changed"]


def test_the_list_shows_itself_where_there_is_room_and_something_to_compare(plot: LossPlot, qtbot: Any) -> None:
    train(plot, 1)
    assert not plot.run_list.isVisible()
    train(plot, 2)
    assert plot.run_list.isVisible()
    plot.resize(400, 300)
    qtbot.waitUntil(lambda: not plot.run_list.isVisible())
    button(plot, "lossListButton").click()
    assert plot.run_list.isVisible()


def test_a_history_from_an_opened_model_is_put_in_front(plot: LossPlot) -> None:
    train(plot, 1)
    plot.show_history("digits.aestudio", {"loss": (0.5, 0.4), "val_loss": (0.6, 0.5)})
    assert names(plot) == ["Run 1 · Clear, changed", "digits.aestudio"]
    assert plot.runs[-1].final_loss == 0.5


def test_a_model_without_a_history_is_in_front_of_the_run_of_another(plot: LossPlot) -> None:
    train(plot, 1)
    plot.show_history("untrained", {})
    assert names(plot) == ["Run 1 · Clear, changed", "untrained"]
    assert row(plot, 1).font(0).bold()
    assert not row(plot, 0).font(0).bold()
    assert row(plot, 1).text(1) == ""


def test_a_continued_run_carries_on_from_its_earlier_epochs_and_has_its_own_name(plot: LossPlot) -> None:
    train(plot, 1)
    plot.name_runs((a_run("one", "My run", epochs=3),), None)
    assert names(plot) == ["Run 1 · Clear, changed"], "it was over before its key was known"
    plot.start_run(started(2, epochs=5), a_run("one", "My run", epochs=3))
    plot.add_epoch(epoch(2, 4, 0.1))
    assert names(plot)[-1] == "My run"
    assert (plot.runs[-1].position, plot.runs[-1].epochs) == (4.0, 5)
    plot.start_run(started(3, epochs=6), a_run("one", "My run", epochs=4))
    assert names(plot) == ["Run 1 · Clear, changed", "My run"], "there is one curve of a run"


def test_a_run_takes_its_name_as_soon_as_it_has_one_and_follows_it(plot: LossPlot) -> None:
    plot.start_run(started(1))
    plot.name_runs((a_run("other"), a_run("one", "Clear · MNIST")), "one")
    assert names(plot) == ["Clear · MNIST"]
    plot.name_runs((a_run("other"), a_run("one", "The best")), None)
    assert names(plot) == ["The best"]
    assert row(plot, 0).text(0) == "The best"


def test_a_kept_run_is_shown_behind_the_one_that_is_going_on(plot: LossPlot) -> None:
    train(plot, 1, is_over=False)
    plot.show_run(a_run("old"))
    plot.show_run(a_run("empty", epochs=0))
    assert names(plot) == ["old", "Run 1 · Clear, changed"]
    plot.add_epoch(epoch(1, 4, 0.5))
    assert plot.runs[-1].position == 4.0, "it still goes on"
