"""Results, study and faults show an example of what they will show, which is never taken for a result."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine.protocol.events import FaultAdvanced, StudyAdvanced
from engine.protocol.results import FaultRow, StudyRow
from gui.pages.faults import FaultPage
from gui.pages.results_page import ResultsPage
from gui.pages.study import StudyPage
from gui.tables.table_view import TableView
from gui.verdict.threshold import Threshold
from tests.gui.showing import shown
from tests.gui.verdict_examples import a_detector, a_judged_set

DETECTOR = a_detector()


@pytest.fixture(params=["results", "study", "faults"])
def page(request: pytest.FixtureRequest, qtbot: QtBot, threshold: Threshold) -> QWidget:
    make = {"results": lambda: ResultsPage(threshold), "study": StudyPage, "faults": FaultPage}
    return shown(qtbot, make[request.param](), 900, 600)


def show_something(page: QWidget) -> None:
    if isinstance(page, ResultsPage):
        page.show_judged(a_judged_set(DETECTOR, 100))
    elif isinstance(page, StudyPage):
        page.show_progress(StudyAdvanced(StudyRow((0,), 0.9, 0.8, 0.7, 1.0), 1, 2))
    elif isinstance(page, FaultPage):
        page.show_progress(FaultAdvanced(FaultRow("blur", 1.0, 0.9, 0.8), 1, 2))


def mark(page: QWidget) -> QLabel:
    found = page.findChild(QLabel, "exampleMark")
    assert isinstance(found, QLabel)
    return found


def test_an_empty_page_shows_an_example_and_says_that_it_is_one(page: QWidget) -> None:
    assert mark(page).isVisible()
    assert mark(page).text().startswith("Example, not yours: ")
    name = {ResultsPage: "resultsExample", StudyPage: "studyExampleTable", FaultPage: "faultsExampleTable"}[
        type(page)
    ]
    example = page.findChild(QWidget, name)
    assert example is not None
    assert example.isVisible()
    assert not example.isEnabled()
    assert example.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_the_example_goes_as_soon_as_there_is_a_result(page: QWidget) -> None:
    show_something(page)
    assert not mark(page).isVisible()


@pytest.mark.parametrize("make", [StudyPage, FaultPage])
def test_what_is_copied_and_saved_is_never_the_example(make: type[StudyPage | FaultPage], qtbot: QtBot) -> None:
    page = make()
    qtbot.addWidget(page)
    assert page.card.view.table.rowCount() == 0
    assert not page.card.buttons.isEnabled()
    example = page.findChild(TableView, f"{'study' if make is StudyPage else 'faults'}ExampleTable")
    assert example is not None
    assert [row.values[0] for row in example.table.rows][-2:] == ["Mean", "Worst"]
