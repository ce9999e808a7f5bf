from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QListView
from pytestqt.qtbot import QtBot

from engine.protocol.results import JudgeBy
from gui.pages.results import Outcome
from gui.pages.results_page import ResultsPage
from gui.verdict.threshold import Threshold
from tests.gui.pages.results_page_examples import (
    DETECTOR,
    JUDGEABLE,
    JUDGED,
    VERDICTS,
)
from tests.gui.states import READY, a_dataset
from tests.gui.verdict_examples import a_detector, a_judged_set


def alarms(threshold: Threshold) -> np.ndarray:
    return VERDICTS.p_values <= threshold.alpha * 1.000001


def test_before_anything_it_says_what_to_do(qtbot: QtBot) -> None:
    page = ResultsPage(Threshold())
    qtbot.addWidget(page)
    assert "Train a model" in page.empty_text
    page.apply_state(replace(READY, missing_reason="This model comes from before the detector."))
    assert page.empty_text == "This model comes from before the detector."
    page.apply_state(JUDGEABLE)
    assert page.empty_text.startswith("Evaluate to see")


def test_judging_is_asked_for(page: ResultsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.judging_requested):
        qtbot.mouseClick(page.judge_button, Qt.MouseButton.LeftButton)


def test_it_says_why_nothing_can_be_judged(page: ResultsPage) -> None:
    page.apply_state(replace(JUDGEABLE, dataset=a_dataset(has_tests=False)))
    assert "no test images" in page.judge_button.toolTip()
    page.apply_state(replace(READY, missing_reason="Still learning."))
    assert not page.judge_button.isEnabled()
    assert "learnt" in page.judge_button.toolTip()


@pytest.mark.parametrize("one_in", [100, 10, 300])
def test_confusion_classes_and_roc_follow_the_threshold(
    page: ResultsPage, threshold: Threshold, one_in: int
) -> None:
    threshold.request(one_in)
    false = int((alarms(threshold) & JUDGED.is_normal).sum())
    hits = int((alarms(threshold) & ~JUDGED.is_normal).sum())
    assert page.confusion.cell(Outcome.FALSE_ALARM).text().startswith(f"False alarms: {false} (")
    assert page.confusion.cell(Outcome.HIT).text().startswith(f"Found: {hits} (")
    assert page.confusion.cell(Outcome.MISS).text().startswith(f"Missed: {800 - hits} (")
    assert page.roc.point == (false / 200, hits / 800)
    rows = {row.key: row for row in page.classes.table.rows}
    assert rows[7].values[3] == pytest.approx(float(alarms(threshold)[JUDGED.labels == 7].mean()))


def test_the_point_on_the_roc_moves_and_leaves_nothing_behind(page: ResultsPage, threshold: Threshold) -> None:
    before = page.roc.grab().toImage()
    threshold.request(10)
    moved = page.roc.grab().toImage()
    assert moved != before
    page.roc.renew()
    assert page.roc.grab().toImage() == moved
    threshold.request(100)
    assert page.roc.grab().toImage() == before


def test_the_roc_shows_a_curve_for_each_choice_the_chosen_one_first(page: ResultsPage) -> None:
    assert VERDICTS.roc is not None
    names = [part.split(":")[0] for part in page.roc.accessibleDescription().split(", ")]
    assert names == ["All evidence", "Reconstruction error", "Error and code"]
    assert page.roc.accessibleDescription().startswith(f"All evidence: AUROC {VERDICTS.roc.auroc:.3f}")


