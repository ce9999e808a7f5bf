"""The linear autoencoder of maps, and what is foretold from around a cell."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge

from engine.cancellation import Cancellation
from engine.detection.pictures.context import Context, _around
from engine.detection.pictures.map_autoencoder import LONGEST_CODE, LinearAutoencoder, MapAutoencoder

RANDOM = np.random.default_rng(0)
MANY = RANDOM.normal(1, 1, (70, 6, 5, 3)).astype(np.float32)  # too many to be learnt shifted, too
PARTS = [np.arange(number, 70, 4) for number in range(4)]


def test_it_rebuilds_what_the_principal_axes_rebuild_of_all_and_without_each_part() -> None:
    everything, without = LinearAutoencoder.fit(MANY, PARTS, Cancellation())
    flat = MANY.reshape(70, -1)
    for autoencoder, held in ((everything, np.arange(0)), *zip(without, PARTS, strict=True)):
        axes = PCA(LONGEST_CODE).fit(np.delete(flat, held, axis=0))
        expected = flat - axes.inverse_transform(axes.transform(flat))
        np.testing.assert_allclose(autoencoder.rest(MANY).reshape(70, -1), expected, atol=2e-4)


def test_few_pictures_are_learnt_shifted_too() -> None:
    bump = np.exp(-0.5 * (np.square(np.mgrid[:12, :12] - 5.5).sum(axis=0)) / 4)[None, :, :, None]
    maps = np.concatenate([bump * size for size in np.linspace(0.5, 1.5, 12)]).astype(np.float32)
    maps += RANDOM.normal(0, 0.01, maps.shape).astype(np.float32)
    autoencoder, _ = LinearAutoencoder.fit(maps, [np.arange(6), np.arange(6, 12)], Cancellation())
    shifted = np.roll(maps[:1], 1, axis=2)
    assert np.abs(autoencoder.rest(shifted)).max() < 0.1 < np.abs(shifted - maps[:1]).max()


def test_the_context_is_a_ridge_regression_on_the_eight_cells_two_away() -> None:
    smooth = np.cumsum(np.cumsum(RANDOM.normal(0, 0.1, (8, 9, 9, 2)), axis=1), axis=2).astype(np.float32)
    parts = [np.arange(4), np.arange(4, 8)]
    everything, without = Context.fit(smooth, parts, Cancellation())
    around = _around(smooth).reshape(-1, 16)
    assert _around(smooth)[0, 4, 4].reshape(8, 2)[1] == pytest.approx(smooth[0, 2, 4])
    for context, kept in ((everything, slice(None)), (without[0], slice(4, 8))):
        given, wanted = _around(smooth[kept]).reshape(-1, 16), smooth[kept].reshape(-1, 2)
        ridge = Ridge(alpha=0.05 * len(given)).fit(given, wanted)
        expected = smooth.reshape(-1, 2) - ridge.predict(around)
        np.testing.assert_allclose(context.rest(smooth).reshape(-1, 2), expected, atol=1e-3)


def test_what_is_left_of_a_picture_is_compared_with_what_is_left_of_unseen_ones() -> None:
    """Of pictures that it has learnt hardly anything is left, so new ones would all be unusual."""
    maps = RANDOM.normal(0, 1, (24, 8, 8, 4)).astype(np.float32)
    model = MapAutoencoder.fit(maps, np.arange(24), Cancellation())
    new = model.distances(RANDOM.normal(0, 1, (20, 8, 8, 4)).astype(np.float32))
    assert 0.8 < np.median(new) < 1.2
    strange = maps[:1].copy()
    strange[0, 3, 5] += 4
    assert np.unravel_index(model.distances(strange)[0].argmax(), (8, 8)) == (3, 5)
