"""Dense autoencoders in NumPy, as a few matrix products, without Keras, which takes seconds to import."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.errors import UserError
from engine.model_file.project_file import Project
from engine.protocol.model_info import Floats
from engine.settings import ModelSpec

_ARCHITECTURES = ("dense", "wide_dense")


def supports(spec: ModelSpec) -> bool:
    """Return whether `NumpyAutoencoder` can compute this architecture."""
    return spec.architecture in _ARCHITECTURES and spec.network_shape == spec.image_shape


class NumpyAutoencoder:
    """A dense autoencoder whose reconstructions equal Keras's to about 1e-6.

    Its weights are a kernel and a bias for each layer. The activations follow from the layer's position: the code,
    which is the last layer of the encoder, is linear, the output is sigmoid, all others are relu.

    Args:
        project: an opened model of an architecture that `supports` names.

    Raises:
        UserError: the architecture is not supported, or the weights' shapes do not fit together.
    """

    def __init__(self, project: Project) -> None:
        spec, weights = project.spec, project.weights
        if not supports(spec):
            raise UserError(
                "The {architecture} model {name} needs Keras; wait until the engine is ready.",
                architecture=spec.architecture,
                name=project.info.name,
            )
        self._pixels = math.prod(spec.image_shape)
        self._layers: list[tuple[NDArray[np.float32], NDArray[np.float32]]] = list(
            zip(weights[::2], weights[1::2], strict=False)
        )
        self._code = len(self._layers) // 2 - 1
        if not self._chains(weights, spec):
            raise UserError(
                "The weights of {name} do not fit its settings; open another model or train one.",
                name=project.info.name,
            )

    def _chains(self, weights: tuple[NDArray[np.float32], ...], spec: ModelSpec) -> bool:
        if len(weights) < 4 or len(weights) % 4 != 0 or any(kernel.ndim != 2 for kernel in weights[::2]):
            return False
        widths = [self._pixels, *(kernel.shape[1] for kernel, _ in self._layers)]
        return (
            [kernel.shape for kernel, _ in self._layers] == list(pairwise(widths))
            and [bias.shape for _, bias in self._layers] == [(width,) for width in widths[1:]]
            and widths[self._code + 1] == spec.latent_dim
            and widths[-1] == self._pixels
        )

    def reconstruct(self, images: Floats) -> Floats:
        """Return the reconstructions, (n, h, w, c) float32 in 0..1, of images of the same shape and range."""
        return _sigmoid(self._activations(images, len(self._layers) - 1)).reshape(images.shape)

    def encode(self, images: Floats) -> Floats:
        """Return the codes, (n, latent_dim) float32, of (n, h, w, c) float32 images in 0..1."""
        return self._activations(images, self._code)

    def _activations(self, images: Floats, end: int) -> Floats:
        """Return what the layer `end` gives, before its activation."""
        activations = images.reshape(len(images), self._pixels)
        for index, (kernel, bias) in enumerate(self._layers[: end + 1]):
            activations = activations @ kernel + bias
            if index not in (self._code, end):
                activations = np.maximum(activations, 0)
        return activations


def _sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return 1 / (1 + exp(-x)), exact for large x of either sign and without overflow."""
    decay = np.exp(-np.abs(logits))
    values: NDArray[np.float32] = np.where(logits >= 0, 1, decay) / (1 + decay)
    return values
