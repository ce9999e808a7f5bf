"""The NumPy pass gives what Keras gives."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from engine.errors import UserError
from engine.image_shape import ImageShape
from engine.model_file.project_file import Project
from engine.settings import ARCHITECTURES, ModelSpec
from engine.startup.numpy_forward import NumpyAutoencoder, supports
from tests.engine.model_file.example_project import example_project


def test_a_pass_worked_out_by_hand() -> None:
    """Two pixels, each layer one number wide: relu, linear code, relu, sigmoid."""
    project = example_project((1, 2, 1), hidden=1, latent_dim=1)
    kernels = ([[1], [-2]], [[-3]], [[-1]], [[1, -1]])
    biases = ([0.5], [1], [0.25], [0, 1])
    weights = [np.array(part, np.float32) for pair in zip(kernels, biases, strict=True) for part in pair]
    images = np.array([[1, 0.25], [0, 1]], np.float32).reshape(2, 1, 2, 1)
    # First image: relu(1 - 0.5 + 0.5) = 1; code -3 + 1 = -2; relu(2 + 0.25) = 2.25; logits 2.25 and -1.25.
    # Second: relu(-2 + 0.5) = 0; code 1; relu(-1 + 0.25) = 0; logits 0 and 1.
    expected = 1 / (1 + np.exp(-np.array([[2.25, -1.25], [0, 1]])))
    found = NumpyAutoencoder(replace(project, weights=tuple(weights))).reconstruct(images)
    np.testing.assert_allclose(found.reshape(2, 2), expected, rtol=1e-6)


@pytest.mark.parametrize("architecture", ["dense", "wide_dense"])
@pytest.mark.parametrize("image_shape", [(28, 28, 1), (6, 9, 3)])
def test_reconstructions_equal_keras_s(architecture: str, image_shape: ImageShape) -> None:
    from engine.training import models

    settings = replace(example_project().info.settings, architecture=architecture, latent_dim=16)
    random = np.random.default_rng(3)
    model = models.build(settings.model_spec(image_shape))
    for weight in model.weights:  # biases, too, that are not zero
        weight.assign_add(random.normal(0, 0.05, weight.shape).astype(np.float32))
    info = replace(example_project().info, settings=settings, image_shape=image_shape)
    ours = NumpyAutoencoder(Project(info, tuple(model.get_weights())))
    images = random.random((20, *image_shape), np.float32)
    reconstructions = np.asarray(model(images))
    assert reconstructions.std() > 0.03  # not all the same
    np.testing.assert_allclose(ours.reconstruct(images), reconstructions, atol=1e-6)


def test_extreme_logits_neither_overflow_nor_leave_the_range() -> None:
    project = example_project()
    loud = NumpyAutoencoder(replace(project, weights=tuple(array * 1e6 for array in project.weights)))
    reconstruction = loud.reconstruct(np.ones((1, 3, 2, 1), np.float32))
    assert set(reconstruction.ravel().tolist()) == {0, 1}


def test_shape_and_dtype_are_those_of_the_images() -> None:
    model = NumpyAutoencoder(example_project((5, 4, 3)))
    for count in (0, 1, 7):
        reconstructions = model.reconstruct(np.zeros((count, 5, 4, 3), np.float32))
        assert reconstructions.shape == (count, 5, 4, 3)
        assert reconstructions.dtype == np.float32


def test_the_dense_architectures_are_supported() -> None:
    supported = [name for name in ARCHITECTURES if supports(ModelSpec(name, (28, 28, 1), 64))]
    assert supported == ["dense", "wide_dense"]


def test_another_architecture_is_refused() -> None:
    project = example_project()
    settings = replace(project.info.settings, architecture="convolutional")
    with pytest.raises(UserError, match=r"The convolutional model .* needs Keras"):
        NumpyAutoencoder(replace(project, info=replace(project.info, settings=settings)))


def _without_the_last(project: Project) -> Project:
    return replace(project, weights=project.weights[:-1])


def _with_an_odd_number_of_layers(project: Project) -> Project:
    return replace(project, weights=project.weights[:2] + project.weights[4:])


def _with_another_image_shape(project: Project) -> Project:
    return replace(project, info=replace(project.info, image_shape=(3, 3, 1)))


def _with_another_latent_size(project: Project) -> Project:
    return replace(project, info=replace(project.info, settings=replace(project.info.settings, latent_dim=3)))


def _with_flat_kernels(project: Project) -> Project:
    return replace(project, weights=tuple(array.ravel() for array in project.weights))


def _with_short_biases(project: Project) -> Project:
    return replace(project, weights=tuple(array[:1] if array.ndim == 1 else array for array in project.weights))


def _without_any(project: Project) -> Project:
    return replace(project, weights=())


@pytest.mark.parametrize(
    "change",
    [
        _without_the_last,
        _with_an_odd_number_of_layers,
        _with_another_image_shape,
        _with_another_latent_size,
        _with_flat_kernels,
        _with_short_biases,
        _without_any,
    ],
)
def test_weights_that_do_not_chain_are_refused(change: Callable[[Project], Project]) -> None:
    with pytest.raises(UserError, match="do not fit its settings"):
        NumpyAutoencoder(change(example_project()))
