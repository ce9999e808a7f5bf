from __future__ import annotations

import numpy as np
import pytest

from engine.cancellation import Cancellation
from engine.detection.evidence.dense_autoencoder import DenseAutoencoder
from engine.errors import Cancelled


def on_a_surface(count: int, seed: int) -> np.ndarray:
    """Return points on a curved surface of three dimensions in twenty."""
    random = np.random.default_rng(seed)
    inner = random.normal(size=(count, 3))
    mixing = np.random.default_rng(99).normal(size=(9, 20)) / 3
    return (np.concatenate([inner, np.sin(2 * inner), inner**2 - 1], axis=1) @ mixing).astype(np.float32)


def test_it_learns_what_lies_on_a_surface_and_errs_off_it() -> None:
    model = DenseAutoencoder.fit(on_a_surface(800, 0), 250, seed=0, cancellation=Cancellation())
    new = on_a_surface(200, 1)
    off = np.random.default_rng(2).permuted(new, axis=0)  # the same numbers, each from another point
    assert np.median(model.squared_errors(new)) < 0.2 * np.median(model.squared_errors(off))


def test_its_steps_follow_the_slope_of_its_error() -> None:
    vectors = on_a_surface(16, 3).astype(np.float32)
    model = DenseAutoencoder.fit(vectors, 3, seed=1, cancellation=Cancellation())
    gradients = model._gradients(vectors)
    for weight, gradient in zip(model.arrays(), gradients, strict=True):
        place = np.unravel_index(np.abs(gradient).argmax(), gradient.shape)
        before = weight[place]
        errors = []
        for change in (1e-2, -1e-2):
            weight[place] = before + change
            errors.append(model.squared_errors(vectors).mean())
        weight[place] = before
        assert (errors[0] - errors[1]) / 2e-2 == pytest.approx(gradient[place], rel=0.05)


def test_the_same_seed_gives_the_same_weights_and_they_survive_as_arrays() -> None:
    vectors = on_a_surface(100, 4)
    first, second = (DenseAutoencoder.fit(vectors, 20, seed=5, cancellation=Cancellation()) for _ in range(2))
    np.testing.assert_array_equal(first.squared_errors(vectors), second.squared_errors(vectors))
    again = DenseAutoencoder(first.arrays())
    np.testing.assert_array_equal(again.squared_errors(vectors), first.squared_errors(vectors))


def test_it_stops_when_cancelled() -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        DenseAutoencoder.fit(on_a_surface(50, 0), 1_000_000, seed=0, cancellation=cancellation)


def test_its_steps_become_smaller_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    rates: list[float] = []
    take_step = DenseAutoencoder._take_step

    def noted(self, gradients, moments, step, rate):
        rates.append(rate)
        take_step(self, gradients, moments, step, rate)

    monkeypatch.setattr(DenseAutoencoder, "_take_step", noted)
    DenseAutoencoder.fit(on_a_surface(50, 0), 20, seed=0, cancellation=Cancellation())
    assert rates == sorted(rates, reverse=True)
    assert 0 < rates[-1] < 0.02 * rates[0]
