from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine.protocol.events import DetectorReady, Scored
from engine.protocol.results import DrawingVerdict, JudgeBy
from gui.verdict.contributions import Group
from gui.verdict.score_bar import ScoreBar
from gui.verdict.threshold import Threshold
from gui.verdict.view import VerdictView
from tests.gui.showing import shown
from tests.gui.verdict_examples import (
    KINDS,
    a_detector,
    a_heat_map,
    a_score,
    a_verdict,
    images,
    normal_scores,
)

DETECTOR = a_detector(100)


@pytest.fixture
def bar(qtbot: QtBot, threshold: Threshold) -> ScoreBar:
    return shown(qtbot, ScoreBar(threshold), 420, 80)


def show(bar: ScoreBar, verdict: DrawingVerdict) -> None:
    bar.show_score(verdict.score, KINDS, verdict.contributions.tolist())


def random_parts(rng: np.random.Generator, judge_by: JudgeBy) -> np.ndarray:
    count = {JudgeBy.ERROR: 1, JudgeBy.CODE: 2, JudgeBy.ALL: len(KINDS)}[judge_by]
    parts = np.zeros(len(KINDS), np.float32)
    parts[:count] = rng.random(count) ** 4 + 1e-6
    return parts


def random_score(rng: np.random.Generator, detector: DetectorReady, threshold: Threshold) -> float:
    normals = normal_scores(detector, threshold.judge_by)
    line = np.float32(threshold.score)
    return float(
        rng.choice(
            [
                line,
                np.nextafter(line, np.float32(np.inf)),
                np.nextafter(line, np.float32(0)),
                rng.choice(normals),
                np.float32(rng.gamma(1.0, 2.0)),
                np.float32(300),
                np.float32(0),
            ]
        )
    )


def test_the_bar_reaches_beyond_its_line_just_where_the_verdict_is_abnormal(qtbot: QtBot) -> None:
    rng, heat_map, nearest = np.random.default_rng(7), a_heat_map(), images(1)[0]
    seen = {True: 0, False: 0}
    for round_ in range(20):
        detector = a_detector(int(rng.integers(9, 400)), seed=round_)
        if round_ % 3 == 0:  # scores that are often the same, as those of the error are
            tied = {choice: np.floor(scores * 4) / 4 for choice, scores in detector.normal_scores.items()}
            detector = DetectorReady(detector.kinds, tied, 0.9)
        threshold = Threshold()
        threshold.set_normal_scores(detector.normal_scores)
        view = VerdictView(threshold)
        qtbot.addWidget(view)
        view.show_detector(detector)
        view.bar.resize(int(rng.integers(200, 700)), 80)
        for _ in range(60):
            threshold.request(int(rng.integers(10, 1_001)))
            threshold.request_judge_by(JudgeBy(rng.choice(list(JudgeBy))))
            judge_by = threshold.judge_by
            score = random_score(rng, detector, threshold)
            parts = random_parts(rng, judge_by)
            verdict = a_verdict(detector, score, judge_by, parts=parts, heat_map=heat_map)
            view.show_scored(Scored(1, {judge_by: verdict}, nearest))
            assert view.is_abnormal is not None
            seen[view.is_abnormal] += 1
            reach, line = view.bar.reach_x(), view.bar.line_x()
            assert view.bar.is_beyond == view.is_abnormal
            assert (reach >= line + 2) if view.is_abnormal else (reach <= line), (verdict, threshold.score)
            ends = [piece.right() for _, piece in view.bar.pieces()]
            assert max(ends, default=0.0) <= reach + 1e-6 <= view.bar.width() + 1e-6
            told = [float(part.split(":")[0].split()[-1]) for part in map(Group.describe, view.bar.groups)]
            assert f"{sum(told):.2f}" == f"{verdict.score:.2f}", "the groups' numbers add up to the score's"
            for group in view.bar.groups:
                numbers = [float(part.split()[-1]) for part in group.describe().split(": ")[-1].split(", ")]
                assert group.hundredths == round(100 * sum(numbers)), "and so do those of their parts"
    assert min(seen.values()) > 250, seen


