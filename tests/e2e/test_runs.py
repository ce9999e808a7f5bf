"""Runs that are kept: trained, renamed, continued, compared, deleted and brought back, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from engine.protocol import events
from engine.protocol.run_info import RunInfo, RunStatus
from gui.runs.page import RunsPage
from gui.runs.run_model import RunColumn
from gui.state.app_state import Phase
from tests.e2e.conftest import Person
from tests.e2e.drawing import draw

pytestmark = pytest.mark.slow


def train(person: Person, epochs: int) -> RunInfo:
    """Train a run to its end, and return it."""
    before = {run.key for run in person.window.state.runs}
    person.type_into("epochsBox", str(epochs))
    person.click("trainButton")
    person.wait(lambda: bool({run.key for run in person.window.state.runs} - before))
    person.wait(lambda: not person.window.state.is_run_alive)
    person.wait_until_free()
    (run,) = (run for run in person.window.state.runs if run.key not in before)
    assert run.status is RunStatus.COMPLETED
    return run


def page_of(person: Person) -> RunsPage:
    person.open_page("Runs")
    return person.window.runs.page


def click_run(person: Person, page: RunsPage, key: str, keys: Qt.KeyboardModifier) -> None:
    view = page.view
    (row,) = (
        row for row in range(view.model().rowCount()) if view.model().index(row, 0).data(Qt.UserRole).key == key
    )
    place = view.visualRect(view.model().index(row, RunColumn.STATUS)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, place)


def select(person: Person, page: RunsPage, *keys: str) -> None:
    modifier = Qt.KeyboardModifier.NoModifier
    for key in keys:
        click_run(person, page, key, modifier)
        modifier = Qt.KeyboardModifier.ControlModifier


def current(person: Person) -> RunInfo:
    run = person.window.state.run(person.window.state.current_run)
    assert run is not None
    return run


def test_step_and_continue_train_the_same_run_further_and_train_starts_another(person: Person) -> None:
    first = train(person, 2)
    assert first.name in person.find("stepButton").toolTip()
    stepped: list[events.EpochEnded] = []
    person.window.client.epoch_ended.connect(stepped.append)
    person.click("stepButton")
    person.wait(lambda: [event.epoch for event in stepped] == [3] and not person.window.state.is_run_alive)
    person.wait_until_free()
    assert [(run.key, run.epochs) for run in person.window.state.runs] == [(first.key, 3)]

    page = page_of(person)
    select(person, page, first.key)
    person.click("continueRunButton")
    person.type_into("moreEpochsBox", "2")
    person.wait(lambda: not person.window.state.is_run_alive and len(stepped) == 3)
    person.wait_until_free()
    assert current(person).key == first.key
    assert current(person).epochs == 5
    assert current(person).status is RunStatus.COMPLETED
    (plotted,) = person.window.loss_plot.runs
    assert (plotted.name, plotted.position) == (first.name, 5.0)

    second = train(person, 1)
    assert {run.key for run in person.window.state.runs} == {first.key, second.key}
    assert person.window.state.current_run == second.key


def test_a_run_is_renamed_made_current_compared_deleted_and_brought_back(person: Person, tmp_path: Path) -> None:
    first, second = train(person, 1), train(person, 2)
    page = page_of(person)
    select(person, page, first.key)
    page.actions_of_runs["rename"].trigger()
    editor = page.view.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Only one epoch")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    person.wait(
        lambda: any(run.is_kept and run.name == "Only one epoch" for run in person.window.state.published_runs)
    )

    person.click("currentRunButton")
    person.wait(lambda: person.window.state.current_run == first.key)
    person.wait_for(Phase.READY)
    assert "Only one epoch" in person.text("modelLabel")
    assert page.actions_of_runs["current"].toolTip().endswith("It is the current run already.")

    draw(person)
    select(person, page, first.key, second.key)
    person.click("compareRunButton")
    person.wait(lambda: page.comparison.reconstructions.images > 1)
    assert ("Epochs", "2", "1") in page.comparison.texts or ("Epochs", "1", "2") in page.comparison.texts
    person.click("comparisonBackButton")
    person.wait_for(Phase.READY)

    select(person, page, first.key)
    person.window.activateWindow()
    page.view.setFocus()
    person.wait(page.view.hasFocus)
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    person.wait(lambda: [run.key for run in person.window.state.published_runs] == [second.key])
    person.click("noticeActionButton0")
    person.wait(lambda: {run.key for run in person.window.state.published_runs} == {first.key, second.key})

    path = tmp_path / "run.aestudio"
    person.window.runs.requests.save(first.key, path)
    person.wait(path.exists)
    person.wait_for(Phase.READY)
    assert str(path) in person.text("statusLabel")


def test_runs_are_there_again_after_the_next_start_and_on_another_machine(
    open_window, small_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    person = open_window(str(small_file))
    person.wait_for(Phase.READY)
    run = train(person, 1)
    person.window.runs.requests.annotate(run.key, "The first one")
    person.wait(lambda: any(kept.note == "The first one" for kept in person.window.state.published_runs))
    path = tmp_path / "first.aestudio-experiment"
    person.window.verdicts.threshold.request(50)
    person.window.runs._save_experiment((run.key,), "Look at the fours", False, str(path))
    person.wait(path.exists)
    person.window.close_without_saving()

    again = open_window(str(small_file))
    again.wait(lambda: [kept.note for kept in again.window.state.runs] == ["The first one"])
    again.wait_for(Phase.READY)
    again.window.close_without_saving()

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    elsewhere = open_window(str(small_file), str(path))
    elsewhere.wait(lambda: elsewhere.window.state.current_run is not None)
    elsewhere.wait(lambda: "1 run" in elsewhere.text("noticeText"))
    elsewhere.wait_for(Phase.READY)
    assert [(kept.name, kept.note, kept.epochs) for kept in elsewhere.window.state.runs] == [
        (run.name, "The first one", 1)
    ]
    assert elsewhere.find("noticeDetails").toPlainText() == "Look at the fours"
    assert elsewhere.window.verdicts.threshold.requested == 50
    assert run.name in elsewhere.find("stepButton").toolTip()
