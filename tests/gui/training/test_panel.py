from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QScrollArea, QToolButton

from engine.datasets.image_dataset import ImageDataset
from engine.protocol.activity import Outcome
from engine.protocol.events import TrainingFinished
from gui.look.theme import apply_theme
from gui.state.app_state import AppState, Phase
from gui.state.controls import Control, controls
from gui.training.panel import TrainingPanel
from gui.widgets.number_box import NumberBox
from tests.gui.states import READY

BUTTONS = ("trainButton", "pauseButton", "stepButton", "stopButton")


def a_state(phase: Phase) -> AppState:
    return replace(READY, phase=phase)


@pytest.fixture
def panel(qtbot: Any, qapp: Any) -> TrainingPanel:
    apply_theme(qapp, "light")
    panel = TrainingPanel()
    qtbot.addWidget(panel)
    panel.resize(panel.width(), 520)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def button(panel: TrainingPanel, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def text(panel: TrainingPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def shown_reason(panel: TrainingPanel) -> str:
    """Return why there can be no training, as far as it is in sight."""
    label = panel.findChild(QLabel, "trainReason")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


@pytest.mark.parametrize(
    ("phase", "name", "signal"),
    [
        (Phase.STARTING, "trainButton", "train_requested"),
        (Phase.READY, "trainButton", "train_requested"),
        (Phase.READY, "stepButton", "step_requested"),
        (Phase.TRAINING, "pauseButton", "pause_requested"),
        (Phase.TRAINING, "stopButton", "stop_requested"),
        (Phase.PAUSED, "pauseButton", "resume_requested"),
        (Phase.PAUSED, "stepButton", "step_requested"),
        (Phase.QUEUED, "stopButton", "stop_requested"),
    ],
)
def test_a_click_is_the_request_that_the_phase_gives_it(
    panel: TrainingPanel, phase: Phase, name: str, signal: str, qtbot: Any
) -> None:
    panel.apply_state(a_state(phase))

    with qtbot.waitSignal(getattr(panel, signal)):
        qtbot.mouseClick(button(panel, name), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("phase", Phase)
def test_a_button_that_is_off_says_why_and_every_tip_names_its_keys(panel: TrainingPanel, phase: Phase) -> None:
    panel.apply_state(a_state(phase))

    for name in BUTTONS:
        own, *reason = button(panel, name).toolTip().split("\n")
        assert own.endswith(")")
        assert "Ctrl+" in own
        assert bool(reason) == (not button(panel, name).isEnabled())


def test_the_pause_button_says_what_a_click_does(panel: TrainingPanel) -> None:
    panel.apply_state(a_state(Phase.TRAINING))
    assert button(panel, "pauseButton").text() == "Pause"
    panel.apply_state(a_state(Phase.PAUSED))
    assert button(panel, "pauseButton").text() == "Resume"
    assert text(panel, "timeLeftText") == "paused"
    panel.apply_state(a_state(Phase.TRAINING))
    assert button(panel, "pauseButton").text() == "Pause"
    assert text(panel, "timeLeftText") == ""


def test_a_bad_setting_keeps_train_off_until_it_is_corrected(panel: TrainingPanel, qtbot: Any) -> None:
    panel.apply_state(a_state(Phase.READY))
    epochs = panel.findChild(NumberBox, "epochsBox")
    assert isinstance(epochs, NumberBox)

    qtbot.keyClicks(epochs, "x")
    assert not button(panel, "trainButton").isEnabled()
    assert "correct the marked field" in button(panel, "trainButton").toolTip()
    assert shown_reason(panel) == "A setting is out of its bounds; correct the marked field first."

    qtbot.keyClick(epochs, Qt.Key.Key_Backspace)
    assert button(panel, "trainButton").isEnabled()
    assert "mend" not in button(panel, "trainButton").toolTip()
    assert text(panel, "progressText") == "Ready to train"
    assert shown_reason(panel) == ""


def test_a_bad_learning_rate_does_not_keep_a_paused_run_from_a_step(panel: TrainingPanel, qtbot: Any) -> None:
    panel.apply_state(a_state(Phase.PAUSED))
    rate = panel.findChild(NumberBox, "learningRateBox")
    assert isinstance(rate, NumberBox)
    qtbot.keyClicks(rate, "x")

    assert button(panel, "stepButton").isEnabled()


def test_a_run_that_failed_before_it_began_leaves_no_progress(panel: TrainingPanel) -> None:
    panel.apply_state(a_state(Phase.READY))
    panel.apply_state(a_state(Phase.QUEUED))
    panel.apply_state(a_state(Phase.READY))

    assert text(panel, "progressText") == "Ready to train"
    bar = panel.findChild(QProgressBar, "progressBar")
    assert isinstance(bar, QProgressBar)
    assert bar.maximum() > 0


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("has_data", [True, False])
def test_a_train_button_that_is_off_shows_its_reason_in_sight(
    panel: TrainingPanel, phase: Phase, has_data: bool
) -> None:
    """While there is a run, its progress is shown in the same place."""
    state = replace(READY, phase=phase) if has_data else AppState(phase)
    panel.apply_state(state)

    reason = controls(state)[Control.TRAIN].reason
    assert shown_reason(panel) == ("" if state.is_run_alive else reason)
    progress = panel.findChild(QLabel, "progressText")
    assert isinstance(progress, QLabel)
    assert progress.isVisible() == (shown_reason(panel) == "")


def test_the_longest_reason_has_room(panel: TrainingPanel) -> None:
    panel.show()
    for phase in Phase:
        panel.apply_state(AppState(phase))
        label = panel.findChild(QLabel, "trainReason")
        assert isinstance(label, QLabel)
        if label.isVisible():
            assert label.heightForWidth(label.width()) <= label.height(), label.text()


def test_without_images_it_says_what_to_do(panel: TrainingPanel) -> None:
    panel.apply_state(AppState(Phase.READY))

    assert shown_reason(panel) == "There are no training images yet; choose a data set first."
    assert "choose a data set" in button(panel, "trainButton").toolTip()


def test_what_a_run_came_to_is_in_sight_again_once_train_can_be_used(panel: TrainingPanel) -> None:
    panel.apply_state(a_state(Phase.TRAINING))
    panel.show_finished(TrainingFinished(1, Outcome.COMPLETED, 10, 75.2, 50_000.0))
    panel.apply_state(a_state(Phase.EVALUATING))
    assert shown_reason(panel) == "The model is being evaluated."
    panel.apply_state(a_state(Phase.READY))

    assert shown_reason(panel) == ""
    assert text(panel, "progressText") == "Completed with 10 epochs"


def test_the_limit_of_images_reaches_the_data_panel(panel: TrainingPanel) -> None:
    dataset = ImageDataset("MNIST", "mnist", np.zeros((900, 28, 28, 1), np.uint8), np.arange(900) % 10)
    panel.apply_state(replace(READY, dataset=dataset))
    samples = panel.findChild(NumberBox, "samplesBox")
    assert isinstance(samples, NumberBox)
    samples.setValue(500)
    samples.value_edited.emit()

    assert text(panel, "normalCount") == "Trains on the first 500 of 900 normal images"


@pytest.mark.parametrize("height", [480, 640, 1000])
def test_it_fits_and_the_train_button_is_always_in_sight(panel: TrainingPanel, height: int, qtbot: Any) -> None:
    more = panel.findChild(QToolButton, "moreButton")
    assert isinstance(more, QToolButton)
    more.setChecked(True)
    panel.resize(panel.width(), height)
    scroll = panel.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    column = scroll.widget()
    assert column is not None
    qtbot.waitUntil(lambda: column.width() == scroll.viewport().width())

    for name in BUTTONS:
        at = button(panel, name).mapTo(panel, QPoint())
        assert panel.rect().contains(button(panel, name).rect().translated(at))
    assert scroll.horizontalScrollBar().maximum() == 0
