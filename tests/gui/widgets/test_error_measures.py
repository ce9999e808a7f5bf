"""MAE, MSE and BCE explain themselves wherever they are named."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from gui.answers.error_numbers import ErrorNumbers
from gui.pages.error_rows import error_columns
from gui.runs.run_model import RunColumn, RunModel
from gui.tables.table_view import TableView
from gui.training.settings_form import SettingsForm
from gui.widgets.error_measures import ERROR_MEASURES, error_measure_text

HORIZONTAL, TIP, WHAT = Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole


@pytest.mark.parametrize("measure", ERROR_MEASURES)
def test_the_words_spell_the_measure_out_and_say_what_0_means(measure: str) -> None:
    text = error_measure_text(measure)
    assert text.startswith(f"{measure.upper()}, ")
    assert "0" in text


@pytest.mark.parametrize("measure", ERROR_MEASURES)
def test_the_numbers_below_the_reconstruction_explain_themselves(measure: str, qtbot: Any) -> None:
    numbers = ErrorNumbers()
    qtbot.addWidget(numbers)
    captions = [label for label in numbers.findChildren(QLabel) if label.text() == measure.upper()]
    value = numbers.findChild(QLabel, f"{measure}Label")
    for label in (*captions, value):
        assert error_measure_text(measure) in label.toolTip()
        assert error_measure_text(measure) == label.whatsThis()
    assert len(captions) == 1


@pytest.mark.parametrize("measure", ERROR_MEASURES)
@pytest.mark.parametrize("role", [TIP, WHAT])
def test_the_columns_of_the_test_set_explain_themselves(measure: str, role: Qt.ItemDataRole, qtbot: Any) -> None:
    view = TableView("errorTable", error_columns())
    qtbot.addWidget(view)
    place = [column.name for column in error_columns()].index(measure)
    assert error_measure_text(measure) in view.table.headerData(place, HORIZONTAL, role)


@pytest.mark.parametrize("measure", ERROR_MEASURES)
def test_the_losses_to_choose_explain_themselves(measure: str, qtbot: Any) -> None:
    form = SettingsForm()
    qtbot.addWidget(form)
    box = form._loss
    assert error_measure_text(measure) in box.itemData(box.findData(measure), TIP)
    assert error_measure_text(measure) in box.whatsThis()


@pytest.mark.parametrize("role", [TIP, WHAT])
def test_the_test_error_of_a_run_explains_itself(role: Qt.ItemDataRole) -> None:
    assert error_measure_text("mse") in RunModel().headerData(RunColumn.ERROR, HORIZONTAL, role)
