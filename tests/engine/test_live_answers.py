from __future__ import annotations

import threading

import numpy as np
import pytest

from engine.detector import Detector
from engine.inbox import Inbox
from engine.judge import Judge
from engine.live_answers import LiveAnswers
from engine.messages import Drawing, Event, Reconstructed
from engine.verdict_messages import Scored
from tests.engine.detector_examples import MeanImage, bars

NORMALS = bars(60, height=28, width=28)
MODEL = MeanImage(NORMALS)


class Stage:
    """Live answers with a detector, and what they published."""

    def __init__(self, detector: Detector) -> None:
        self.events: list[Event] = []
        self.inbox = Inbox()
        judge = Judge(lambda event: None)
        judge.take(detector)
        judge._publish = self.events.append  # type: ignore[method-assign]
        self.live = LiveAnswers(self.events.append, judge, self.inbox)
        self.live.take_model(MODEL, (28, 28, 1))

    def ids(self, kind: type) -> list[int]:
        return [event.drawing_id for event in self.events if isinstance(event, kind)]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.fit(NORMALS, MODEL)


def drawing(number: int) -> Drawing:
    pixels = np.zeros((56, 56), np.uint8)
    pixels[10:46, 20 + number : 28 + number] = 255
    return Drawing(number, pixels)


def test_every_drawing_is_reconstructed_and_one_that_is_overtaken_is_not_judged(detector: Detector) -> None:
    stage = Stage(detector)
    stage.live.answer(drawing(1))  # nothing has been judged for long
    stage.inbox.put_drawing(drawing(3))
    stage.live.answer(drawing(2))
    newest = stage.inbox.take_drawing()
    assert newest is not None
    stage.live.answer(newest)
    assert stage.ids(Reconstructed) == [1, 2, 3]
    assert stage.ids(Scored) == [1, 3]


def test_a_hand_that_never_rests_is_judged_all_the_same(detector: Detector) -> None:
    stage = Stage(detector)
    stage.inbox.put_drawing(drawing(0))
    number = 0
    while len(stage.ids(Scored)) < 3:
        number += 1
        assert number < 20_000
        stage.live.answer(drawing(number))
        threading.Event().wait(0.002)
    assert len(stage.ids(Reconstructed)) > 3 * len(stage.ids(Scored))
