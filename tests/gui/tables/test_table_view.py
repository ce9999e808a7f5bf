from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gui.look.colours import colours
from gui.tables.table_model import Column, Kind, Row
from gui.tables.table_view import TableView
from tests.gui.showing import shown

COLUMNS = (Column("class", "Class", "The label", Kind.TEXT), Column("auroc", "AUROC", "Its area", Kind.AUROC))


@pytest.fixture
def view(qtbot: QtBot) -> TableView:
    view = TableView("someTable", COLUMNS)
    view.show_rows([Row(("0", 0.9), key=0), Row(("1", 0.8)), Row(("2", 0.25), key=2)])
    return shown(qtbot, view, 400, 200)


def place_of(view: TableView, row: int, column: int = 0) -> QPoint:
    return view.visualRect(view.table.index(row, column)).center()


def test_ctrl_c_copies_the_table_with_tabs_between_the_columns(view: TableView, qtbot: QtBot) -> None:
    view.activateWindow()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "class\tauroc\n0\t0.9\n1\t0.8\n2\t0.25\n"


def test_a_click_on_a_row_with_a_key_emits_it(view: TableView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.row_chosen) as chosen:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 2))
    assert chosen.args == [2]


def test_a_click_on_a_row_without_a_key_does_nothing(view: TableView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.row_chosen):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 1))


def test_return_chooses_the_current_row(view: TableView, qtbot: QtBot) -> None:
    view.selectRow(0)
    view.activateWindow()
    view.setFocus()
    with qtbot.waitSignal(view.row_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [0]


def test_the_bar_of_an_auroc_below_that_of_guessing_has_the_colour_of_a_warning(view: TableView) -> None:
    image = view.viewport().grab().toImage()
    found = []
    for row in (0, 2):
        cell = view.visualRect(view.table.index(row, 1))
        pixels = {image.pixelColor(x, cell.center().y()).name() for x in range(cell.left(), cell.right())}
        found.append({colours().accent, colours().warning} & pixels)
    assert found == [{colours().accent}, {colours().warning}]


def test_a_narrow_table_leaves_out_the_place_of_sort_marks_but_cuts_no_title(qtbot: QtBot) -> None:
    titles = [Column(f"c{n}", f"A long title {n}", "", Kind.COUNT) for n in range(3)]
    view = TableView("narrowTable", [Column("class", "Class", "", Kind.TEXT), *titles])
    view.show_rows([Row(("0", 1, 2, 3))])
    header = view.horizontalHeader()
    shown(qtbot, view, 900, 120)
    widths = [view.columnWidth(place) for place in (1, 2, 3)]
    view.resize(sum(widths) + header.minimumSectionSize() - 10, 120)
    assert header.length() <= view.viewport().width()
    for place, width in zip((1, 2, 3), widths, strict=True):
        title_px = header.fontMetrics().horizontalAdvance(titles[place - 1].title)
        assert title_px < view.columnWidth(place) < width
    view.resize(900, 120)
    assert [view.columnWidth(place) for place in (1, 2, 3)] == widths


def test_where_not_all_columns_fit_the_names_are_still_whole(qtbot: QtBot) -> None:
    titles = [Column(f"c{n}", f"A long title {n}", "", Kind.COUNT) for n in range(4)]
    view = TableView("namesTable", [Column("class", "Class", "", Kind.TEXT), *titles])
    view.show_rows([Row(("Over-exposure", 1, 2, 3, 4))])
    shown(qtbot, view, 300, 120)
    assert view.columnWidth(0) >= view.sizeHintForColumn(0)
    view.resize(1_200, 120)
    assert view.horizontalHeader().length() <= view.viewport().width(), "with room, the names take the spare width"
