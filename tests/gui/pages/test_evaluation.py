from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableView, QToolButton

from engine.errors import UserError
from engine.protocol.events import Evaluated
from engine.protocol.results import ErrorRow
from gui.look.colours import colours
from gui.pages.evaluation import EvaluationPage
from tests.gui.showing import shown
from tests.gui.states import READY, a_dataset

ROWS = (
    ErrorRow(None, 10_000, bce=0.0812, mse=0.0101, mae=0.0312),
    ErrorRow(0, 980, bce=0.09, mse=0.011, mae=0.033),
    ErrorRow(1, 1_135, bce=0.04, mse=0.003, mae=0.012),
    ErrorRow(8, 974, bce=0.11, mse=0.016, mae=0.041),
)


@pytest.fixture
def view(qtbot: Any) -> EvaluationPage:
    return shown(qtbot, EvaluationPage(), 440, 320)


@pytest.fixture
def filled(view: EvaluationPage) -> EvaluationPage:
    view.show_rows(Evaluated("MNIST", ROWS))
    return view


def button(view: EvaluationPage, name: str) -> QToolButton:
    found = view.findChild(QToolButton, name)
    assert isinstance(found, QToolButton)
    return found


def table_of(view: EvaluationPage) -> QTableView:
    found = view.findChild(QTableView)
    assert isinstance(found, QTableView)
    return found


def labels(view: EvaluationPage) -> list[object]:
    return [row.values[0] for row in view.view.table.rows]


def cell(view: EvaluationPage, row: int, column: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> Any:
    return view.view.table.index(row, column).data(role)


def test_the_button_asks_for_an_evaluation(view: EvaluationPage, qtbot: Any) -> None:
    view.apply_state(READY)
    with qtbot.waitSignal(view.evaluate_requested):
        qtbot.mouseClick(view.evaluate_button, Qt.MouseButton.LeftButton)


def test_a_button_that_cannot_be_used_says_why(view: EvaluationPage) -> None:
    view.apply_state(replace(READY, dataset=a_dataset(has_tests=False)))
    assert not view.evaluate_button.isEnabled()
    assert "no test images" in view.evaluate_button.toolTip()


def test_before_an_evaluation_there_is_nothing_to_copy_or_to_save(view: EvaluationPage) -> None:
    assert view.is_empty
    assert not button(view, "copyEvaluationButton").isEnabled()
    assert not button(view, "saveEvaluationButton").isEnabled()


def test_all_images_come_first_in_bold_then_the_classes(filled: EvaluationPage) -> None:
    assert [cell(filled, row, 0) for row in range(4)] == ["All", "0", "1", "8 · worst"]
    assert [cell(filled, 0, column) for column in range(5)] == ["All", "10,000", "0.0312", "0.0101", "0.0812"]
    assert cell(filled, 0, 2, Qt.ItemDataRole.FontRole).bold()
    assert not cell(filled, 1, 2, Qt.ItemDataRole.FontRole).bold()


def test_numbers_stand_under_each_other_at_the_right(filled: EvaluationPage) -> None:
    for column in range(1, 5):
        assert cell(filled, 1, column, Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
        header = filled.view.table.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        assert header & Qt.AlignmentFlag.AlignRight


def test_the_worst_class_is_marked_by_word_and_by_colour(filled: EvaluationPage) -> None:
    marked = [row for row in range(4) if cell(filled, row, 0, Qt.ItemDataRole.BackgroundRole) is not None]
    assert [cell(filled, row, 0) for row in marked] == ["8 · worst"]


def test_a_single_class_is_not_called_the_worst(view: EvaluationPage) -> None:
    view.show_rows(Evaluated("one", ROWS[:2]))
    assert cell(view, 1, 0) == "0"
    assert cell(view, 1, 0, Qt.ItemDataRole.BackgroundRole) is None


@pytest.mark.parametrize(
    ("column", "order", "expected"),
    [
        (0, Qt.SortOrder.DescendingOrder, ["all", "8", "1", "0"]),
        (1, Qt.SortOrder.AscendingOrder, ["all", "8", "0", "1"]),
        (2, Qt.SortOrder.AscendingOrder, ["all", "1", "0", "8"]),
        (4, Qt.SortOrder.DescendingOrder, ["all", "8", "0", "1"]),
    ],
)
def test_sorting_leaves_the_row_of_all_images_on_top(
    filled: EvaluationPage, column: int, order: Qt.SortOrder, expected: list[str]
) -> None:
    table_of(filled).sortByColumn(column, order)
    assert labels(filled) == expected


def test_a_new_evaluation_keeps_the_order_and_the_selection_follows_its_row(filled: EvaluationPage) -> None:
    table = table_of(filled)
    table.selectRow(3)
    table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]
    filled.show_rows(Evaluated("MNIST", ROWS))
    assert labels(filled) == ["all", "8", "0", "1"]


def test_copying_gives_tabs_between_the_columns(filled: EvaluationPage, qtbot: Any) -> None:
    qtbot.mouseClick(button(filled, "copyEvaluationButton"), Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[:2] == ["class\tn\tmae\tmse\tbce", "all\t10000\t0.0312\t0.0101\t0.0812"]
    assert len(lines) == 5


def test_the_table_is_saved_as_csv(filled: EvaluationPage, tmp_path: Path, qtbot: Any) -> None:
    with qtbot.waitSignal(filled.saved):
        filled.buttons.save(str(tmp_path / "evaluation.csv"))
    with (tmp_path / "evaluation.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["class"] for row in rows] == ["all", "0", "1", "8"]
    assert float(rows[3]["mae"]) == 0.041


def test_a_table_that_cannot_be_saved_is_reported(filled: EvaluationPage, tmp_path: Path, qtbot: Any) -> None:
    with qtbot.waitSignal(filled.save_failed) as failed:
        filled.buttons.save(str(tmp_path / "missing" / "evaluation.csv"))
    assert isinstance(failed.args[0], UserError)
    assert list(tmp_path.iterdir()) == []


def test_clearing_forgets_the_evaluation(filled: EvaluationPage) -> None:
    filled.clear()
    assert filled.is_empty
    assert labels(filled) == []


def test_at_its_smallest_the_page_still_shows_every_column(filled: EvaluationPage, qtbot: Any) -> None:
    filled.resize(filled.minimumSizeHint())
    table = table_of(filled)
    qtbot.waitUntil(lambda: table.horizontalHeader().length() <= table.viewport().width())
    assert table.visualRect(filled.view.table.index(0, 4)).right() < table.viewport().width()
    for column in range(1, 5):
        assert table.columnWidth(column) >= table.sizeHintForColumn(column)


def test_the_mark_of_the_worst_class_fills_its_row_without_gaps(filled: EvaluationPage) -> None:
    table = table_of(filled)
    image = table.viewport().grab().toImage()
    row = table.visualRect(filled.view.table.index(3, 0))
    edges = [table.visualRect(filled.view.table.index(3, column)).left() + 1 for column in range(5)]
    assert {image.pixelColor(x, row.top() + 2).name() for x in edges} == {colours().error_field}