def test_everything_follows_the_choice_of_what_to_judge_by_and_back(
    page: ResultsPage, threshold: Threshold
) -> None:
    def look() -> tuple[str, ...]:
        cells = tuple(page.confusion.cell(outcome).text() for outcome in Outcome)
        classes = str([row.values[3:5] for row in page.classes.table.rows])
        gallery, point = str(page.gallery.shown.tolist()), str(page.roc.point)
        return (*cells, classes, gallery, point, page.roc.accessibleDescription())

    before = look()
    for judge_by, name in ((JudgeBy.CODE, "Error and code"), (JudgeBy.ERROR, "Reconstruction error")):
        threshold.request_judge_by(judge_by)
        verdicts = JUDGED.by[judge_by]
        is_alarm = threshold.is_abnormal(verdicts.p_values)
        hits = int((is_alarm & ~JUDGED.is_normal).sum())
        assert page.confusion.cell(Outcome.HIT).text().startswith(f"Found: {hits} (")
        assert sorted(page.gallery.shown) == np.flatnonzero(is_alarm == JUDGED.is_normal).tolist()
        assert page.roc.accessibleDescription().startswith(f"{name}: AUROC")
        assert page.roc.point == (float((is_alarm & JUDGED.is_normal).sum()) / 200, hits / 800)
        normal, abnormal = (series.scores for series in page.histogram.series)
        np.testing.assert_array_equal(normal, verdicts.scores[JUDGED.is_normal])
        np.testing.assert_array_equal(abnormal, verdicts.scores[~JUDGED.is_normal])
        assert look() != before
    threshold.request_judge_by(JudgeBy.ALL)
    assert look() == before


def test_a_choice_made_while_the_page_is_hidden_is_there_when_it_is_shown(
    page: ResultsPage, threshold: Threshold
) -> None:
    page.hide()
    threshold.request_judge_by(JudgeBy.ERROR)
    page.show()
    assert page.roc.accessibleDescription().startswith("Reconstruction error: AUROC")


def test_a_set_judged_by_all_evidence_alone_is_shown_whatever_was_chosen(
    page: ResultsPage, threshold: Threshold
) -> None:
    threshold.request_judge_by(JudgeBy.CODE)
    only_all = a_detector(2_000, only_all=True)
    threshold.set_normal_scores(only_all.normal_scores)
    page.show_judged(a_judged_set(only_all, 500))
    assert page.roc.accessibleDescription().startswith("All evidence: AUROC")
    assert ", " not in page.roc.accessibleDescription()
    box = page.findChild(QComboBox, "judgeByBox")
    assert isinstance(box, QComboBox)
    assert (box.currentText(), box.isEnabled()) == ("All evidence", False)
    assert "only what the image itself shows" in box.toolTip()
    assert comparison(page) == ""


def test_what_the_autoencoder_adds_follows_the_threshold(page: ResultsPage, threshold: Threshold) -> None:
    assert "At 1 false alarm in 100" in comparison(page)
    before = comparison(page)
    threshold.request(10)
    assert "At 1 false alarm in 10," in comparison(page)
    assert comparison(page) != before


def comparison(page: ResultsPage) -> str:
    label = page.findChild(QLabel, "comparison")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def test_a_click_on_a_cell_shows_its_images(page: ResultsPage, threshold: Threshold, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.confusion.cell(Outcome.FALSE_ALARM), Qt.MouseButton.LeftButton)
    false = np.flatnonzero(alarms(threshold) & JUDGED.is_normal)
    assert page.gallery.title == "False alarms, surest first"
    assert sorted(page.gallery.shown) == false.tolist()
    threshold.request(20)
    assert len(page.gallery.shown) > len(false)


