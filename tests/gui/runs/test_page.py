"""The list of runs, and what its buttons and keys ask the engine for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from engine.protocol import commands, events
from engine.protocol.run_info import RunStatus
from engine.settings import PRESETS
from gui.runs.page import RunsPage
from gui.runs.run_model import RunColumn
from tests.gui import training_events
from tests.gui.run_examples import a_run, changed, interrupted
from tests.gui.window.window_driver import WindowDriver

Press = Callable[[Qt.Key], None]


def shown(page: RunsPage, column: RunColumn) -> list[str]:
    model = page.view.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def tool(driver: WindowDriver, name: str) -> QToolButton:
    found = driver.find(name)
    assert isinstance(found, QToolButton)
    return found


def test_without_runs_the_page_says_how_to_get_one(driver: WindowDriver) -> None:
    driver.window._body.show_runs_page()
    page = driver.window.runs.page
    assert page._empty.isVisible()
    assert "Press Train" in page._empty.text
    driver.publish(changed(a_run("first")))
    assert page.view.isVisible()
    assert not page._empty.isVisible()


def test_the_list_tells_in_words_what_became_of_each_run(driver: WindowDriver, page: RunsPage) -> None:
    driver.publish(
        changed(
            a_run("a", status=RunStatus.TRAINING, epochs=3),
            interrupted("b"),
            a_run("c", status=RunStatus.STOPPED, epochs=1),
            a_run("d", status=RunStatus.DIVERGED, epochs=2, metrics={}),
            a_run("e", epochs=12),
        )
    )
    assert shown(page, RunColumn.STATUS) == [
        "training, epoch 3 of 12",
        "interrupted at epoch 31 of 50",
        "stopped at epoch 1 of 12",
        "diverged after epoch 2",
        "completed, 12 epochs",
    ]
    assert shown(page, RunColumn.ERROR)[-2:] == ["–", "0.0085"]
    assert shown(page, RunColumn.AUROC)[-2:] == ["–", "0.977"]
    assert driver.text("runsSpace") == "5 runs, 60 MB of 1 GB"


def test_the_selection_stays_while_the_runs_change(driver: WindowDriver, page: RunsPage) -> None:
    page.view.select(("old",))
    driver.publish(changed(a_run("newest"), a_run("new"), a_run("current"), a_run("old", epochs=13)))
    assert [(run.key, run.epochs) for run in page.view.selected] == [("old", 13)]
    driver.publish(changed(a_run("newest"), a_run("new"), a_run("current")))
    assert len(page.view.selected) == 1, "a neighbour takes the place of a run that is gone"


def test_the_tick_marks_the_run_whose_model_answers(page: RunsPage) -> None:
    model = page.view.model()
    ticks = [model.index(row, 0).data(Qt.ItemDataRole.DecorationRole) is not None for row in range(3)]
    assert ticks == [False, True, False]


def test_a_name_is_edited_in_its_place_and_shown_before_the_engine_has_written_it(
    driver: WindowDriver, page: RunsPage, press: Press, qtbot: QtBot
) -> None:
    page.view.select(("old",))
    press(Qt.Key.Key_F2)
    editor = page.view.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "old"
    editor.setText("  My   best one ")
    with qtbot.waitSignal(page.renamed):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    (edit,) = driver.commands_of(commands.EditRun)
    assert (edit.key, edit.name, edit.note) == ("old", "My best one", None)
    assert shown(page, RunColumn.NAME)[-1] == "My best one"
    driver.end_command(edit)  # it was refused: the engine has published no other runs
    assert shown(page, RunColumn.NAME)[-1] == "old"


def test_a_note_is_kept_when_another_run_is_selected(driver: WindowDriver, page: RunsPage) -> None:
    page.view.select(("new",))
    note = driver.find("runNote")
    assert isinstance(note, QPlainTextEdit)
    QTest.keyClicks(note, "Thin fours")
    assert driver.commands_of(commands.EditRun) == []
    page.view.select(("old",))
    (edit,) = driver.commands_of(commands.EditRun)
    assert (edit.key, edit.note) == ("new", "Thin fours")
    assert note.toPlainText() == ""


def test_a_note_that_is_being_typed_is_not_overwritten_by_news_of_its_run(
    driver: WindowDriver, page: RunsPage
) -> None:
    page.view.select(("new",))
    note = driver.find("runNote")
    assert isinstance(note, QPlainTextEdit)
    QTest.keyClicks(note, "Thin")
    driver.publish(changed(a_run("new", metrics={"mse": 0.5}), a_run("current"), a_run("old")))
    assert note.toPlainText() == "Thin"


def test_the_current_run_is_changed_by_button_and_by_return(
    driver: WindowDriver, page: RunsPage, press: Press
) -> None:
    page.view.select(("current",))
    assert not tool(driver, "currentRunButton").isEnabled()
    assert "current run already" in tool(driver, "currentRunButton").toolTip()
    page.view.select(("old",))
    tool(driver, "currentRunButton").click()
    driver.end_command(driver.commands[-1])
    page.view.select(("new",))
    press(Qt.Key.Key_Return)
    assert [command.key for command in driver.commands_of(commands.MakeRunCurrent)] == ["old", "new"]


def test_a_run_that_has_become_the_current_one_brings_its_settings_and_its_curve(
    driver: WindowDriver, page: RunsPage
) -> None:
    settings = replace(PRESETS["denoising"], batch_size=64)
    runs = (a_run("new"), a_run("old", "My run", settings=settings, normal=(1,)))
    driver.publish(changed(*runs, current="new"))
    page.view.select(("old",))
    tool(driver, "currentRunButton").click()
    driver.publish(changed(*runs, current="old"), events.CommandEnded(driver.commands[-1]))
    assert driver.window.training_panel.settings_form.settings() == settings
    assert driver.window.training_panel.dataset_panel.normal == (1,)
    assert [history.name for history in driver.window.loss_plot.runs] == ["My run"]


def test_deleted_runs_are_gone_at_once_and_come_back_by_undo(
    driver: WindowDriver, page: RunsPage, press: Press
) -> None:
    page.view.select(("new", "old"))
    press(Qt.Key.Key_Delete)
    (delete,) = driver.commands_of(commands.DeleteRuns)
    assert delete.keys == ("new", "old")
    assert shown(page, RunColumn.NAME) == ["current"]
    assert driver.text("noticeText") == "Deleted 2 runs."
    tool(driver, "noticeActionButton0").click()
    (restore,) = driver.commands_of(commands.RestoreRuns)
    assert restore.keys == ("new", "old")


def test_a_run_that_is_being_trained_is_neither_deleted_nor_renamed(driver: WindowDriver, page: RunsPage) -> None:
    driver.window.client.train(PRESETS["clear"], None)
    driver.publish(
        changed(a_run("going on", status=RunStatus.TRAINING), a_run("old"), current="going on"),
        training_events.started(driver.commands[-1].run_id),
    )
    page.view.select(("going on",))
    delete = page.actions_of_runs["delete"]
    assert not delete.isEnabled()
    assert "being trained; stop it first" in delete.toolTip()
    assert not page.actions_of_runs["rename"].isEnabled()
    assert not page.view.runs.flags(page.view.runs.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert page.actions_of_runs["plot"].isEnabled()


def test_only_an_interrupted_run_can_be_kept(driver: WindowDriver, page: RunsPage) -> None:
    assert tool(driver, "keepRunButton").isHidden()
    driver.publish(changed(interrupted("cut"), a_run("old")))
    page.view.select(("cut",))
    tool(driver, "keepRunButton").click()
    (edit,) = driver.commands_of(commands.EditRun)
    assert (edit.key, edit.name, edit.note) == ("cut", None, None)
    assert shown(page, RunColumn.STATUS)[0] == "stopped at epoch 31 of 50"


def test_selected_runs_are_put_into_the_plot_once(driver: WindowDriver, page: RunsPage) -> None:
    page.view.select(("new", "old"))
    page.actions_of_runs["plot"].trigger()
    page.actions_of_runs["plot"].trigger()
    assert [history.name for history in driver.window.loss_plot.runs] == ["old", "new"]


def test_columns_make_way_where_it_is_narrow_and_the_name_stays_readable(
    driver: WindowDriver, page: RunsPage
) -> None:
    def hidden() -> set[RunColumn]:
        return {column for column in RunColumn if page.view.isColumnHidden(column)}

    driver.window.resize(1700, 800)
    assert hidden() == set()
    driver.window.resize(900, 600)
    assert {RunColumn.DATA, RunColumn.DATE} <= hidden()
    assert not hidden() & {RunColumn.NAME, RunColumn.CURVE, RunColumn.STATUS}
    assert page.view.columnWidth(RunColumn.NAME) >= 170


def test_numbers_that_are_not_finite_are_written_as_missing(driver: WindowDriver, page: RunsPage) -> None:
    nan, infinite = float("nan"), float("inf")
    run = a_run("bad", metrics={"mse": nan, "auroc": infinite})
    losses = {"loss": (0.5, nan, infinite), "val_loss": (nan, nan, nan)}
    driver.publish(changed(replace(run, seconds=infinite, model=replace(run.model, history=losses))))
    cells = [shown(page, column)[0] for column in (RunColumn.ERROR, RunColumn.AUROC, RunColumn.TIME)]
    assert cells == ["–", "–", "–"]
    for column in RunColumn:
        page.view.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    assert not page.view.grab().isNull()
