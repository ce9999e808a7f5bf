from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.protocol.results import JudgeBy
from gui.verdict.judge_by_box import JudgeByBox, choice_name
from gui.verdict.threshold import Threshold
from tests.gui.showing import shown
from tests.gui.verdict_examples import a_detector

DETECTOR = a_detector(100)


@pytest.fixture
def box(qtbot: QtBot, threshold: Threshold) -> JudgeByBox:
    return shown(qtbot, JudgeByBox(threshold), 200, 30)


def test_all_evidence_is_judged_by_at_first(box: JudgeByBox) -> None:
    assert box.currentText() == "All evidence"
    assert [box.itemText(row) for row in range(box.count())] == [
        "All evidence",
        "Error and code",
        "Reconstruction error",
    ]


def test_keys_choose_and_the_threshold_is_that_of_the_choice(
    box: JudgeByBox, threshold: Threshold, qtbot: QtBot
) -> None:
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        with qtbot.waitSignal(threshold.changed):
            qtbot.keyClick(box, key)
        seen.append((threshold.judge_by, threshold.score))
    assert [judge_by for judge_by, _ in seen] == [JudgeBy.CODE, JudgeBy.ERROR, JudgeBy.CODE]
    assert seen[0] == seen[2] != seen[1]
    assert seen[0][1] == float(DETECTOR.normal_scores[JudgeBy.CODE][-1])


def test_two_boxes_show_the_same(box: JudgeByBox, threshold: Threshold, qtbot: QtBot) -> None:
    other = JudgeByBox(threshold)
    qtbot.addWidget(other)
    qtbot.keyClick(box, Qt.Key.Key_End)
    assert other.currentText() == choice_name(JudgeBy.ERROR)


def test_the_choice_comes_back_with_a_detector_that_knows_it(box: JudgeByBox, threshold: Threshold) -> None:
    threshold.request_judge_by(JudgeBy.ERROR)
    threshold.set_normal_scores(a_detector(100, only_all=True).normal_scores)
    assert threshold.judge_by is JudgeBy.ALL
    assert (box.currentText(), box.isEnabled()) == ("All evidence", False)
    assert "Train with a validation split" in box.toolTip()
    threshold.set_normal_scores(None)
    assert not box.isEnabled()
    assert "nothing to judge by yet" in box.toolTip()
    threshold.set_normal_scores(DETECTOR.normal_scores)
    assert (box.currentText(), box.isEnabled()) == ("Reconstruction error", True)
    assert "threshold of its own" in box.toolTip()


def test_what_is_chosen_already_changes_nothing(threshold: Threshold, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(threshold.changed):
        threshold.request_judge_by(JudgeBy.ALL)
