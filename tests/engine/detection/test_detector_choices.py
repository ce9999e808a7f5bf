"""What a detector is judged by, what contributes, and what is learnt once for every autoencoder."""

from __future__ import annotations

import numpy as np
import pytest

from engine.detection.autoencoder_evidence import Autoencoder
from engine.detection.detector import Detector
from engine.detection.image_learning import learn_images
from engine.images.damage import damage
from engine.protocol.results import JudgeBy
from tests.engine.detection.detector_examples import MeanImage, bars, coarse, lying_bars, mean_autoencoder

NORMALS = bars(150, seed=0)
NEW = bars(300, seed=1)


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.fit(NORMALS, mean_autoencoder(NORMALS), seed=3)


@pytest.mark.parametrize("judge_by", list(JudgeBy))
def test_contributions_add_up_to_the_score_and_the_score_alone_decides(
    detector: Detector, judge_by: JudgeBy
) -> None:
    faults = [
        damage(NEW, name, strength, seed=0) for name, strength in (("noise", 0.1), ("shift", 5), ("blur", 1.0))
    ]
    found = detector.score(np.concatenate([NEW, lying_bars(50), *faults])).by[judge_by]
    assert (found.contributions >= 0).all()
    np.testing.assert_allclose(found.contributions.sum(axis=1), found.score, rtol=1e-4, atol=1e-5)
    normal_scores = detector.normal_scores[judge_by]
    for one_in in (10, 20, 50, 100, 151):
        highest_normal = normal_scores[len(normal_scores) - (len(normal_scores) + 1) // one_in]
        np.testing.assert_array_equal(detector.verdict(found.p_value, 1 / one_in), found.score > highest_normal)


def test_by_the_error_only_the_error_counts_and_by_error_and_code_only_these(detector: Detector) -> None:
    found = detector.score(lying_bars(20))
    names = [kind.name for kind in detector.kinds]
    for judge_by, counted in ((JudgeBy.ERROR, {"reconstruction"}), (JudgeBy.CODE, {"reconstruction", "code"})):
        counting = {names[column] for column in np.flatnonzero(found.by[judge_by].contributions.any(axis=0))}
        assert counting <= counted
    assert found.by[JudgeBy.ALL].contributions.any(axis=0).all()


def test_judged_by_the_error_the_order_is_that_of_the_plain_error(detector: Detector) -> None:
    light = lying_bars(100).astype(np.float32) / np.float32(255)
    plain = np.square(MeanImage(NORMALS)(light) - light).mean(axis=(1, 2, 3))
    score = detector.score(light).by[JudgeBy.ERROR].score
    assert (np.diff(score[np.argsort(plain)]) >= -1e-5).all()


@pytest.mark.slow
def test_an_untrained_autoencoder_is_told_from_a_trained_one() -> None:
    def perfect(light: np.ndarray) -> np.ndarray:
        return light * np.float32(0.99)

    def noise(light: np.ndarray) -> np.ndarray:
        return np.full_like(light, 0.5)

    good, bad = (
        Detector.fit(NORMALS[:60], Autoencoder(reconstruct, coarse)).explained for reconstruct in (perfect, noise)
    )
    assert good is not None
    assert bad is not None
    assert good > 0.95
    assert bad < 0


def test_the_nearest_normal_image_is_a_normal_one_and_like_it(detector: Detector) -> None:
    nearest = detector.examine(NORMALS[7], NORMALS[7].astype(np.float32) / np.float32(255)).nearest_normal
    np.testing.assert_array_equal(nearest, NORMALS[7])


@pytest.mark.slow
def test_what_was_learnt_from_the_images_serves_every_autoencoder(detector: Detector) -> None:
    known = learn_images(NORMALS, seed=3)
    again = Detector.fit(NORMALS, mean_autoencoder(NORMALS), known=known)
    np.testing.assert_array_equal(again.score(NEW).score, detector.score(NEW).score)
    other = Detector.fit(NORMALS, Autoencoder(lambda light: light * np.float32(0.9), coarse), known=known)
    assert (other.score(NEW).score != detector.score(NEW).score).any()
