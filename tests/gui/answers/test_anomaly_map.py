from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gui.answers.anomaly_map import AnomalyMap, AnomalyScale, borders_of, colour_index
from gui.answers.map_pane import MapPane
from gui.look.colormaps import anomaly_colour_map, oklab
from gui.look.pixels import rgba_from_image
from gui.verdict.threshold import Threshold
from tests.gui.verdict_examples import a_detector, a_score

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
