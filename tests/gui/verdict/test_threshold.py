from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.protocol.results import JudgeBy
from gui.state.wording import error_text
from gui.verdict.threshold import Threshold
from tests.gui.verdict_examples import a_detector, normal_scores, p_values


def a_threshold(normals: int, requested: int = 100) -> Threshold:
    threshold = Threshold()
    threshold.set_normal_scores({JudgeBy.ALL: np.arange(normals, dtype=np.float32)})
    threshold.request(requested)
    return threshold


def test_one_in_a_hundred_is_a_surprise_of_two() -> None:
    threshold = a_threshold(2_000)
    assert (threshold.one_in, threshold.alpha, threshold.surprise) == (100, 0.01, 2.0)
    assert threshold.problem is None


def test_a_request_is_clipped_to_what_can_be_chosen() -> None:
    assert a_threshold(5_000, 5).requested == 10
    assert a_threshold(5_000, 50_000).requested == 1_000


@pytest.mark.parametrize(("normals", "is_kept"), [(99, True), (98, False)])
def test_one_in_n_needs_n_minus_one_normal_images(normals: int, is_kept: bool) -> None:
    threshold = a_threshold(normals, 100)
    assert (threshold.problem is None) == is_kept
    assert threshold.one_in == normals + 1


def test_a_promise_that_cannot_be_kept_says_how_many_images_it_needs() -> None:
    threshold = a_threshold(99, 1_000)
    assert threshold.problem is not None
    sentence = error_text(threshold.problem)
    assert "needs 999" in sentence
    assert "there are 99" in sentence
    assert "1 in 100" in sentence


def test_with_more_images_the_request_holds_again() -> None:
    threshold = a_threshold(99, 1_000)
    threshold.set_normal_scores({JudgeBy.ALL: np.arange(999, dtype=np.float32)})
    assert (threshold.one_in, threshold.problem) == (1_000, None)


def test_fewer_than_nine_normal_images_allow_no_verdict() -> None:
    threshold = a_threshold(8)
    assert not threshold.can_judge
    assert threshold.problem is not None
    assert "even 1 in 10 needs 9" in error_text(threshold.problem)
    with pytest.raises(ValueError, match="no threshold"):
        _ = threshold.score
    with pytest.raises(ValueError, match="nothing is promised"):
        _ = threshold.rate_interval


def test_without_a_detector_nothing_is_wrong_with_the_request() -> None:
    threshold = Threshold()
    threshold.request(1_000)
    assert threshold.problem is None
    assert not threshold.can_judge


def test_the_rate_interval_of_five_per_cent_from_99_normals_is_2_to_9_per_cent() -> None:
    low, high = a_threshold(99, 20).rate_interval
    assert (round(100 * low), round(100 * high)) == (2, 9)


@pytest.mark.parametrize("one_in", [10, 33, 100, 1_000])
@pytest.mark.parametrize("normals", [999, 2_000, 5_431])
def test_the_score_divides_as_the_p_value_does(one_in: int, normals: int) -> None:
    detector = a_detector(normals)
    threshold = Threshold()
    threshold.set_normal_scores(detector.normal_scores)
    threshold.request(one_in)
    normal = normal_scores(detector)
    scores = np.concatenate([normal, normal + np.float32(1e-4)])
    np.testing.assert_array_equal(
        threshold.is_abnormal(p_values(detector, scores)), scores > np.float32(threshold.score)
    )


def test_p_values_of_single_precision_do_not_slip_past_the_threshold() -> None:
    for one_in in range(10, 1_001):
        threshold = a_threshold(one_in - 1, one_in)
        assert threshold.is_abnormal(np.float32(1 / one_in).item())
        assert not threshold.is_abnormal(2 / one_in)


@pytest.mark.parametrize("one_in", [10, 50, 100, 400, 1_000])
def test_dragging_to_where_the_threshold_is_moves_no_image_across_it(one_in: int) -> None:
    threshold = a_threshold(3_000, one_in)
    before = threshold.score
    threshold.request(threshold.nearest_to(before))
    assert threshold.score == before


def test_dragging_off_either_end_stays_within_what_can_be_kept() -> None:
    threshold = a_threshold(99)
    assert threshold.nearest_to(-1e9) == 10
    assert threshold.nearest_to(1e9) == 100


def test_only_a_change_is_emitted(qtbot: QtBot) -> None:
    threshold = a_threshold(2_000, 100)
    with qtbot.assertNotEmitted(threshold.changed):
        threshold.request(100)
    with qtbot.waitSignal(threshold.changed):
        threshold.request(200)
