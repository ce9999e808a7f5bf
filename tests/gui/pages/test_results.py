from __future__ import annotations

import numpy as np
import pytest

from engine.protocol.events import Judged
from engine.protocol.results import JudgeBy, SetVerdicts
from gui.pages.results import RIGHT, WRONG, Outcome, Results, auroc
from tests.gui.verdict_examples import a_detector, a_judged_set


def six_images() -> Judged:
    """Normal 0, 1, 2 with scores 1, 5, 2; abnormal 3, 4, 5 with 6, 1.5, 9."""
    return Judged(
        np.zeros((6, 2, 2, 1), np.uint8),
        np.array([0, 0, 1, 2, 2, 3]),
        np.array([True, True, True, False, False, False]),
        np.array([1, 1, 1, 1, 1, 0], np.float32),
        None,
        {
            JudgeBy.ALL: _verdicts(1, 5, 2, 6, 1.5, 9),
            JudgeBy.CODE: _verdicts(9, 1.5, 6, 2, 5, 1),
            JudgeBy.ERROR: _verdicts(0, 0, 0, 0, 0, 0),
        },
    )


def _verdicts(*scores: float) -> SetVerdicts:
    return SetVerdicts(np.array(scores, np.float32), np.full(len(scores), 0.5, np.float32), None)


ALARMS = np.array([False, True, False, True, False, True])


def test_every_image_has_one_outcome() -> None:
    counts = Results(six_images()).counts(ALARMS)
    assert counts == {Outcome.PASS: 2, Outcome.FALSE_ALARM: 1, Outcome.MISS: 1, Outcome.HIT: 2}


@pytest.mark.parametrize(
    ("outcome", "images"),
    [(Outcome.HIT, [5, 3]), (Outcome.MISS, [4]), (Outcome.FALSE_ALARM, [1]), (Outcome.PASS, [0, 2])],
)
def test_the_surest_of_an_outcome_come_first(outcome: Outcome, images: list[int]) -> None:
    assert Results(six_images()).images_of((outcome,), ALARMS).tolist() == images


def test_of_several_outcomes_they_take_turns() -> None:
    results = Results(six_images())
    assert results.images_of(RIGHT, ALARMS).tolist() == [5, 0, 3, 2]
    assert results.images_of(WRONG, ALARMS).tolist() == [4, 1]


def test_a_bar_holds_its_lower_edge_and_not_its_upper_one() -> None:
    results = Results(six_images())
    assert results.images_between(1.0, 5.0, is_normal=True).tolist() == [2, 0]
    assert results.images_between(1.0, 5.0, is_normal=False).tolist() == [4]


def test_the_images_of_a_class_begin_with_what_is_most_surely_wrong() -> None:
    results = Results(six_images())
    assert results.images_of_class(0).tolist() == [1, 0]
    assert results.images_of_class(2).tolist() == [4, 3]


def test_a_class_is_measured_against_all_normal_images() -> None:
    zero, _, two, three = Results(six_images()).class_rows(ALARMS)
    assert (zero.is_normal, zero.n, zero.alarms, zero.auroc) == (True, 2, 1, None)
    assert (two.is_normal, two.alarm_rate) == (False, 0.5)
    assert two.auroc == pytest.approx((3 + 1) / 6)
    assert (three.auroc, three.auroc_error) == (1.0, 0.0)


def test_another_choice_orders_by_its_own_scores() -> None:
    assert Results(six_images(), JudgeBy.CODE).images_of((Outcome.HIT,), ALARMS).tolist() == [3, 5]


def test_judged_by_the_error_a_class_is_measured_by_the_error_itself_and_not_by_its_ties() -> None:
    *_, three = Results(six_images(), JudgeBy.ERROR).class_rows(ALARMS)
    assert (three.auroc, three.auroc_error) == (0.0, 0.0)


def test_without_labels_there_are_no_classes() -> None:
    judged = a_judged_set(a_detector(), 50, labels=False)
    assert Results(judged).class_rows(np.zeros(50, np.bool_)) == ()


def test_the_auroc_is_the_share_of_pairs_in_order_with_ties_counting_half() -> None:
    rng = np.random.default_rng(0)
    normal, abnormal = (rng.integers(0, 9, n).astype(np.float32) for n in (40, 30))
    pairs = np.sign(abnormal[:, None] - normal[None]) / 2 + 0.5
    assert auroc(normal, abnormal) == pytest.approx(float(pairs.mean()))
