from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from engine.protocol.events import FaultAdvanced, StudyAdvanced
from engine.protocol.results import FaultRow, StudyRow
from engine.protocol.run_events import StudyRestored
from engine.settings import TrainingSettings
from gui.pages.faults import FaultPage
from gui.pages.study import StudyPage
from gui.state.app_state import AppState, Phase
from tests.gui.states import DATASET, READY, a_dataset
from tests.gui.verdict_examples import a_detector

ROWS = [
    StudyRow((0,), 0.99, 0.9, 0.95, 10.0),
    StudyRow((1,), 1.0, 0.98, 0.99, 12.0),
    StudyRow((2,), 0.97, 0.6, 0.8, 14.0),
]


@pytest.fixture
def study(qtbot: QtBot) -> StudyPage:
    page = StudyPage()
    qtbot.addWidget(page)
    page.apply_state(READY)
    return page


@pytest.fixture
def faults(qtbot: QtBot) -> FaultPage:
    page = FaultPage()
    qtbot.addWidget(page)
    page.apply_state(replace(READY, detector=a_detector()))
    return page


def run(page: StudyPage, rows: list[StudyRow]) -> None:
    page.show_progress(StudyAdvanced(None, 0, 3))
    for done, row in enumerate(rows, 1):
        page.show_progress(StudyAdvanced(row, done, 3))


def texts(page: StudyPage | FaultPage, column: int) -> list[str]:
    table = page.card.view.table
    return [table.index(row, column).data() for row in range(table.rowCount())]


def test_each_class_in_turn_is_asked_for(study: StudyPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(study.study_requested) as asked:
        qtbot.mouseClick(study.card.start_button, Qt.MouseButton.LeftButton)
    assert asked.args == [((0,), (1,), (2,))]


def test_some_classes_together_are_asked_for(study: StudyPage, qtbot: QtBot) -> None:
    study._some.setChecked(True)
    assert "Leave at least one class out" in study.card.start_button.toolTip()
    for label in (0, 2):
        chip = study.normal_choice.findChild(QToolButton, f"normalButton{label}")
        assert isinstance(chip, QToolButton)
        chip.click()
    with qtbot.waitSignal(study.study_requested) as asked:
        qtbot.mouseClick(study.card.start_button, Qt.MouseButton.LeftButton)
    assert asked.args == [((0, 2),)]


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (replace(READY, dataset=a_dataset(classes=0)), "no labels"),
        (replace(READY, dataset=a_dataset(has_tests=False)), "no test images"),
        (replace(READY, dataset=None), "no images yet"),
        (replace(READY, phase=Phase.TRAINING), "training is running"),
    ],
)
def test_a_study_says_why_it_cannot_start(study: StudyPage, state: AppState, reason: str) -> None:
    study.apply_state(state)
    assert not study.card.start_button.isEnabled()
    assert reason in study.card.start_button.toolTip()


def test_a_study_needs_no_model(study: StudyPage) -> None:
    study.apply_state(replace(READY, model=None))
    assert study.card.start_button.isEnabled()


def test_a_study_needs_no_model_of_the_datas_size(study: StudyPage) -> None:
    study.apply_state(replace(READY, dataset=a_dataset("small.npz", image_shape=(16, 16, 1))))
    assert study.card.start_button.isEnabled()
    assert study.choices == ((0,), (1,), (2,))


def test_a_study_that_is_cleared_begins_with_an_empty_table(study: StudyPage) -> None:
    run(study, ROWS)
    study.clear()
    assert study.card.view.table.rowCount() == 0
    run(study, ROWS[:1])
    assert study.card.view.table.rowCount() == 1


def test_other_data_begin_with_all_their_classes(study: StudyPage) -> None:
    study.normal_choice.set_normal((1,))
    study.apply_state(replace(READY, dataset=a_dataset("other.npz", classes=4)))
    assert study.normal_choice.normal is None
    assert len(study.choices) == 4


def test_the_classes_chosen_for_a_study_stay_when_the_same_data_come_again(study: StudyPage) -> None:
    study.normal_choice.set_normal((1,))
    study.apply_state(replace(READY, dataset=a_dataset()))
    assert study.normal_choice.normal == (1,)


def test_one_class_leaves_nothing_to_find(study: StudyPage) -> None:
    study.apply_state(replace(READY, dataset=a_dataset(classes=1)))
    assert not study.card.start_button.isEnabled()


def test_the_table_fills_as_the_study_goes(study: StudyPage) -> None:
    run(study, ROWS[:1])
    assert texts(study, 0) == ["0"]
    assert study.card.is_running
    assert study.card.progress_text == "1 of 3 · about 0:20 left"
    run(study, ROWS)
    assert texts(study, 0) == ["0", "1", "2", "Mean", "Worst"]
    assert texts(study, 1)[3:] == ["0.987", "0.970"]
    assert texts(study, 2)[3:] == ["0.827", "0.600"]
    assert texts(study, 4)[3:] == ["12.0 s", "14.0 s"]
    assert not study.card.is_running


def test_summaries_stay_below_when_the_table_is_sorted(study: StudyPage) -> None:
    run(study, ROWS)
    study.card.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert texts(study, 0) == ["1", "0", "2", "Mean", "Worst"]
    study.card.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert texts(study, 0) == ["2", "0", "1", "Mean", "Worst"]


def test_a_study_can_be_cancelled_and_keeps_its_rows(study: StudyPage, qtbot: QtBot) -> None:
    run(study, ROWS[:2])
    with qtbot.waitSignal(study.cancel_requested):
        qtbot.mouseClick(study.card.cancel_button, Qt.MouseButton.LeftButton)
    assert study.card.progress_text == "Cancelling…"
    study.finish()
    assert not study.card.is_running
    assert texts(study, 0) == ["0", "1", "Mean (2 of 3 classes)", "Worst (2 of 3 classes)"]
    assert study.card.view.table.texts()[-2][0] == "Mean (2 of 3 classes)", "a copied or saved table says so, too"


