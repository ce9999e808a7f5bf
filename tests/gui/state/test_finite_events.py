"""What the gate makes of numbers that no view could paint."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.protocol import events
from engine.protocol.model_info import Floats
from engine.protocol.results import DrawingVerdict, JudgeBy, SetVerdicts
from gui.state.finite_events import finite_event
from tests.gui import training_events

VERDICT = DrawingVerdict(1.5, 0.02, np.ones(8, np.float32), np.ones((4, 5), np.float32))
SCORED = events.Scored(3, {JudgeBy.ALL: VERDICT, JudgeBy.ERROR: VERDICT}, np.zeros((4, 5, 1), np.uint8))
SCORES = np.linspace(0, 1, 9, dtype=np.float32)
SET = SetVerdicts(SCORES, SCORES, None)
JUDGED = events.Judged(
    np.zeros((9, 4, 5, 1), np.uint8), None, np.ones(9, bool), SCORES, None, {JudgeBy.ALL: SET, JudgeBy.CODE: SET}
)
IMAGE = np.full((4, 5, 1), 0.5, np.float32)
RECONSTRUCTED = events.Reconstructed(3, IMAGE, IMAGE, IMAGE[..., 0], 0.1, 0.1, 0.1)
ODD = [float("nan"), float("inf"), float("-inf"), 1e300]


def with_one(number: float, shape: tuple[int, ...]) -> Floats:
    array = np.full(shape, 0.5, np.float64)
    array.flat[0] = number
    return array  # type: ignore[return-value]


def test_events_with_finite_numbers_pass_as_they_are() -> None:
    detector = events.DetectorReady((), {JudgeBy.ALL: SCORES}, -0.5)
    for event in (
        SCORED,
        JUDGED,
        detector,
        RECONSTRUCTED,
        training_events.batch(1, 1, 1, 0.5),
        training_events.finished(1),
    ):
        assert finite_event(event) is event


@pytest.mark.parametrize("odd", ODD)
def test_a_verdict_with_one_number_that_is_not_finite_is_none(odd: float) -> None:
    verdicts = (
        replace(VERDICT, score=odd),
        replace(VERDICT, p_value=odd),
        replace(VERDICT, contributions=with_one(odd, (8,))),
        replace(VERDICT, heat_map=with_one(odd, (4, 5))),
    )
    sets = (replace(SET, scores=with_one(odd, (9,))), replace(SET, p_values=with_one(odd, (9,))))
    for damaged in (
        *(replace(SCORED, by={JudgeBy.ALL: VERDICT, JudgeBy.ERROR: verdict}) for verdict in verdicts),
        *(replace(JUDGED, by={JudgeBy.ALL: SET, JudgeBy.CODE: one}) for one in sets),
        replace(JUDGED, errors=with_one(odd, (9,))),
        events.DetectorReady((), {JudgeBy.ALL: SCORES, JudgeBy.CODE: with_one(odd, (9,))}),
        events.DetectorReady((), {JudgeBy.ALL: SCORES}, odd),
    ):
        found = finite_event(damaged)
        assert isinstance(found, events.DetectorMissing)
        assert "not finite" in found.reason


@pytest.mark.parametrize("odd", ODD)
def test_pixels_are_put_into_the_range_of_pixels(odd: float) -> None:
    damaged = replace(RECONSTRUCTED, reconstruction=with_one(odd, (4, 5, 1)), error_map=with_one(odd, (4, 5)))
    found = finite_event(damaged)
    assert isinstance(found, events.Reconstructed)
    for array in (found.reconstruction, found.error_map):
        assert np.isfinite(array).all()
        assert 0 <= array.min() <= array.max() <= 1
    assert found.drawing_id == 3


@pytest.mark.parametrize("odd", ODD)
def test_a_speed_and_a_time_that_are_no_numbers_are_zero(odd: float) -> None:
    batch = replace(training_events.batch(1, 1, 1, 0.5), samples_per_second=odd, seconds_left=odd)
    found = finite_event(batch)
    assert isinstance(found, events.BatchEnded)
    assert (found.samples_per_second, found.seconds_left) == (0.0, 0.0)
    finished = finite_event(replace(training_events.finished(1), samples_per_second=odd, seconds=odd))
    assert isinstance(finished, events.TrainingFinished)
    assert (finished.samples_per_second, finished.seconds) == (0.0, 0.0)
