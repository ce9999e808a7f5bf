from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.protocol.events import Evaluated
from engine.protocol.results import ErrorRow, StudyRow
from engine.protocol.run_events import StudyRestored
from engine.settings import TrainingSettings
from gui.pages.wiring import Verdicts
from gui.state.engine_client import EngineClient
from tests.gui.states import DATASET, READY, a_model
from tests.gui.verdict_examples import a_detector


@pytest.fixture
def client() -> EngineClient:
    """The bridge to an engine that has not been started."""
    return EngineClient()


@pytest.fixture
def verdicts(client: EngineClient) -> Verdicts:
    return Verdicts(client)


def button(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def test_a_page_made_late_knows_the_state_and_the_detector(
    qtbot: QtBot, verdicts: Verdicts, client: EngineClient
) -> None:
    verdicts.apply_state(replace(READY, detector=a_detector(100)))
    for page, name in ((verdicts.results, "judgeButton"), (verdicts.faults, "faultsStartButton")):
        qtbot.addWidget(page)
        assert button(page, name).isEnabled()
    assert verdicts.results is verdicts.results


def test_a_page_made_late_says_why_there_are_no_verdicts(
    qtbot: QtBot, verdicts: Verdicts, client: EngineClient
) -> None:
    verdicts.apply_state(replace(READY, missing_reason="The model is still learning."))
    qtbot.addWidget(verdicts.results)
    assert not button(verdicts.results, "judgeButton").isEnabled()
    texts = [verdicts.results.empty_text]
    assert any("still learning" in text for text in texts), texts


@pytest.mark.parametrize(("identity", "expected"), [(DATASET.identity, (0, 2)), ("that of the tiles", (1,))])
def test_on_other_data_the_chosen_classes_are_normal_and_not_the_numbers_of_the_model_s(
    qtbot: QtBot, verdicts: Verdicts, client: EngineClient, identity: str, expected: tuple[int, ...]
) -> None:
    model = replace(a_model(normal=(0, 2)), data_identity=identity)
    verdicts.apply_state(replace(READY, model=model, normal=(1,), detector=a_detector(100)))
    qtbot.addWidget(verdicts.results)
    with qtbot.waitSignal(client.queued) as asked:
        verdicts.results.judging_requested.emit()
    assert asked.args[0].normal == expected


@pytest.mark.parametrize("is_made_before", [True, False])
def test_the_study_offers_the_classes_of_the_data_whenever_it_was_made(
    qtbot: QtBot, verdicts: Verdicts, client: EngineClient, is_made_before: bool
) -> None:
    if is_made_before:
        qtbot.addWidget(verdicts.study)
    verdicts.apply_state(READY)
    qtbot.addWidget(verdicts.study)
    assert verdicts.study.choices == ((0,), (1,), (2,))


def test_what_a_late_page_asks_for_reaches_the_engine(
    qtbot: QtBot, verdicts: Verdicts, client: EngineClient
) -> None:
    verdicts.apply_state(replace(READY, detector=a_detector(100)))
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


@pytest.mark.parametrize("is_made_before", [True, False])
def test_an_evaluation_is_forgotten_whether_or_not_its_page_has_been_made(
    qtbot: QtBot, verdicts: Verdicts, client: EngineClient, is_made_before: bool
) -> None:
    verdicts.apply_state(READY)
    if is_made_before:
        qtbot.addWidget(verdicts.evaluation)
    client.evaluated.emit(Evaluated("Rings", (ErrorRow(None, 20, 0.1, 0.2, 0.3),)))
    verdicts.forget_evaluation()
    qtbot.addWidget(verdicts.evaluation)
    assert verdicts.evaluation.is_empty


@pytest.mark.parametrize("is_made_before", [True, False])
def test_a_study_from_before_is_shown_whenever_the_page_was_made(
    qtbot: QtBot, verdicts: Verdicts, client: EngineClient, is_made_before: bool
) -> None:
    verdicts.apply_state(READY)
    if is_made_before:
        qtbot.addWidget(verdicts.study)
    rows = (StudyRow((0,), 0.75, 0.5, 0.25, 3.5),)
    client.study_restored.emit(StudyRestored(TrainingSettings(), "digits.npz", DATASET.identity, rows, 3))
    qtbot.addWidget(verdicts.study)
    assert verdicts.study.card.view.table.rowCount() == 1


def test_verdicts_are_given_by_the_classes_that_the_model_counts_as_normal(
    qtbot: QtBot, verdicts: Verdicts, client: EngineClient
) -> None:
    verdicts.apply_state(replace(READY, model=a_model(normal=(1,)), detector=a_detector(100)))
    qtbot.addWidget(verdicts.results)
    with qtbot.waitSignal(client.queued) as queued:
        verdicts.results.judge_button.click()
    assert queued.args[0].normal == (1,)
