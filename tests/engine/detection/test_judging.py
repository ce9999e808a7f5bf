"""How the surprises of the kinds become one score, by each choice of what to judge by."""

from __future__ import annotations

import numpy as np
import pytest

from engine.detection.autoencoder_evidence import KINDS
from engine.detection.judging import SHARES, choices, judged
from engine.detection.small_images.fusion import COMPONENTS
from engine.protocol.results import JudgeBy

NAMES = (*KINDS, *COMPONENTS)


def score_of(judge_by: JudgeBy = JudgeBy.ALL, **surprises: float) -> float:
    """Return the score where these kinds are surprising and the others are not at all."""
    values = np.zeros((1, len(NAMES)), np.float32)
    for kind, surprise in surprises.items():
        values[0, NAMES.index(kind)] = surprise
    return float(judged(values, NAMES, judge_by)[0][0])


def test_every_kind_counts_in_all_evidence_by_its_share() -> None:
    """The share of the false alarms that each may raise; chosen for one digit against the rest and the fault panel."""
    assert SHARES[JudgeBy.ALL].keys() == set(NAMES)
    shares = {kind: 10 ** (score_of(**{kind: 6.0}) - 6) for kind in NAMES}
    assert shares == pytest.approx(SHARES[JudgeBy.ALL], abs=1e-3)
    assert sum(SHARES[JudgeBy.ALL].values()) == pytest.approx(1)


def test_by_the_error_nothing_else_counts() -> None:
    others = {kind: 5.0 for kind in NAMES if kind != "reconstruction"}
    assert score_of(JudgeBy.ERROR, **others) == 0
    assert score_of(JudgeBy.ERROR, reconstruction=2.5, **others) == pytest.approx(2.5)


def test_by_error_and_code_the_image_itself_does_not_count() -> None:
    others = dict.fromkeys(COMPONENTS, 5.0)
    assert score_of(JudgeBy.CODE, **others) == 0
    assert score_of(JudgeBy.CODE, code=4.0, **others) > 3.6


@pytest.mark.parametrize("judge_by", list(JudgeBy))
def test_the_score_of_normal_images_is_as_rare_as_it_says(judge_by: JudgeBy) -> None:
    surprises = -np.log10(np.random.default_rng(1).random((200_000, len(NAMES)))).astype(np.float32)
    scores, _ = judged(surprises, NAMES, judge_by)
    for rarity in (1, 2, 3):  # independent surprises: the shares add up to one
        assert np.mean(scores >= rarity) == pytest.approx(10.0**-rarity, rel=0.45)


@pytest.mark.parametrize("judge_by", list(JudgeBy))
@pytest.mark.parametrize("largest", [0.0, 0.01, 2.0, 40.0, 1e6])
def test_contributions_are_positive_and_add_up_however_large_they_are(judge_by: JudgeBy, largest: float) -> None:
    random = np.random.default_rng(3)
    surprises = (random.random((10_000, len(NAMES))) * largest).astype(np.float32)
    scores, contributions = judged(surprises, NAMES, judge_by)
    assert (contributions >= 0).all()
    assert (scores >= 0).all()
    np.testing.assert_allclose(contributions.sum(axis=1), scores, rtol=1e-5, atol=1e-6)


def test_no_images_have_no_scores() -> None:
    scores, contributions = judged(np.empty((0, len(NAMES)), np.float32), NAMES, JudgeBy.ALL)
    assert scores.shape == (0,)
    assert contributions.shape == (0, len(NAMES))


def test_without_an_autoencoder_only_all_evidence_can_be_judged_by_and_its_shares_go_to_the_others() -> None:
    assert choices(COMPONENTS) == (JudgeBy.ALL,)
    assert choices(NAMES) == tuple(JudgeBy)
    values = np.full((1, len(COMPONENTS)), 3.0, np.float32)
    assert judged(values, COMPONENTS, JudgeBy.ALL)[0][0] == pytest.approx(3.0)