def test_a_click_on_a_bar_shows_its_images(page: ResultsPage, qtbot: QtBot) -> None:
    view = page.histogram
    place = next(
        QPoint(x, view.height() // 2 + 8)
        for x in range(30, view.width(), 3)
        if view.bar_at(QPoint(x, view.height() // 2 + 8)) is not None
    )
    bar = view.bar_at(place)
    assert bar is not None
    assert bar.series == 1
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    scores = VERDICTS.scores
    in_bar = np.flatnonzero(~JUDGED.is_normal & (scores >= bar.low) & (scores < bar.high))
    assert page.gallery.title == "Abnormal images of one bar"
    assert sorted(page.gallery.shown) == in_bar.tolist()


def test_a_click_on_a_class_shows_its_images(page: ResultsPage, qtbot: QtBot) -> None:
    place = page.classes.visualRect(page.classes.table.index(4, 0)).center()
    qtbot.mouseClick(page.classes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.gallery.title == "Class 4, worst first"
    assert sorted(page.gallery.shown) == np.flatnonzero(JUDGED.labels == 4).tolist()


def test_best_and_worst_can_be_looked_at(page: ResultsPage, threshold: Threshold, qtbot: QtBot) -> None:
    is_wrong = alarms(threshold) == JUDGED.is_normal
    assert sorted(page.gallery.shown) == np.flatnonzero(is_wrong).tolist()
    qtbot.mouseClick(page.gallery._best, Qt.MouseButton.LeftButton)
    assert sorted(page.gallery.shown) == np.flatnonzero(~is_wrong).tolist()
    assert page.gallery.shown[0] == np.where(JUDGED.is_normal, -np.inf, VERDICTS.scores).argmax()


def test_a_click_on_an_image_gives_it_to_the_canvas(page: ResultsPage, qtbot: QtBot) -> None:
    tiles = page.findChild(QListView, "resultTiles")
    assert isinstance(tiles, QListView)
    place = tiles.visualRect(tiles.model().index(1, 0)).center()
    with qtbot.waitSignal(page.sample_chosen) as chosen:
        qtbot.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, pos=place)
    np.testing.assert_array_equal(chosen.args[0], JUDGED.images[page.gallery.shown[1]])
    assert chosen.args[0].dtype == np.uint8


def test_the_tool_tip_of_a_tile_says_truth_and_verdict(page: ResultsPage) -> None:
    tiles = page.findChild(QListView, "resultTiles")
    assert isinstance(tiles, QListView)
    tip = tiles.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "judged" in tip
    assert "p = " in tip


def test_without_labels_it_shows_all_but_the_classes(page: ResultsPage) -> None:
    page.show_judged(a_judged_set(DETECTOR, 500, labels=False))
    texts = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert any("no labels" in text for text in texts)
    assert page.roc.point is not None


def test_damaged_copies_are_told_and_their_faults_are_rows(page: ResultsPage) -> None:
    note = page.findChild(QLabel, "damagedCopiesNote")
    assert isinstance(note, QLabel)
    assert not note.isVisible()
    page.show_judged(a_judged_set(DETECTOR, 1_000, has_damaged_copies=True))
    assert note.isVisible()
    assert "damaged copies of the test images" in note.text()
    assert page.roc.point is not None
    assert page.confusion.cell(Outcome.HIT).text() != "Found: 0 (–)"
    assert page.histogram.series[1].name == "damaged copies"
    names = {row.values[0] for row in page.classes.table.rows}
    assert {"1", "3", "Low light", "Shift"} <= names
    blurred = next(row for row in page.classes.table.rows if row.values[0] == "Blur")
    page.gallery.choose(blurred.key)
    assert page.gallery.title == "Class Blur, worst first"
    page.clear()
    assert not note.isVisible()


def test_a_class_looked_at_is_forgotten_where_the_next_set_has_no_labels(page: ResultsPage) -> None:
    page.gallery.choose(4)
    page.show_judged(a_judged_set(DETECTOR, 100, labels=False))
    assert page.gallery.title == "Most surely wrong"


def test_a_hidden_page_catches_up_when_it_is_shown(page: ResultsPage, threshold: Threshold) -> None:
    before = page.confusion.cell(Outcome.FALSE_ALARM).text()
    page.hide()
    threshold.request(10)
    assert page.confusion.cell(Outcome.FALSE_ALARM).text() == before
    page.show()
    assert page.confusion.cell(Outcome.FALSE_ALARM).text() != before


def test_without_normal_images_it_says_so(page: ResultsPage) -> None:
    page.show_judged(a_judged_set(DETECTOR, 100, normal=()))
    texts = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert any("No test image counts as normal" in text for text in texts)
    assert all(row.values[4] is None for row in page.classes.table.rows)


def test_results_that_are_cleared_make_room_for_what_to_do(page: ResultsPage) -> None:
    page.apply_state(replace(JUDGEABLE, is_modified=True))
    assert page.empty_text == ""
    page.clear()
    assert page.empty_text.startswith("Evaluate to see")
