"""How evidence is weighed. Features are random numbers here; what they measure is tested where they are measured."""

from __future__ import annotations

import numpy as np
import pytest

from engine.detection.evidence.collection import FEATURES
from engine.detection.small_images import fusion
from engine.detection.small_images.boosted_trees import BoostedTrees
from engine.detection.small_images.fusion import COMPONENTS, Fusion

RANDOM = np.random.default_rng(0)
NORMAL = RANDOM.normal(size=(400, len(FEATURES))).astype(np.float32)
NORMAL[:, FEATURES.index("column")] = NORMAL[:, FEATURES.index("row")] + 0.1 * NORMAL[:, FEATURES.index("column")]
DAMAGED = NORMAL[:300] + (RANDOM.random(300) < 0.7)[:, None].astype(np.float32)


@pytest.fixture(scope="module")
def learnt() -> Fusion:
    return Fusion.fit(NORMAL, DAMAGED, seed=0)


def raised(learnt: Fusion, kind: str, **features: float) -> float:
    """Return the component of a kind where these features stand so high and all others at their median."""
    values = learnt.centre[None].copy()
    for name, value in features.items():
        values[0, FEATURES.index(name)] += value
    return float(learnt.components(values)[0, COMPONENTS.index(kind)])


def test_a_distance_to_normal_neighbours_counts_more_than_what_all_shapes_share(learnt: Fusion) -> None:
    by_neighbours = raised(learnt, "shape", shape_neighbours=2) - raised(learnt, "shape")
    by_autoencoder = raised(learnt, "shape", shape_autoencoder=2) - raised(learnt, "shape")
    assert by_neighbours > 3 * by_autoencoder > 0


def test_two_features_that_always_go_together_are_strange_apart(learnt: Fusion) -> None:
    assert raised(learnt, "place", row=1, column=-1) > 2 * raised(learnt, "place", row=1, column=1)


def test_kinds_that_look_both_ways_rise_with_too_little_as_with_too_much(learnt: Fusion) -> None:
    assert raised(learnt, "exposure", peak=-4) == pytest.approx(raised(learnt, "exposure", peak=4), rel=0.15)


def test_one_odd_feature_does_not_drown_the_others(learnt: Fusion) -> None:
    assert raised(learnt, "shape", shape_neighbours=1_000) < 10 * raised(learnt, "shape", shape_neighbours=5)


def test_what_none_of_few_normal_images_has_counts_less_than_what_none_of_many_has() -> None:
    """An eight with an empty row between its loops, which 100 others did not have, is no broken sensor yet."""
    distances = []
    for count in (100, 5_000):
        random = np.random.default_rng(1)
        normal = 0.3 * random.normal(size=(count, len(FEATURES))).astype(np.float32)
        normal += random.normal(size=(count, 1)).astype(np.float32)  # as in life, they go together
        normal[:, FEATURES.index("row_empty")] = 0
        learnt = Fusion.fit(normal, normal[:50] + 1, seed=0)
        usual = np.sort(learnt.components(normal)[:, COMPONENTS.index("lines")])
        distances.append(raised(learnt, "lines", row_empty=1) / usual[-1])
    few, many = distances
    assert 0.5 < few < 1.5  # about as rare as the rarest of them
    assert many > 2 * few


def test_whole_and_damaged_images_weigh_the_same_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[np.ndarray, np.ndarray]] = []

    class Remembered(BoostedTrees):
        @classmethod
        def fit(cls, features, is_damaged, weights, seed):
            seen.append((is_damaged, weights))
            return BoostedTrees.fit(features, is_damaged, weights, seed)

    monkeypatch.setattr(fusion, "BoostedTrees", Remembered)
    Fusion.fit(NORMAL[:60], DAMAGED, seed=0)
    ((is_damaged, weights),) = seen
    assert (is_damaged.sum(), (~is_damaged).sum()) == (300, 60)
    assert weights[is_damaged].sum() == pytest.approx(weights[~is_damaged].sum(), rel=1e-4)
