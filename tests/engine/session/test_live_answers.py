from __future__ import annotations

import numpy as np
import pytest

from engine.detection.autoencoder_evidence import Autoencoder
from engine.detection.detector import Detector
from engine.detection.evidence import exposure
from engine.detection.evidence.views import Views
from engine.protocol.commands import Drawing
from engine.protocol.events import DetectorMissing, Event, Reconstructed, Scored
from engine.protocol.inbox import Inbox
from engine.session.judge import Judge
from engine.session.live_answers import LiveAnswers
from tests.engine.detection.detector_examples import MeanImage, bars, coarse

NORMALS = bars(60, height=28, width=28)
MODEL = MeanImage(NORMALS)


class Stage:
    """Live answers with a detector and a clock that stands still, and what they published."""

    def __init__(self, detector: Detector, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr("engine.session.live_answers.time.monotonic", lambda: self.now)
        self.events: list[Event] = []
        self.inbox = Inbox()
        judge = Judge(self.events.append)
        judge.take(detector)
        self.live = LiveAnswers(self.events.append, judge, self.inbox)
        self.live.take_model(MODEL, (28, 28, 1))

    def ids(self, kind: type) -> list[int]:
        return [event.drawing_id for event in self.events if isinstance(event, kind)]  # type: ignore[attr-defined]


@pytest.fixture
def stage(detector: Detector, monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(detector, monkeypatch)


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.fit(NORMALS, Autoencoder(MODEL, coarse))


def drawing(number: int) -> Drawing:
    pixels = np.zeros((56, 56), np.uint8)
    pixels[10:46, 20 + number : 28 + number] = 255
    return Drawing(number, pixels)


def test_every_drawing_is_reconstructed_and_one_that_is_overtaken_is_not_judged(stage: Stage) -> None:
    stage.live.answer(drawing(1))  # nothing has been judged for long
    stage.inbox.put_drawing(drawing(3))
    stage.live.answer(drawing(2))
    stage.live.serve()
    assert stage.ids(Reconstructed) == [1, 2, 3]
    assert stage.ids(Scored) == [1, 3]


def test_a_verdict_is_given_up_when_a_drawing_comes_in_its_middle(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.live.answer(drawing(1))
    measured: list[int] = []
    real = exposure.features

    def features(views: Views) -> object:
        measured.append(len(views))
        if len(measured) == 1:
            stage.inbox.put_drawing(drawing(3))
        return real(views)

    monkeypatch.setattr(exposure, "features", features)
    stage.live.answer(drawing(2))
    assert stage.ids(Scored) == [1]
    stage.live.serve()
    assert stage.ids(Scored) == [1, 3]


def test_the_engine_waits_a_moment_for_a_hand_that_draws_on(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.live.answer(drawing(1))
    waited: list[float] = []

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        stage.inbox.put_drawing(drawing(3))
        return stage.inbox.has_drawing

    monkeypatch.setattr(stage.inbox, "wait_for_drawing", wait)
    stage.live.answer(drawing(2))
    assert len(waited) == 1
    assert 0 < waited[0] < 0.02
    assert stage.ids(Scored) == [1]


def test_a_hand_that_never_rests_is_judged_all_the_same(stage: Stage) -> None:
    stage.inbox.put_drawing(drawing(0))
    for number in range(1, 41):
        stage.now += 0.02
        stage.live.answer(drawing(number))
    assert stage.ids(Reconstructed) == list(range(1, 41))
    assert stage.ids(Scored) == [1, 9, 17, 25, 33]


def test_without_a_detector_there_are_no_verdicts_and_nothing_is_waited_for(stage: Stage) -> None:
    stage.live._judge.forget()
    stage.inbox.wait_for_drawing = None  # type: ignore[assignment, method-assign]
    stage.live.answer(drawing(1))
    stage.live.answer(drawing(2))
    assert stage.ids(Reconstructed) == [1, 2]
    assert stage.ids(Scored) == []


def test_a_verdict_that_is_not_finite_is_said_once_and_then_there_are_none(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exposure, "features", lambda views: np.full((len(views), 9), np.nan, np.float32))
    for number in (1, 2, 3):
        stage.now += 10
        stage.live.answer(drawing(number))
    assert stage.ids(Reconstructed) == [1, 2, 3]
    assert stage.ids(Scored) == []
    reasons = [event.reason for event in stage.events if isinstance(event, DetectorMissing)]
    assert len(reasons) == 1
    assert "not finite numbers" in reasons[0]
