import numpy as np
import pytest

from engine.image_shape import ImageShape
from engine.model_file.weight_shapes import weight_shapes
from engine.settings import ARCHITECTURES, PRESETS, ModelSpec
from engine.training import models
from engine.training.gaussian_code import GaussianCode
from engine.training.keras_backend import keras

SHAPES = [(8, 8, 1), (9, 13, 1), (28, 28, 1), (17, 64, 3)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_model_gives_images_of_the_shape_and_range_it_takes(architecture: str, shape: ImageShape) -> None:
    model = models.build(ModelSpec(architecture, shape, latent_dim=5))
    images = np.random.default_rng(0).random((3, *shape), np.float32)
    reconstructions = np.asarray(model(images, training=False))
    assert reconstructions.shape == images.shape
    assert reconstructions.dtype == np.float32
    assert 0 <= reconstructions.min() < reconstructions.max() <= 1


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_shapes_of_the_weights_are_predicted_without_keras(architecture: str, shape: ImageShape) -> None:
    spec = ModelSpec(architecture, shape, latent_dim=5)
    assert weight_shapes(spec) == [weight.shape for weight in models.build(spec).get_weights()]


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_layer_called_code_gives_the_code(architecture: str) -> None:
    model = models.build(ModelSpec(architecture, (8, 8, 1), latent_dim=5))
    assert model.get_layer("code").output.shape == (None, 5)


def test_the_dense_architecture_is_the_articles_to_the_letter() -> None:
    model = models.build(PRESETS["article"].model_spec((28, 28, 1)))
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    assert [(layer.units, layer.activation.__name__) for layer in dense] == [
        (128, "relu"),
        (64, "relu"),
        (64, "linear"),
        (64, "relu"),
        (128, "relu"),
        (784, "sigmoid"),
    ]


def test_the_bundled_model_can_be_clear_in_less_than_3_mb() -> None:
    model = models.build(PRESETS["clear"].model_spec((28, 28, 1)))
    assert sum(array.nbytes for array in model.get_weights()) < 3_000_000


def test_clear_is_made_of_dense_layers_only_so_that_numpy_can_stand_in_for_keras() -> None:
    model = models.build(PRESETS["clear"].model_spec((28, 28, 1)))
    with_weights = [layer for layer in model.layers if layer.weights]
    assert all(type(layer) is keras.layers.Dense for layer in with_weights)


def test_a_convolutional_model_shows_each_pixel_in_its_place() -> None:
    """Patches are cut and joined without mixing up rows and columns."""
    image = keras.Input((12, 8, 2))
    patches = models._patches_from(image, 3, 2, 2)
    there_and_back = keras.Model(image, models._pixels_from(patches, 3, 2, 2))
    pixels = np.random.default_rng(0).random((4, 12, 8, 2), np.float32)
    np.testing.assert_array_equal(there_and_back(pixels), pixels)
    first_patch = np.asarray(keras.Model(image, patches)(pixels))[:, 0, 0]
    np.testing.assert_array_equal(first_patch, pixels[:, :4, :4].reshape(4, -1))


def test_a_gaussian_code_is_its_mean_unless_it_trains() -> None:
    layer = GaussianCode(values=64)
    mean, log_variance = np.full((1000, 3), 2, np.float32), np.full((1000, 3), np.log(0.25), np.float32)
    np.testing.assert_array_equal(layer([mean, log_variance]), mean)
    drawn = np.asarray(layer([mean, log_variance], training=True))
    np.testing.assert_allclose(drawn.mean(axis=0), 2, atol=0.1)
    np.testing.assert_allclose(drawn.std(axis=0), 0.5, atol=0.05)


def test_a_gaussian_code_adds_its_divergence_from_the_standard_normal() -> None:
    layer = GaussianCode(values=64)
    layer([np.array([[2.0], [0.0]], np.float32), np.array([[np.log(0.25)], [0.0]], np.float32)])
    # KL(N(2, 0.5²) ‖ N(0, 1)) = ln 2 + (0.25 + 4)/2 - 1/2; of the standard normal itself it is 0.
    expected = np.log(2) + (0.25 + 4) / 2 - 0.5
    np.testing.assert_allclose(np.asarray(layer.losses[0]), [expected / 64 / 2, 0], rtol=1e-5)
