from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from engine.protocol.events import DetectorMissing
from engine.protocol.results import JudgeBy
from gui.verdict.histogram_chart import HistogramChart
from gui.verdict.score_card import ScoreCard
from gui.verdict.threshold import Threshold
from gui.widgets.empty_state import EmptyState
from tests.gui.verdict_examples import a_detector, a_score, normal_scores

DETECTOR = a_detector(2_000)


@pytest.fixture
def histogram(qtbot: QtBot, threshold: Threshold) -> ScoreCard:
    histogram = ScoreCard(threshold)
    histogram.show_detector(DETECTOR)
    histogram.resize(520, 340)
    histogram.show()
    qtbot.waitExposed(histogram)
    qtbot.waitUntil(lambda: histogram.view.chart is not None, timeout=20_000)
    histogram.grab()
    return histogram


def has_chart(histogram: ScoreCard) -> bool:
    return histogram.view.chart is not None


def chart_of(histogram: ScoreCard) -> HistogramChart:
    assert histogram.view.chart is not None
    return histogram.view.chart


def line(histogram: ScoreCard) -> QPoint:
    x = histogram.view.line_x()
    assert x is not None
    return QPoint(round(x), histogram.view.height() // 2)


def test_all_normal_scores_are_counted(histogram: ScoreCard) -> None:
    (counts,) = chart_of(histogram).counts
    assert counts.sum() == 2_000


def test_dragging_the_line_moves_the_threshold_and_the_number(
    histogram: ScoreCard, threshold: Threshold, qtbot: QtBot
) -> None:
    view, start = histogram.view, line(histogram)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start - QPoint(40, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start - QPoint(40, 0))
    assert 10 < threshold.one_in < 100
    assert histogram.false_alarms.box.value() == threshold.one_in
    assert abs(line(histogram).x() - (start.x() - 40)) <= 4


def test_a_press_beside_the_line_moves_nothing(histogram: ScoreCard, threshold: Threshold, qtbot: QtBot) -> None:
    place = line(histogram) - QPoint(60, 0)
    qtbot.mousePress(histogram.view, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseMove(histogram.view, place - QPoint(30, 0))
    assert threshold.one_in == 100


@pytest.mark.parametrize(
    ("key", "one_in"),
    [
        (Qt.Key.Key_Left, 90),
        (Qt.Key.Key_Right, 111),
        (Qt.Key.Key_PageDown, 50),
        (Qt.Key.Key_PageUp, 200),
        (Qt.Key.Key_Home, 10),
        (Qt.Key.Key_End, 1_000),
    ],
)
def test_keys_move_the_line(
    histogram: ScoreCard, threshold: Threshold, qtbot: QtBot, key: Qt.Key, one_in: int
) -> None:
    qtbot.keyClick(histogram.view, key)
    assert threshold.one_in == one_in
    assert f"1 in {one_in:,}" in histogram.view.accessibleDescription()


def test_keys_get_across_the_whole_range_and_back(
    histogram: ScoreCard, threshold: Threshold, qtbot: QtBot
) -> None:
    for key, end in ((Qt.Key.Key_Left, 10), (Qt.Key.Key_Right, 1_000)):
        for _ in range(80):
            qtbot.keyClick(histogram.view, key)
        assert threshold.one_in == end


def test_the_number_moves_the_line(histogram: ScoreCard, threshold: Threshold) -> None:
    before = line(histogram).x()
    histogram.false_alarms.box.setValue(1_000)
    assert threshold.one_in == 1_000
    assert line(histogram).x() > before


def test_the_number_steps_along_1_2_5(histogram: ScoreCard) -> None:
    box = histogram.false_alarms.box
    seen = []
    box.setValue(10)
    for _ in range(7):
        seen.append(box.value())
        box.stepBy(1)
    assert seen == [10, 20, 50, 100, 200, 500, 1_000]


def test_the_promise_is_shown_with_the_interval_of_the_true_rate(histogram: ScoreCard) -> None:
    assert histogram.false_alarms.range_text.startswith(
        "With 2,000 held-out normal images, the true rate is 0.6 to 1.4 %"
    )


def test_a_promise_beyond_the_images_is_marked_and_explained(histogram: ScoreCard, threshold: Threshold) -> None:
    threshold.set_normal_scores({JudgeBy.ALL: normal_scores(DETECTOR)[:99]})
    histogram.false_alarms.box.setValue(500)
    assert histogram.false_alarms.box.property("bad") is True
    assert "needs 499" in histogram.false_alarms.range_text
    histogram.false_alarms.box.setValue(100)
    assert histogram.false_alarms.box.property("bad") is False


def test_the_current_score_is_marked_until_the_drawing_is_gone(histogram: ScoreCard) -> None:
    histogram.show_scored(a_score(DETECTOR, 4.5))
    assert histogram.view.mark == pytest.approx(4.5)
    histogram.show_nothing()
    assert histogram.view.mark is None


def test_the_mark_can_be_seen(histogram: ScoreCard) -> None:
    before = histogram.view.grab().toImage()
    histogram.show_scored(a_score(DETECTOR, 4.5))
    assert histogram.view.grab().toImage() != before


def test_without_a_detector_its_reason_stands_here(histogram: ScoreCard) -> None:
    histogram.show_missing(DetectorMissing("The model is still learning."))
    assert histogram.view.isHidden()
    (empty,) = histogram.findChildren(EmptyState, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert empty.text == "The model is still learning."


def test_few_and_identical_scores_can_be_shown(qtbot: QtBot) -> None:
    for scores in (np.zeros(0, np.float32), np.ones(3, np.float32), np.full(500, 2.0, np.float32)):
        threshold = Threshold()
        threshold.set_normal_scores({JudgeBy.ALL: scores})
        histogram = ScoreCard(threshold)
        qtbot.addWidget(histogram)
        histogram.show()
        histogram.view.show_series([("normal images", scores)])
        histogram.view.show_mark(3.0, "yours")
        histogram.view.show()
        qtbot.waitUntil(partial(has_chart, histogram), timeout=20_000)
        histogram.view.grab()
        assert chart_of(histogram).counts[0].sum() == len(scores)


def test_what_is_drawn_over_the_kept_picture_is_what_a_new_one_would_show(
    histogram: ScoreCard, threshold: Threshold
) -> None:
    view = histogram.view
    before = view.grab().toImage()
    view.show_mark(4.5, "yours")
    threshold.request(40)
    moved = view.grab().toImage()
    view.renew()
    assert moved == view.grab().toImage()
    view.show_mark(None)
    threshold.request(100)
    assert view.grab().toImage() == before, "nothing is left behind"


def test_the_line_shows_that_keys_move_it(histogram: ScoreCard, qtbot: QtBot) -> None:
    histogram.activateWindow()
    histogram.false_alarms.box.setFocus()
    qtbot.waitUntil(lambda: histogram.false_alarms.box.hasFocus())
    without = histogram.view.grab().toImage()
    histogram.view.setFocus()
    qtbot.waitUntil(histogram.view.hasFocus)
    assert histogram.view.grab().toImage() != without


def test_the_tool_tip_counts_the_images_of_a_bar(histogram: ScoreCard) -> None:
    place = QPointF(line(histogram) - QPoint(100, 0))
    bar = histogram.view.bar_at(QPointF(place.x(), histogram.view.height() - 50))
    assert bar is not None
    scores = normal_scores(DETECTOR)
    count = int(((scores >= bar.low) & (scores < bar.high)).sum())
    text = histogram.view._text_at(QPointF(place.x(), histogram.view.height() - 50))
    assert text == f"{count} of 2,000 held-out normal images"


def test_another_detector_takes_the_mark_of_the_old_models_score_away(histogram: ScoreCard) -> None:
    histogram.show_scored(a_score(DETECTOR, 3.0))
    assert histogram.view.mark is not None
    histogram.show_detector(DETECTOR)
    assert histogram.view.mark is None


def test_bars_line_and_mark_follow_the_choice_and_back(histogram: ScoreCard, threshold: Threshold) -> None:
    histogram.show_scored(a_score(DETECTOR, {JudgeBy.ERROR: 1.0, JudgeBy.CODE: 2.0, JudgeBy.ALL: 3.0}))
    before = histogram.view.grab().toImage()
    for judge_by, mark in ((JudgeBy.ERROR, 1.0), (JudgeBy.CODE, 2.0), (JudgeBy.ALL, 3.0)):
        threshold.request_judge_by(judge_by)
        (series,) = histogram.view.series
        assert series.scores is DETECTOR.normal_scores[judge_by]
        assert histogram.view.mark == mark
        assert (histogram.view.grab().toImage() == before) == (judge_by is JudgeBy.ALL)


def test_a_detector_of_all_evidence_alone_is_shown_whatever_was_chosen(
    histogram: ScoreCard, threshold: Threshold
) -> None:
    threshold.request_judge_by(JudgeBy.CODE)
    only_all = a_detector(500, only_all=True)
    threshold.set_normal_scores(only_all.normal_scores)
    histogram.show_detector(only_all)
    histogram.show_scored(a_score(only_all, 2.5))
    (series,) = histogram.view.series
    assert series.scores is only_all.normal_scores[JudgeBy.ALL]
    assert histogram.view.mark == 2.5
