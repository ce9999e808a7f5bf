from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from engine.protocol.events import DetectorMissing
from gui.look.colours import DARK, LIGHT, Colours
from gui.look.theme import ThemeChoice, apply_theme
from gui.state.app_state import AppState, Phase
from gui.verdict.threshold import Threshold
from gui.verdict.view import VerdictView
from tests.gui.showing import shown
from tests.gui.states import READY
from tests.gui.verdict_examples import a_detector, a_score

DETECTOR = a_detector(100)


@pytest.fixture
def view(qtbot: QtBot, threshold: Threshold) -> VerdictView:
    view = VerdictView(threshold)
    view.show_detector(DETECTOR)
    return shown(qtbot, view, 900, 90)


def text(view: VerdictView, name: str) -> str:
    label = view.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text() if label.isVisibleTo(view) else ""


def test_before_anything_it_says_what_to_do(qtbot: QtBot) -> None:
    view = VerdictView(Threshold())
    qtbot.addWidget(view)
    assert text(view, "verdictLabel") == "No verdict yet"
    assert "Train a model" in text(view, "verdictReason")


def test_with_a_detector_it_asks_for_a_drawing(view: VerdictView) -> None:
    assert text(view, "verdictLabel") == "No verdict yet"
    assert "Draw something" in text(view, "verdictReason")
    assert view.learn_button.isHidden()


def test_an_ordinary_drawing_is_normal(view: VerdictView) -> None:
    score = float(DETECTOR.normal_scores[60]) + 1e-3
    view.show_scored(a_score(DETECTOR, score))
    assert text(view, "verdictLabel") == "Normal"
    assert text(view, "pValueLabel") == "p = 0.40"
    assert text(view, "verdictReason") == "Score higher than 61 of 100 normal images"
    assert view.is_abnormal is False


def test_a_drawing_beyond_all_normals_is_abnormal_and_says_why(view: VerdictView) -> None:
    view.show_scored(a_score(DETECTOR, 100.0))
    assert text(view, "verdictLabel") == "Abnormal"
    assert text(view, "verdictReason") == "Score higher than 100 of 100 normal images"
    assert "Shape" in view.bars.beyond
    assert "Shape" in view.accessibleDescription()


def test_the_verdict_follows_the_threshold_without_a_new_score(view: VerdictView, threshold: Threshold) -> None:
    view.show_scored(a_score(DETECTOR, float(DETECTOR.normal_scores[95])))
    assert text(view, "verdictLabel") == "Normal"
    threshold.request(10)
    assert text(view, "verdictLabel") == "Abnormal"


def test_a_missing_detector_says_why_and_offers_the_next_step(view: VerdictView, qtbot: QtBot) -> None:
    view.show_scored(a_score(DETECTOR, 100.0))
    view.show_missing(DetectorMissing("This model comes from before the detector."))
    assert text(view, "verdictLabel") == "No verdict yet"
    assert text(view, "verdictReason") == "This model comes from before the detector."
    assert view.is_abnormal is None
    view.apply_state(READY)
    with qtbot.waitSignal(view.learning_requested):
        qtbot.mouseClick(view.learn_button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (replace(READY, model=None), "no model yet"),
        (replace(READY, dataset=None), "no images yet"),
        (replace(READY, phase=Phase.TRAINING), "training is running"),
    ],
)
def test_the_next_step_says_why_it_cannot_be_taken(view: VerdictView, state: AppState, reason: str) -> None:
    view.apply_state(state)
    assert not view.learn_button.isEnabled()
    assert reason in view.learn_button.toolTip()


def test_a_score_that_comes_after_its_detector_has_gone_is_dropped(view: VerdictView) -> None:
    view.show_missing(DetectorMissing("The model is still learning."))
    view.show_scored(a_score(DETECTOR, 100.0))
    assert text(view, "verdictLabel") == "No verdict yet"


def test_too_few_normal_images_make_no_verdict_but_a_sentence(view: VerdictView, threshold: Threshold) -> None:
    threshold.set_normal_scores(DETECTOR.normal_scores[:5])
    view.show_scored(a_score(DETECTOR, 1.0))
    assert text(view, "verdictLabel") == "No verdict yet"
    assert "needs 9" in text(view, "verdictReason")


