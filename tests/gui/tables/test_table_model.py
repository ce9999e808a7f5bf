from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from gui.tables.table_model import BAR_ROLE, CHANCE_ROLE, Column, Kind, Pin, Row, TableModel, Value

COLUMNS = (
    Column("class", "Class", "The label", Kind.TEXT),
    Column("n", "Images", "How many", Kind.COUNT),
    Column("mae", "MAE", "Mean absolute error", Kind.ERROR),
    Column("rate", "Alarms", "Share of alarms", Kind.RATE),
    Column("auroc", "AUROC", "Area under the ROC", Kind.AUROC),
    Column("seconds", "Time", "Seconds", Kind.SECONDS),
    Column("strength", "Strength", "In its own unit", Kind.STRENGTH),
)


def row(name: str, n: int = 1, auroc: float | None = 0.5, **rest: Any) -> Row:
    return Row((name, n, 0.03125, 0.25, auroc, 12.04, 0.4), key=name, **rest)


@pytest.fixture
def model(qapp: object) -> TableModel:
    model = TableModel(COLUMNS)
    model.show_rows(
        [
            row("all", 30, pin=Pin.TOP, label="All"),
            row("10", 4, 0.4),
            row("9", 6, None),
            row("2", 20, 0.9),
            row("mean", 10, 0.65, pin=Pin.BOTTOM),
        ]
    )
    return model


def first_column(model: TableModel) -> list[Value]:
    return [row.values[0] for row in model.rows]


def cell(model: TableModel, row: int, column: int, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
    return model.index(row, column).data(role)


def test_each_kind_of_value_is_written_in_its_own_way(model: TableModel) -> None:
    model.show_rows([Row(("a", 12_345, 0.03125, 0.25, 0.98765, 12.04, 0.4))])
    texts = [cell(model, 0, column) for column in range(7)]
    assert texts == ["a", "12,345", "0.0312", "25 %", "0.988", "12.0 s", "0.4"]


def test_a_value_that_there_is_not_is_a_dash_on_the_screen_and_empty_in_a_file(model: TableModel) -> None:
    assert cell(model, 2, 4) == "–"
    assert model.texts()[3][4] == ""


def test_a_file_has_the_columns_names_and_the_numbers_as_a_program_reads_them(model: TableModel) -> None:
    names, first, *_ = model.texts()
    assert names == ("class", "n", "mae", "rate", "auroc", "seconds", "strength")
    assert first == ("all", "30", "0.03125", "0.25", "0.5", "12.04", "0.4")


def test_a_label_stands_in_the_first_column_alone(model: TableModel) -> None:
    assert [cell(model, 0, column) for column in (0, 1)] == ["All", "30"]


@pytest.mark.parametrize(
    ("column", "order", "expected"),
    [
        (0, Qt.SortOrder.AscendingOrder, ["all", "2", "9", "10", "mean"]),
        (0, Qt.SortOrder.DescendingOrder, ["all", "10", "9", "2", "mean"]),
        (1, Qt.SortOrder.DescendingOrder, ["all", "2", "9", "10", "mean"]),
        (4, Qt.SortOrder.AscendingOrder, ["all", "10", "2", "9", "mean"]),
        (4, Qt.SortOrder.DescendingOrder, ["all", "2", "10", "9", "mean"]),
    ],
)
def test_sorting_moves_neither_pinned_rows_nor_what_has_no_value_from_the_end(
    model: TableModel, column: int, order: Qt.SortOrder, expected: list[str]
) -> None:
    model.sort(column, order)
    assert first_column(model) == expected


def test_other_rows_are_sorted_as_the_ones_before_were(model: TableModel) -> None:
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.show_rows([row("a", 1), row("b", 3), row("c", 2)])
    assert first_column(model) == ["b", "c", "a"]
    model.sort(-1)
    model.show_rows([row("a", 1), row("b", 3)])
    assert first_column(model) == ["a", "b"]


def test_an_index_follows_its_row_when_the_table_is_sorted(model: TableModel) -> None:
    index = QPersistentModelIndex(model.index(3, 1))
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert (index.row(), index.column(), index.data()) == (1, 1, "20")


def test_the_same_rows_with_other_values_change_only_the_columns_that_differ(
    model: TableModel, qtbot: QtBot
) -> None:
    model.show_rows([row("a"), row("b", 2)])
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.append(first.column()))
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_rows([row("a"), row("b", 3)])
    assert changed == [1]
    assert cell(model, 1, 1) == "3"


def test_a_mark_that_moves_is_painted_although_no_value_differs(model: TableModel, qtbot: QtBot) -> None:
    model.show_rows([row("a", is_marked=True), row("b")])
    with qtbot.waitSignal(model.dataChanged):
        model.show_rows([row("a"), row("b", is_marked=True)])
    assert cell(model, 0, 0, Qt.ItemDataRole.BackgroundRole) is None
    assert cell(model, 1, 0, Qt.ItemDataRole.BackgroundRole) is not None


def test_pinned_rows_are_bold(model: TableModel) -> None:
    assert [cell(model, place, 1, Qt.ItemDataRole.FontRole).bold() for place in (0, 1, 4)] == [True, False, True]


def test_rates_and_aurocs_have_bars_and_only_aurocs_have_the_mark_of_guessing(model: TableModel) -> None:
    assert [cell(model, 1, column, BAR_ROLE) for column in range(7)] == [None, None, None, 0.25, 0.4, None, None]
    assert [cell(model, 1, column, CHANCE_ROLE) for column in (3, 4)] == [None, 0.5]


def test_the_header_explains_its_columns(model: TableModel) -> None:
    tips = [
        model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        for column in range(len(COLUMNS))
    ]
    assert tips == [column.explanation for column in COLUMNS]
