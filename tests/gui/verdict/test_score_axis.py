from __future__ import annotations

import numpy as np
import pytest

from gui.verdict.score_axis import ScoreAxis


def test_a_place_leads_back_to_its_score() -> None:
    axis = ScoreAxis.around(np.random.default_rng(0).gamma(2, 1, 500).astype(np.float32), room=0.3)
    for score in (-3.0, 0.0, 1.7, 40.0):
        assert axis.score(axis.place(score)) == pytest.approx(score, abs=1e-9)


def test_every_score_has_a_place_however_far_away() -> None:
    normals = np.linspace(0, 1, 101, dtype=np.float32)
    axis = ScoreAxis.around(normals, np.array([1e6], np.float32))
    assert 0.9 < axis.place(1e6) < 1.0
    assert axis.place(1.0) - axis.place(0.0) > 0.1


def test_bins_are_equally_wide_on_the_axis() -> None:
    axis = ScoreAxis.around(np.array([1, 2, 3, 4, 50], np.float32))
    places = [axis.place(edge) for edge in axis.edges(8)]
    assert np.diff(places) == pytest.approx(np.full(8, 1 / 8))


@pytest.mark.parametrize("scores", [[], [3.0], [3.0, 3.0, 3.0]])
def test_scores_that_are_all_alike_still_make_an_axis(scores: list[float]) -> None:
    axis = ScoreAxis.around(np.array(scores, np.float32))
    edges = axis.edges(4)
    assert np.isfinite(edges).all()
    assert (np.diff(edges) > 0).all()
    for score in scores:
        assert 0 < axis.place(score) < 1
