from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from engine.protocol.events import DetectorMissing
from engine.protocol.results import JudgeBy
from gui.look.colours import DARK, LIGHT, Colours
from gui.look.theme import ThemeChoice, apply_theme
from gui.state.app_state import AppState, Phase
from gui.verdict.threshold import Threshold
from gui.verdict.view import VerdictView
from tests.gui.showing import shown
from tests.gui.states import READY
from tests.gui.verdict_examples import a_detector, a_heat_map, a_score, normal_scores

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
    score = float(normal_scores(DETECTOR)[60]) + 1e-3
    view.show_scored(a_score(DETECTOR, score))
    assert text(view, "verdictLabel") == "Normal"
    assert text(view, "pValueLabel") == "p = 0.40"
    assert text(view, "verdictReason") == "Score higher than 61 of 100 normal images."
    assert view.is_abnormal is False


def test_a_drawing_beyond_all_normals_is_abnormal_and_says_why(view: VerdictView) -> None:
    view.show_scored(a_score(DETECTOR, 100.0))
    assert text(view, "verdictLabel") == "Abnormal"
    assert text(view, "verdictReason").startswith("Score higher than 100 of 100 normal images.")
    assert "Shape" in view.accessibleDescription()


def test_the_verdict_follows_the_threshold_without_a_new_score(view: VerdictView, threshold: Threshold) -> None:
    view.show_scored(a_score(DETECTOR, float(normal_scores(DETECTOR)[95])))
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
    threshold.set_normal_scores({JudgeBy.ALL: normal_scores(DETECTOR)[:5]})
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


@pytest.mark.parametrize("width", [480, 700, 1100])
@pytest.mark.parametrize("size_pt", [9, 13, 18])
def test_nothing_moves_whatever_the_verdict_and_the_choice(
    view: VerdictView, threshold: Threshold, width: int, size_pt: int
) -> None:
    font = view.font()
    font.setPointSize(size_pt)
    view.setFont(font)
    detector = a_detector(4_000)  # so many that a p-value may have five digits
    threshold.set_normal_scores(detector.normal_scores)
    view.show_detector(detector)
    view.show_scored(a_score(detector, 3.0))
    view.resize(max(width, view.minimumSizeHint().width()), view.height())
    places = set()
    for judge_by in JudgeBy:
        threshold.request_judge_by(judge_by)
        for score in (0.0, 3.0, 100.0):
            view.show_scored(a_score(detector, score, heat_map=a_heat_map(0.1)))
            QApplication.processEvents()
            for name in ("verdictLabel", "pValueLabel"):
                label = view.findChild(QLabel, name)
                assert isinstance(label, QLabel)
                assert label.width() >= label.sizeHint().width(), f"{label.text()} is cut off"
            parts = (view, view.bar, view.nearest, view.judge_by, view.explanation_link)
            places.add(tuple(part.geometry().getRect() for part in parts))
    assert len(places) == 1
    assert text(view, "pValueLabel") == "p = 0.00025"


@pytest.mark.parametrize("size_pt", [9, 13, 18])
def test_the_strip_has_room_for_all_that_it_shows(view: VerdictView, size_pt: int) -> None:
    font = view.font()
    font.setPointSize(size_pt)
    view.setFont(font)
    view.resize(view.minimumSizeHint())
    view.show_scored(a_score(DETECTOR, 100.0, heat_map=a_heat_map(0.1)))
    QApplication.processEvents()
    assert view.width() <= 480 or size_pt > 9
    for part in (*view.findChildren(QLabel), view.bar, view.nearest, view.judge_by.box, view.explanation_link):
        if part.isVisible():
            place = part.rect().translated(part.mapTo(view, QPoint(0, 0)))
            assert view.rect().contains(place), f"{part.objectName() or part} is cut off: {place} in {view.rect()}"
    reason = view.findChild(QLabel, "verdictReason")
    assert isinstance(reason, QLabel)
    assert view.bar.height() >= view.bar.minimumSizeHint().height()
    assert reason.height() >= reason.heightForWidth(reason.width()), reason.text()


def test_link_bar_and_choice_can_be_reached_by_tab(view: VerdictView) -> None:
    view.show_scored(a_score(DETECTOR, 100.0))
    for part in (view.bar, view.explanation_link, view.judge_by.box):
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_nearest_normal_image_stands_beside_an_abnormal_verdict_alone(
    view: VerdictView, threshold: Threshold
) -> None:
    assert view.nearest.isHidden()
    view.show_scored(a_score(DETECTOR, 0.1))
    assert view.nearest.isHidden()
    view.show_scored(a_score(DETECTOR, 100.0))
    assert view.nearest.isVisible()
    view.show_scored(a_score(DETECTOR, float(normal_scores(DETECTOR)[95])))
    assert view.nearest.isHidden()
    threshold.request(10)
    assert view.nearest.isVisible()
    view.show_nothing()
    assert view.nearest.isHidden()


def test_the_choice_changes_the_verdict_and_back_without_another_event(
    view: VerdictView, threshold: Threshold, qtbot: QtBot
) -> None:
    scores = {JudgeBy.ERROR: 0.01, JudgeBy.CODE: 50.0, JudgeBy.ALL: 0.02}
    view.show_scored(a_score(DETECTOR, scores))
    seen = []
    for row in (0, 1, 2, 0):  # all evidence, error and code, error, and back
        view.judge_by.box.setCurrentIndex(row)
        view.judge_by.box.activated.emit(row)
        seen.append(
            (text(view, "verdictLabel"), text(view, "verdictReason").split(" higher")[0].split(" more")[0])
        )
    assert seen == [
        ("Normal", "Score"),
        ("Abnormal", "Error and code"),
        ("Normal", "Error"),
        ("Normal", "Score"),
    ]


def test_the_image_itself_is_told_only_where_it_is_judged_by(view: VerdictView, threshold: Threshold) -> None:
    view.show_scored(a_score(DETECTOR, 4.0))
    assert "The image itself" in view.accessibleDescription()
    threshold.request_judge_by(JudgeBy.ERROR)
    assert "Your autoencoder 4.00: Reconstruction error 4.00." in view.accessibleDescription()
    assert "The image itself" not in view.accessibleDescription()


def test_an_untrained_autoencoder_is_said_in_words(view: VerdictView) -> None:
    for explained, is_said in ((0.3, False), (None, False), (0.29, True), (-2.0, True)):
        view.show_detector(replace(DETECTOR, explained=explained))
        for score in (0.1, 100.0):
            view.show_scored(a_score(DETECTOR, score))
            assert ("as good as untrained" in text(view, "verdictReason")) == is_said
    assert "it rebuilds 0\N{NO-BREAK SPACE}%." in text(view, "verdictReason")


def test_a_detector_that_knows_only_all_evidence_takes_the_choice_away(
    view: VerdictView, threshold: Threshold
) -> None:
    threshold.request_judge_by(JudgeBy.ERROR)
    only_all = a_detector(100, only_all=True)
    threshold.set_normal_scores(only_all.normal_scores)
    view.show_detector(only_all)
    view.show_scored(a_score(only_all, 100.0))
    assert text(view, "verdictLabel") == "Abnormal"
    assert (view.judge_by.box.currentText(), view.judge_by.box.isEnabled()) == ("All evidence", False)
    assert "Your autoencoder" not in view.accessibleDescription()
    threshold.set_normal_scores(DETECTOR.normal_scores)
    assert (view.judge_by.box.currentText(), view.judge_by.box.isEnabled()) == ("Reconstruction error", True)
