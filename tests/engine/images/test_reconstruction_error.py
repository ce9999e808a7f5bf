"""Scores are those of Keras, and those of a sheet of paper."""

from collections.abc import Callable

import numpy as np
import pytest

from engine.images import reconstruction_error
from engine.protocol.model_info import Floats

RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.random((7, 5, 4, 3), np.float32)
RECONSTRUCTIONS = RANDOM.random((7, 5, 4, 3), np.float32)
RECONSTRUCTIONS[0, 0] = 0  # at 0 and 1 the logarithm is clipped
RECONSTRUCTIONS[1, 1] = 1
RECONSTRUCTIONS[2] = IMAGES[2]


@pytest.mark.parametrize(
    ("ours", "keras_name"),
    [
        (reconstruction_error.mae, "mean_absolute_error"),
        (reconstruction_error.mse, "mean_squared_error"),
        (reconstruction_error.bce, "binary_crossentropy"),
    ],
)
def test_scores_equal_keras_s_losses(ours: Callable[[Floats, Floats], Floats], keras_name: str) -> None:
    import keras

    loss = getattr(keras.losses, keras_name)
    theirs = np.asarray(loss(IMAGES, RECONSTRUCTIONS)).mean(axis=(1, 2))  # Keras leaves the means over the pixels
    found = ours(IMAGES, RECONSTRUCTIONS)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, theirs, rtol=1e-5)


def test_scores_of_one_pixel_by_hand() -> None:
    image, reconstruction = np.full((1, 1, 1, 1), 1, np.float32), np.full((1, 1, 1, 1), 0.25, np.float32)
    assert reconstruction_error.mae(image, reconstruction)[0] == 0.75
    assert reconstruction_error.mse(image, reconstruction)[0] == 0.5625
    assert reconstruction_error.bce(image, reconstruction)[0] == pytest.approx(np.log(4))


def test_a_perfect_black_and_white_reconstruction_scores_nothing() -> None:
    image = np.eye(4, dtype=np.float32)[None, :, :, None]
    assert reconstruction_error.mae(image, image)[0] == 0
    assert reconstruction_error.mse(image, image)[0] == 0
    assert 0 <= reconstruction_error.bce(image, image)[0] < 1e-6


def test_the_worst_reconstruction_has_the_largest_score() -> None:
    image = np.ones((1, 2, 2, 1), np.float32)
    assert reconstruction_error.mae(image, 1 - image)[0] == 1
    assert reconstruction_error.bce(image, 1 - image)[0] == pytest.approx(16.118, abs=1e-3)


def test_the_error_map_averages_over_the_channels() -> None:
    image, reconstruction = np.zeros((1, 1, 2, 2), np.float32), np.zeros((1, 1, 2, 2), np.float32)
    reconstruction[0, 0, 1] = [0.25, 0.75]
    np.testing.assert_array_equal(reconstruction_error.error_map(image, reconstruction), [[[0, 0.5]]])


def test_no_images_have_no_scores() -> None:
    none = np.zeros((0, 5, 4, 3), np.float32)
    for score in (reconstruction_error.mae, reconstruction_error.mse, reconstruction_error.bce):
        assert score(none, none).shape == (0,)


def test_errors_of_opposite_sign_in_two_colours_do_not_cancel_out() -> None:
    image = np.full((1, 1, 1, 2), 0.5, np.float32)
    reconstruction = image + np.array([0.25, -0.25], np.float32)
    assert reconstruction_error.error_map(image, reconstruction).tolist() == [[[0.25]]]
