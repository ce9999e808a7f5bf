from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.datasets.image_dataset import ImageDataset
from engine.protocol.events import DatasetLoaded, DetectorMissing, Evaluated
from engine.protocol.results import ErrorRow
from gui.pages.wiring import Verdicts
from gui.state.app_state import AppState, Phase
from gui.state.engine_client import EngineClient
from gui.widgets.empty_state import EmptyState
from tests.gui.verdict_examples import a_detector, images

READY = AppState(
    phase=Phase.READY, has_dataset=True, has_labels=True, has_test_set=True, has_model=True, is_started=True
)


@pytest.fixture
def client() -> EngineClient:
    """The bridge to an engine that has not been started."""
    return EngineClient()


@pytest.fixture
def verdicts(client: EngineClient) -> Verdicts:
    return Verdicts(client)


def a_dataset(classes: int) -> ImageDataset:
    x = images(10 * classes)
    y = np.arange(len(x)) % classes
    return ImageDataset("Rings", "rings", x, y, x, y)


def button(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def test_a_page_made_late_knows_the_state_and_the_detector(
    qtbot: QtBot, verdicts: Verdicts, client: EngineClient
) -> None:
    verdicts.apply_state(READY)
    client.detector_ready.emit(a_detector(100))
    for page, name in ((verdicts.results, "judgeButton"), (verdicts.faults, "faultsStartButton")):
        qtbot.addWidget(page)
        assert button(page, name).isEnabled()
    assert verdicts.results is verdicts.results


def test_a_page_made_late_says_why_there_are_no_verdicts(
    qtbot: QtBot, verdicts: Verdicts, client: EngineClient
) -> None:
    verdicts.apply_state(READY)
    client.detector_missing.emit(DetectorMissing("The model is still learning."))
    qtbot.addWidget(verdicts.results)
    assert not button(verdicts.results, "judgeButton").isEnabled()
    told = [state.text for state in verdicts.results.findChildren(EmptyState)]
    assert any("still learning" in text for text in told), told


@pytest.mark.parametrize("is_made_before", [True, False])
def test_the_study_offers_the_classes_of_the_data_whenever_it_was_made(
    qtbot: QtBot, verdicts: Verdicts, client: EngineClient, is_made_before: bool
) -> None:
    if is_made_before:
        qtbot.addWidget(verdicts.study)
    client.dataset_loaded.emit(DatasetLoaded(a_dataset(3)))
    qtbot.addWidget(verdicts.study)
    assert verdicts.study.choices == ((0,), (1,), (2,))


def test_what_a_late_page_wishes_for_reaches_the_engine(
    qtbot: QtBot, verdicts: Verdicts, client: EngineClient
) -> None:
    verdicts.apply_state(READY)
    client.detector_ready.emit(a_detector(100))
    page = verdicts.faults
    qtbot.addWidget(page)
    with qtbot.waitSignal(client.queued):
        page.faults_requested.emit()


def test_an_evaluation_is_kept_for_the_page_that_nobody_has_looked_at(
    qtbot: QtBot, verdicts: Verdicts, client: EngineClient
) -> None:
    verdicts.apply_state(READY)
    client.evaluated.emit(Evaluated("Rings", (ErrorRow(None, 20, 0.1, 0.2, 0.3),)))
    qtbot.addWidget(verdicts.evaluation)
    assert not verdicts.evaluation.is_empty
    assert verdicts.evaluation.evaluate_button.isEnabled()
    with qtbot.waitSignal(verdicts.evaluation_requested):
        verdicts.evaluation.evaluate_button.click()


def test_an_evaluation_of_other_data_is_forgotten(qtbot: QtBot, verdicts: Verdicts, client: EngineClient) -> None:
    qtbot.addWidget(verdicts.evaluation)
    client.evaluated.emit(Evaluated("Rings", (ErrorRow(None, 20, 0.1, 0.2, 0.3),)))
    client.dataset_loaded.emit(DatasetLoaded(a_dataset(2)))
    assert verdicts.evaluation.is_empty
