from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from engine.protocol.results import JudgeBy
from gui.answers.anomaly_map import AnomalyMap, AnomalyScale, borders_of, colour_index
from gui.answers.map_pane import MapPane
from gui.look.colormaps import anomaly_colour_map, oklab
from gui.look.pixels import rgba_from_image
from gui.verdict.threshold import Threshold
from gui.verdict.wording import where_sentence
from tests.gui.verdict_examples import a_detector, a_heat_map, a_score, normal_scores

DETECTOR = a_detector(2_000)


@pytest.fixture
def view(qtbot: QtBot, threshold: Threshold) -> AnomalyMap:
    view = AnomalyMap("surpriseMapView", "Where it is surprising", "Nothing yet", threshold)
    qtbot.addWidget(view)
    view.resize(200, 200)
    return view


def test_the_threshold_is_the_middle_of_the_colours() -> None:
    surprise = np.array([0.0, 1.999, 2.0, 4.0, 9.0], np.float32)
    assert colour_index(surprise, 2.0).tolist() == [0, 127, 128, 255, 255]


def test_warm_colours_begin_at_the_threshold() -> None:
    lab = oklab(anomaly_colour_map() / 255.0)
    assert (lab[:128, 2] < 0).all(), "blue up to the threshold"
    assert (lab[128:, 1] > 0).all(), "red beyond it"
    steps = np.linalg.norm(np.diff(lab, axis=0), axis=1)
    assert steps[127] > 5 * np.delete(steps, 127).max(), "and a jump between"


def test_the_colours_follow_the_threshold(view: AnomalyMap, threshold: Threshold) -> None:
    view.show_surprise(np.full((4, 4), 1.5, np.float32))
    cool = rgba_from_image(view.image)[0, 0, :3]
    threshold.request(10)
    warm = rgba_from_image(view.image)[0, 0, :3]
    assert cool[2] > cool[0]
    assert warm[0] > warm[2]


def test_what_is_beyond_the_threshold_is_outlined(view: AnomalyMap, threshold: Threshold) -> None:
    surprise = np.zeros((4, 5), np.float32)
    surprise[1, 2:4] = 2.0
    view.show_surprise(surprise)
    assert len(view.borders) == 6
    threshold.request(1_000)
    assert view.borders == []


def test_an_outline_goes_around_one_pixel() -> None:
    mask = np.zeros((3, 3), np.bool_)
    mask[0, 2] = True
    assert sorted(borders_of(mask)) == [(2, 0, 2, 1), (2, 0, 3, 0), (2, 1, 3, 1), (3, 0, 3, 1)]


def test_the_placeholder_has_no_outline(view: AnomalyMap) -> None:
    view.show_surprise(np.full((4, 4), 3.0, np.float32))
    view.show_nothing()
    assert view.borders == []
    assert view.image.isNull()


def test_the_tool_tip_says_how_rare_a_place_is(view: AnomalyMap) -> None:
    assert view.describe(np.array([2.5], np.float32)) == "about 1 normal image in 320 is so unusual here"


def test_the_legend_says_what_the_middle_is(qtbot: QtBot, threshold: Threshold) -> None:
    scale = AnomalyScale(threshold)
    qtbot.addWidget(scale)
    assert scale.texts == ("ordinary", "1 in 100", "1 in 2,000+")
    threshold.request(50)
    assert scale.texts == ("ordinary", "1 in 50", "1 in 2,000+")
    scale.resize(400, 40)
    assert len(scale.placed_ticks()) == 3
    scale.resize(96, 40)
    assert [tick.text for tick, _ in scale.placed_ticks()] == ["1 in 50"]


def test_the_switch_changes_map_and_legend(qtbot: QtBot, threshold: Threshold) -> None:
    pane = MapPane(threshold)
    qtbot.addWidget(pane)
    qtbot.addWidget(pane.scale)
    qtbot.addWidget(pane.switch)
    pane.show_scored(a_score(DETECTOR, 8.0))
    assert not pane.is_surprise
    button = pane.switch.findChild(QToolButton, "surpriseMapButton")
    assert isinstance(button, QToolButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pane.is_surprise
    assert pane.scale.currentWidget().accessibleName() == "Colours of surprise"
    assert not pane.surprise_map.isHidden()
    pane.show_nothing()
    assert pane.surprise_map.image.isNull()


@pytest.fixture
def pane(qtbot: QtBot, threshold: Threshold) -> MapPane:
    pane = MapPane(threshold)
    qtbot.addWidget(pane)
    pane.show_surprise_map(True)
    return pane


def test_under_a_normal_verdict_nothing_is_outlined_though_a_place_was_beyond_the_threshold(
    pane: MapPane, threshold: Threshold
) -> None:
    scored = a_score(DETECTOR, float(normal_scores(DETECTOR)[1_900]), heat_map=a_heat_map(3.5))
    pane.show_scored(scored)
    assert pane.surprise_map.borders == []
    warm = rgba_from_image(pane.surprise_map.image)
    assert (warm[..., 2] > warm[..., 0]).all(), "and no warm colour is shown"
    hottest = scored.by[JudgeBy.ALL].heat_map.max()
    assert pane.surprise_map.describe(np.array([hottest])).startswith("about 1 normal image in 2,000+"), "as it is"
    threshold.request(10)
    assert pane.surprise_map.borders, "the same image is abnormal now, and its place is outlined"
    threshold.request(100)
    assert pane.surprise_map.borders == []


@pytest.mark.parametrize("one_in", [10, 37, 50, 99, 100, 250, 1_000])
@pytest.mark.parametrize("relative", ["below", "at", "beyond"])
def test_words_and_map_agree_whether_a_place_is_outlined(
    pane: MapPane, threshold: Threshold, one_in: int, relative: str
) -> None:
    threshold.request(one_in)
    line = np.float32(threshold.surprise)
    towards = {"below": np.float32(0), "at": line, "beyond": np.float32(9)}[relative]
    heat = np.zeros((28, 28), np.float32)
    heat[5, 6] = np.nextafter(line, towards)
    scored = a_score(DETECTOR, 100.0, heat_map=heat)
    pane.show_scored(scored)
    words = where_sentence(scored.by[JudgeBy.ALL], DETECTOR.kinds, threshold)
    red, _, blue = rgba_from_image(pane.surprise_map.image)[5, 6, :3].tolist()
    assert (red > blue) == bool(pane.surprise_map.borders), "what is outlined is warm"
    if relative == "below":
        assert pane.surprise_map.borders == []
        assert words == "No single place: as a whole, by shape."
    else:
        assert len(pane.surprise_map.borders) == 4
        assert words == "The surprise map outlines where."


def test_the_map_follows_the_choice_of_what_to_judge_by_and_back(pane: MapPane, threshold: Threshold) -> None:
    scored = a_score(DETECTOR, {JudgeBy.ERROR: 100.0, JudgeBy.CODE: 100.0, JudgeBy.ALL: 0.1})
    pane.show_scored(scored)
    by_all = pane.surprise_map.image
    assert pane.surprise_map.borders == []
    threshold.request_judge_by(JudgeBy.ERROR)
    assert pane.surprise_map.borders
    assert pane.surprise_map.image != by_all
    threshold.request_judge_by(JudgeBy.ALL)
    assert pane.surprise_map.image == by_all
    assert pane.surprise_map.borders == []


def test_a_map_that_was_another_detectors_does_not_come_back_with_the_threshold(
    pane: MapPane, threshold: Threshold
) -> None:
    pane.show_scored(a_score(DETECTOR, 100.0))
    pane.forget_surprise()
    threshold.request(10)
    assert pane.surprise_map.image.isNull()
