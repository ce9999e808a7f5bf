"""Runs that publish to a loss plot as the engine does, and the plot's controls."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton, QTreeWidget, QTreeWidgetItem

from gui.loss.chart import LossChart
from gui.loss.plot import LossPlot
from tests.gui.training_events import STEPS_PER_EPOCH, batch, epoch, finished, started


def train(plot: LossPlot, run_id: int, epochs: int = 3, *, is_over: bool = True, preset: str = "clear") -> None:
    plot.start_run(started(run_id, preset))
    for number in range(1, epochs + 1):
        for step in range(1, STEPS_PER_EPOCH + 1):
            plot.add_batch(batch(run_id, number, step, 1.0 / (number + step / STEPS_PER_EPOCH)))
        plot.add_epoch(epoch(run_id, number, 0.9 / number, 1.0 / number))
    if is_over:
        plot.finish_run(finished(run_id))


def tree(plot: LossPlot) -> QTreeWidget:
    found = plot.findChild(QTreeWidget)
    assert isinstance(found, QTreeWidget)
    return found


def row(plot: LossPlot, number: int) -> QTreeWidgetItem:
    item = tree(plot).topLevelItem(number)
    assert item is not None
    return item


def button(plot: LossPlot, name: str) -> QToolButton:
    found = plot.findChild(QToolButton, name)
    assert isinstance(found, QToolButton)
    return found


def chart_of(plot: LossPlot) -> LossChart:
    assert plot.display.chart is not None
    return plot.display.chart
