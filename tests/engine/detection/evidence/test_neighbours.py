from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from engine.detection.evidence.neighbours import Neighbours


@pytest.mark.parametrize(("references", "k"), [(5, 5), (37, 3), (1_003, 10), (2_000, 1)])
def test_the_nearest_are_those_of_scikit_learn(references: int, k: int) -> None:
    random = np.random.default_rng(0)
    reference = random.normal(size=(references, 9)).astype(np.float32)
    queries = random.normal(size=(600, 9)).astype(np.float32)
    index, distance = Neighbours(reference).nearest(queries, k)
    expected, expected_index = NearestNeighbors(n_neighbors=k).fit(reference).kneighbors(queries)
    np.testing.assert_allclose(distance, expected, atol=1e-4)
    assert (index == expected_index).mean() > 0.999  # all but ties in the last digit


def test_a_reference_is_its_own_nearest() -> None:
    reference = np.random.default_rng(1).normal(size=(500, 4)).astype(np.float32)
    index, distance = Neighbours(reference).nearest(reference, 2)
    assert (index[:, 0] == np.arange(500)).all()
    assert distance[:, 0].max() < 1e-2
    assert (distance[:, 0] <= distance[:, 1]).all()
