from __future__ import annotations

import numpy as np
import pytest

from engine.detection.evidence.views import Views, views_of


@pytest.mark.parametrize("shape", [(28, 28, 1), (128, 32, 3)])
def test_parts_put_together_again_are_the_whole(shape: tuple[int, int, int]) -> None:
    images, reconstructions = np.random.default_rng(0).random((2, 5, *shape), np.float32)
    whole = views_of(images, reconstructions)
    joined = Views.concatenated(
        [views_of(images[part], reconstructions[part]) for part in (slice(2), slice(2, 5))]
    )
    assert np.array_equal(joined.brightness, whole.brightness)
    assert joined.squared_error is not None
    assert np.array_equal(joined.squared_error, whole.squared_error)
    assert (joined.light is None) == (whole.light is None)
    if whole.light is not None:
        assert np.array_equal(joined.light, whole.light)
