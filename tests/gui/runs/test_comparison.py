"""Two runs side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt

from engine.protocol import commands, events
from engine.protocol.commands import CompareRuns
from engine.protocol.run_events import RunsCompared
from engine.settings import PRESETS
from gui.runs.differences import setting_rows
from gui.runs.page import RunsPage
from tests.gui.run_examples import a_run, changed
from tests.gui.window.window_driver import WindowDriver

FIRST = a_run("new", settings=replace(PRESETS["clear"], batch_size=64, epochs=20))
SECOND = a_run("old", normal=(1, 2))


def grey(level: float, count: int) -> np.ndarray:
    return np.full((count, 28, 28, 1), level, np.float32)


def compare(driver: WindowDriver, page: RunsPage) -> CompareRuns:
    driver.publish(changed(FIRST, SECOND))
    page.view.select(("new", "old"))
    page.actions_of_runs["compare"].trigger()
    command: CompareRuns = driver.commands_of(commands.CompareRuns)[-1]
    return command


def test_what_differs_comes_first_and_the_rest_is_the_same() -> None:
    rows = setting_rows(FIRST, SECOND)
    assert [row for row in rows if not row.is_same] == rows[:4]
    assert set(rows[:4]) == {
        ("Normal classes", "all", "1, 2"),
        ("Epochs", "20", "12"),
        ("Batch size", "64", "128"),
        ("Preset", "Clear, changed", "Clear"),
    }


def test_two_selected_runs_are_compared_on_samples_and_drawing(driver: WindowDriver, page: RunsPage) -> None:
    drawn = np.zeros((28, 28, 1), np.uint8)
    drawn[4:20, 10:16] = 255
    driver.window.answer_row.canvas.show_sample(drawn)
    command = compare(driver, page)
    assert command.keys == ("new", "old")
    assert command.drawing is not None
    assert page.comparison.isVisible()
    assert ("Batch size", "64", "128") in page.comparison.texts, "settings need no engine"
    driver.publish(
        RunsCompared(
            (FIRST, SECOND),
            grey(0.5, 4),
            (grey(0.6, 4), grey(0.9, 4)),
            grey(0, 1)[0],
            (grey(0, 1)[0],) * 2,
            (0, 0),
        ),
        events.CommandEnded(command),
    )
    assert page.comparison.reconstructions.images == 5
    assert page.comparison.reconstructions.isVisible()
    assert page.comparison.reconstructions.errors_text(0).startswith("Your drawing")
    assert page.comparison.reconstructions.errors_text(1) == ("Test image: mean squared error A 0.0100, B 0.1600")
    assert [run.history.name for run in page.comparison.curves._view.finished] == ["new", "old"]
    page.comparison.closed.emit()
    assert page.view.isVisible()


def test_without_data_that_fit_both_it_says_what_to_do(driver: WindowDriver, page: RunsPage) -> None:
    command = compare(driver, page)
    driver.publish(RunsCompared((FIRST, SECOND), None, None, None, None, None), events.CommandEnded(command))
    assert "Load data that fit both runs" in page.comparison._missing.text


def test_a_comparison_that_failed_is_not_waited_for(driver: WindowDriver, page: RunsPage) -> None:
    command = compare(driver, page)
    assert "Computing" in page.comparison._missing.text
    driver.end_command(command)
    assert "could not be computed" in page.comparison._missing.text


def test_only_two_runs_can_be_compared(driver: WindowDriver, page: RunsPage) -> None:
    action = page.actions_of_runs["compare"]
    for keys in (("new",), ("new", "current", "old")):
        page.view.select(keys)
        assert not action.isEnabled()
        assert "Select two runs" in action.toolTip()
    page.view.select(("new", "current"))
    assert action.isEnabled()
    driver.window.client.evaluate(None)
    assert "being evaluated" in action.toolTip()


def test_the_images_are_painted_within_the_widget(driver: WindowDriver, page: RunsPage) -> None:
    command = compare(driver, page)
    driver.publish(
        RunsCompared((FIRST, SECOND), grey(1, 9), (grey(1, 9), grey(1, 9)), None, None, None),
        events.CommandEnded(command),
    )
    pictures = page.comparison.reconstructions
    assert pictures.rect().contains(pictures.cell(2, 0).toRect())
    assert pictures.grab().toImage().pixelColor(pictures.cell(2, 0).center().toPoint()) == Qt.GlobalColor.white