def restored(rows: list[StudyRow], data_identity: str = DATASET.identity) -> StudyRestored:
    return StudyRestored(TrainingSettings(), "digits.npz", data_identity, tuple(rows), 3)


def note(page: StudyPage) -> str:
    label = page.findChild(QLabel, "studyNote")
    assert isinstance(label, QLabel)
    return "" if label.isHidden() else label.text()


def test_an_interrupted_study_says_how_far_it_came(study: StudyPage) -> None:
    assert note(study) == ""
    study.show_restored(restored(ROWS[:2]))
    assert texts(study, 0) == ["0", "1", "Mean (2 of 3 classes)", "Worst (2 of 3 classes)"]
    assert note(study) == "2 of 3 choices were measured before it was interrupted."
    assert not study.card.is_running
    assert study.card.start_button.isEnabled()
    study.show_restored(restored(ROWS))
    assert note(study) == "All 3 choices were measured before."


def test_what_is_said_of_an_earlier_study_goes_with_its_rows(study: StudyPage) -> None:
    study.show_restored(restored(ROWS[:2]))
    run(study, ROWS[:1])
    assert note(study) == ""
    study.finish()
    study.show_restored(restored(ROWS[:2]))
    study.clear()
    assert note(study) == ""


def test_a_study_of_other_data_is_not_shown(study: StudyPage) -> None:
    study.show_restored(restored(ROWS, "of other data"))
    assert texts(study, 0) == []
    study.apply_state(AppState())
    study.show_restored(restored(ROWS))
    assert texts(study, 0) == []


def test_an_earlier_study_does_not_disturb_one_that_runs(study: StudyPage) -> None:
    run(study, ROWS[:1])
    study.show_restored(restored(ROWS[:2]))
    assert texts(study, 0) == ["0"]
    assert study.card.is_running


def test_another_study_begins_with_an_empty_table(study: StudyPage) -> None:
    run(study, ROWS)
    study.show_progress(StudyAdvanced(None, 0, 3))
    assert study.card.view.table.rowCount() == 0


def test_a_study_is_saved_with_its_summaries(study: StudyPage, tmp_path: Path, qtbot: QtBot) -> None:
    run(study, ROWS)
    with qtbot.waitSignal(study.saved):
        study.card.buttons.save(str(tmp_path / "study.csv"))
    with (tmp_path / "study.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["normal", "auroc", "auroc_error", "auroc_neighbours", "seconds"]
    assert rows[3] == ["2", "0.97", "0.6", "0.8", "14"]
    assert rows[4][0] == "Mean"


def test_a_study_that_cannot_be_saved_is_reported(study: StudyPage, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(study.save_failed):
        study.card.buttons.save(str(tmp_path / "nowhere" / "study.csv"))


def test_all_faults_are_asked_for_with_one_click(faults: FaultPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(faults.faults_requested):
        qtbot.mouseClick(faults.card.start_button, Qt.MouseButton.LeftButton)


def test_faults_need_a_detector(faults: FaultPage) -> None:
    faults.apply_state(READY)
    assert not faults.card.start_button.isEnabled()
    assert "learnt" in faults.card.start_button.toolTip()


def test_faults_that_are_cleared_are_still_to_be_measured(faults: FaultPage) -> None:
    faults.show_progress(FaultAdvanced(None, 0, 2))
    faults.show_progress(FaultAdvanced(FaultRow("blur", 1.5, 0.95, 0.48), 1, 2))
    faults.clear()
    assert faults.card.view.table.rowCount() == 0


def test_faults_are_shown_by_label_and_saved_by_name(faults: FaultPage) -> None:
    faults.show_progress(FaultAdvanced(None, 0, 2))
    faults.show_progress(FaultAdvanced(FaultRow("low_light", 0.6, 0.99, 0.25), 1, 2))
    faults.show_progress(FaultAdvanced(FaultRow("blur", 1.5, 0.95, 0.48), 2, 2))
    assert texts(faults, 0) == ["Low light", "Blur", "Mean", "Worst"]
    assert texts(faults, 3) == ["0.250", "0.480", "0.365", "0.250"]
    assert faults.card.view.table.texts()[1] == ("low_light", "0.6", "0.99", "0.25")
    tip = faults.card.view.table.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Too little light" in tip
    assert "0.6 of the light lost" in tip


def test_bars_are_painted_in_front_of_the_numbers(faults: FaultPage, qtbot: QtBot) -> None:
    faults.resize(640, 300)
    faults.show()
    qtbot.waitExposed(faults)
    pictures = []
    for auroc in (0.2, 0.9):
        faults.show_progress(FaultAdvanced(None, 0, 1))
        faults.show_progress(FaultAdvanced(FaultRow("blur", 1.5, auroc, 0.48), 1, 1))
        view = faults.card.view
        cell = view.visualRect(view.table.index(0, 2))
        pictures.append(view.viewport().grab(cell.adjusted(0, 0, -50, 0)).toImage())
    assert pictures[0] != pictures[1]


def test_an_index_of_the_table_has_no_children(faults: FaultPage) -> None:
    faults.show_progress(FaultAdvanced(FaultRow("blur", 1.5, 0.9, 0.48), 1, 1))
    table = faults.card.view.table
    assert table.rowCount(table.index(0, 0)) == 0
    assert table.rowCount(QModelIndex()) == 1