def test_the_groups_and_their_parts_are_told_in_numbers_that_add_up(bar: ScoreBar, threshold: Threshold) -> None:
    parts = np.array([0.2, 0.1, 1.5, 0, 0, 0, 0.2], np.float32)
    show(bar, a_verdict(DETECTOR, 2.0, parts=parts))
    own, image = bar.groups
    assert own.describe() == "Your autoencoder 0.30: Reconstruction error 0.20, Code 0.10"
    assert image.describe() == "The image itself 1.70: Shape 1.50, Damage 0.20"
    assert f"Score 2.00, threshold {threshold.score:.2f}." in bar.accessibleDescription()


@pytest.mark.parametrize("score", [0.7, 2.0, 9.0])
def test_beyond_the_line_it_is_painted_in_another_way(bar: ScoreBar, threshold: Threshold, score: float) -> None:
    show(bar, a_verdict(DETECTOR, score))
    before = bar.grab().toImage()
    line = round(bar.line_x())
    row = round(bar.pieces()[0][1].center().y())
    right_of_line = {before.pixelColor(x, row).name() for x in range(line + 2, round(bar.reach_x()) - 1)}
    empty = before.pixelColor(bar.width() - 1, row).name()
    assert bool(right_of_line - {empty}) == bar.is_beyond == (score > threshold.score)


def test_the_line_and_the_bar_follow_threshold_and_choice(bar: ScoreBar, threshold: Threshold) -> None:
    show(bar, a_verdict(DETECTOR, float(normal_scores(DETECTOR)[95])))
    assert not bar.is_beyond
    threshold.request(10)
    assert bar.is_beyond
    assert "1 in 10" not in bar.accessibleDescription()
    before = bar.line_x()
    threshold.request_judge_by(JudgeBy.ERROR)
    assert bar.line_x() != before


def test_without_a_detector_or_with_too_few_images_nothing_is_painted(qtbot: QtBot) -> None:
    threshold = Threshold()
    bar = shown(qtbot, ScoreBar(threshold), 420, 80)
    empty = bar.grab().toImage()
    show(bar, a_verdict(DETECTOR, 2.0))
    threshold.set_normal_scores({JudgeBy.ALL: normal_scores(DETECTOR)[:5]})
    assert not bar.is_beyond
    assert bar.grab().toImage() == empty


def test_the_tool_tip_explains_what_is_under_the_mouse(bar: ScoreBar) -> None:
    show(bar, a_verdict(DETECTOR, 4.0))
    for part, piece in bar.pieces():
        place = piece.center().toPoint()
        if piece.contains(place):
            QApplication.sendEvent(bar, QHelpEvent(QHelpEvent.Type.ToolTip, place, bar.mapToGlobal(place)))
            assert part.kind.explanation in QToolTip.text()
            assert "of the score of 4.00" in QToolTip.text()
    below = bar.rect().bottomLeft()
    QApplication.sendEvent(bar, QHelpEvent(QHelpEvent.Type.ToolTip, below, bar.mapToGlobal(below)))
    assert "The image itself" in QToolTip.text()
    QToolTip.hideText()


def test_the_keyboard_goes_through_the_pieces_from_the_first(bar: ScoreBar, qtbot: QtBot) -> None:
    show(bar, a_verdict(DETECTOR, 4.0, parts=np.array([1, 1, 1, 0, 0, 0, 1], np.float32)))
    told = []
    for key in (Qt.Key.Key_Left, *[Qt.Key.Key_Right] * 4, Qt.Key.Key_Left):
        qtbot.keyClick(bar, key)
        told.append(QToolTip.text().removeprefix("<p>").split(":")[0])
    assert told == ["Reconstruction error", "Code", "Shape", "Damage", "Damage", "Shape"]
    QToolTip.hideText()


def test_a_choice_of_less_evidence_leaves_no_piece_selected_that_is_not_there(
    bar: ScoreBar, threshold: Threshold, qtbot: QtBot
) -> None:
    scored = a_score(DETECTOR, 4.0)
    show(bar, scored.by[JudgeBy.ALL])
    for _ in range(8):
        qtbot.keyClick(bar, Qt.Key.Key_Right)
    threshold.request_judge_by(JudgeBy.ERROR)
    show(bar, scored.by[JudgeBy.ERROR])
    assert [part.kind.name for part, _ in bar.pieces()] == ["reconstruction"]
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    assert "Reconstruction error" in QToolTip.text()
    QToolTip.hideText()