@pytest.mark.parametrize(("choice", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_the_word_has_its_themes_colour(
    view: VerdictView, qapp: QApplication, choice: ThemeChoice, theme: Colours
) -> None:
    label = view.findChild(QLabel, "verdictLabel")
    assert isinstance(label, QLabel)
    try:
        view.show_scored(a_score(DETECTOR, 100.0))
        apply_theme(qapp, choice)
        QApplication.processEvents()
        assert label.palette().windowText().color().name() == theme.error
    finally:
        apply_theme(qapp, "light")


def test_bars_that_have_no_room_give_way_to_more_surprising_ones(view: VerdictView) -> None:
    surprise = [0.1, 0.2, 0.3, 2.5, 0.4, 0.5, 3.0]
    view.bars.set_kinds(DETECTOR.kinds)
    view.bars.show_evidence(surprise, is_abnormal=True)
    view.bars.resize(140, 50)
    assert view.bars.shown() == (3, 6)
    view.bars.resize(400, 80)
    assert view.bars.shown() == tuple(range(7))


def test_every_bar_is_described_to_a_screen_reader(view: VerdictView) -> None:
    view.bars.show_evidence([2.0, 0, 0, 0, 0, 0, 0], is_abnormal=True)
    description = view.bars.accessibleDescription()
    assert "Shape: about 1 normal image in 100 looks like this, beyond the threshold of 1 in 100." in description
    assert "Taught damage: about 1 normal image in 1 looks like this, below" in description


def test_the_tool_tip_of_a_bar_explains_it(view: VerdictView, qtbot: QtBot) -> None:
    view.show_scored(a_score(DETECTOR, 100.0))
    qtbot.waitExposed(view)
    place = view.bars.cell(0).center().toPoint()
    QApplication.sendEvent(view.bars, QHelpEvent(QHelpEvent.Type.ToolTip, place, view.bars.mapToGlobal(place)))
    assert "directions" in QToolTip.text()
    QToolTip.hideText()


def test_the_keyboard_goes_through_the_bars(view: VerdictView, qtbot: QtBot) -> None:
    view.show_scored(a_score(DETECTOR, 100.0))
    qtbot.waitExposed(view)
    qtbot.keyClick(view.bars, Qt.Key.Key_Down)
    assert "Appearance" in QToolTip.text()
    QToolTip.hideText()


def test_a_surprise_beyond_the_scale_stays_in_its_bar(view: VerdictView) -> None:
    view.bars.show_evidence(np.full(7, 50.0).tolist(), is_abnormal=True)
    assert not view.bars.grab().isNull()
    assert len(view.bars.beyond) == 7


@pytest.mark.parametrize("width", [560, 900])
def test_it_keeps_its_size_whatever_the_verdict(view: VerdictView, width: int) -> None:
    view.resize(width, 86)
    sizes = set()
    for score in (0.1, 3.0, 100.0):
        view.show_scored(a_score(DETECTOR, score))
        QApplication.processEvents()
        sizes.add((view.size().toTuple(), view.bars.geometry().getRect()))
    assert len(sizes) == 1


def test_link_and_bars_can_be_reached_by_tab(view: VerdictView) -> None:
    assert view.bars.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert view.explanation_link.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_kind_that_is_unusual_alone_does_not_warn_where_the_verdict_is_normal(view: VerdictView) -> None:
    ordinary = a_score(DETECTOR, float(DETECTOR.normal_scores[60]) + 1e-3)
    evidence = np.full(len(DETECTOR.kinds), 0.1, np.float32)
    evidence[2] = 2.5
    view.show_scored(replace(ordinary, evidence=evidence))
    assert view.is_abnormal is False
    assert view.bars.beyond == (DETECTOR.kinds[2].label,)
    assert "all the evidence together" in view.bars.describe(2)
    calm = view.bars.grab().toImage()
    view.show_scored(replace(a_score(DETECTOR, 100.0), evidence=evidence))
    assert view.is_abnormal
    assert "all the evidence together" not in view.bars.describe(2)
    assert view.bars.grab().toImage() != calm
