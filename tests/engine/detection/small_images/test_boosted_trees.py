from __future__ import annotations

import numpy as np
import pytest
import sklearn.ensemble
from sklearn.ensemble import GradientBoostingClassifier

from engine.detection.small_images.boosted_trees import BoostedTrees

RANDOM = np.random.default_rng(0)
FEATURES = RANDOM.normal(size=(300, 5)).astype(np.float32)
IS_DAMAGED = (FEATURES[:, 0] * FEATURES[:, 1] > 0.2) | (FEATURES[:, 2] > 1)


def test_the_trees_answer_in_numpy_as_they_do_in_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    fitted: list[GradientBoostingClassifier] = []

    class Remembered(GradientBoostingClassifier):
        def fit(self, *arguments, **named):
            fitted.append(self)
            return super().fit(*arguments, **named)

    monkeypatch.setattr(sklearn.ensemble, "GradientBoostingClassifier", Remembered)
    trees = BoostedTrees.fit(FEATURES, IS_DAMAGED, np.ones(300, np.float32), seed=0)
    asked = RANDOM.normal(size=(1_000, 5)).astype(np.float32)
    difference = fitted[0].decision_function(asked) - trees.answer(asked)
    assert np.ptp(difference) < 1e-4  # equal but for the constant that it starts from


def test_a_value_on_a_threshold_goes_the_way_that_scikit_learn_sends_it() -> None:
    columns = np.zeros((1, 15), np.int32)
    thresholds = np.full((1, 15), np.finfo(np.float32).max, np.float32)
    thresholds[0, 0] = 0.5
    leaves = np.zeros((1, 16), np.float32)
    leaves[0, 0], leaves[0, 8] = 1, 2
    trees = BoostedTrees(columns, thresholds, leaves)
    assert trees.answer(np.array([[0.4], [0.5], [0.6]], np.float32)).tolist() == [1, 1, 2]


def test_the_same_seed_gives_the_same_trees_and_they_tell_what_they_were_taught() -> None:
    fits = [BoostedTrees.fit(FEATURES, IS_DAMAGED, np.ones(300, np.float32), seed=7) for _ in range(2)]
    for name, array in fits[0].arrays().items():
        np.testing.assert_array_equal(array, fits[1].arrays()[name])
    answers = BoostedTrees.from_arrays(fits[0].arrays()).answer(FEATURES)
    assert answers[IS_DAMAGED].mean() > answers[~IS_DAMAGED].mean() + 2


def test_values_as_close_as_numbers_can_be_are_still_told_apart() -> None:
    low = np.nextafter(np.float32(4), np.float32(5))
    high = np.nextafter(low, np.float32(5))  # the middle of the two, rounded to float32, is this one
    features = np.repeat([low, high], 50)[:, None].astype(np.float32)
    trees = BoostedTrees.fit(features, features[:, 0] == high, np.ones(100, np.float32), seed=0)
    below, above = trees.answer(np.array([[low], [high]], np.float32))
    assert below < above
