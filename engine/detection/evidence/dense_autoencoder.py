"""A small dense autoencoder in NumPy, for vectors of about a hundred numbers.

The detector trains one for every fold and one for all images, up to eleven. In Keras each would need a compilation of
one or two seconds and 5 to 46 MiB that are never freed, and only the thread that owns the model could use it; here a
training takes about a second, and the weights are plain arrays that a model file can hold.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation

Floats = NDArray[np.float32]

HIDDEN = 256
CODE = 16
_BATCH = 128
_FIRST_RATE = 2e-3
_DECAY_MEAN, _DECAY_SQUARE = np.float32(0.9), np.float32(0.999)


class DenseAutoencoder:
    """d -> 256 relu -> 16 -> 256 relu -> d.

    Args:
        weights: the four matrices and the four biases, as `fit` and `arrays` give them.
    """

    def __init__(self, weights: Sequence[Floats]) -> None:
        self._matrices = list(weights[:4])
        self._biases = list(weights[4:])

    @classmethod
    def fit(cls, vectors: Floats, steps: int, seed: int, cancellation: Cancellation) -> DenseAutoencoder:
        """Minimise the squared error by Adam with a learning rate that falls to zero along a cosine.

        Args:
            vectors: (n, d) float32 of about unit variance.
            steps: number of batches of 128.
            seed: for the initial weights and the order of the batches.
            cancellation: checked before every step.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        random = np.random.default_rng(seed)
        d = vectors.shape[1]
        sides = (d, HIDDEN, CODE, HIDDEN, d)
        model = cls(
            [
                random.normal(
                    0, np.sqrt((1 if layer == 2 else 2) / sides[layer]), sides[layer : layer + 2]
                ).astype(np.float32)
                for layer in range(4)
            ]
            + [np.zeros(side, np.float32) for side in sides[1:]]
        )
        moments = [(np.zeros_like(weight), np.zeros_like(weight)) for weight in model.arrays()]
        order = np.empty(0, np.intp)
        for step in range(steps):
            cancellation.raise_if_cancelled()
            if len(order) < min(_BATCH, len(vectors)):
                order = np.concatenate([order, random.permutation(len(vectors))])
            batch, order = vectors[order[:_BATCH]], order[_BATCH:]
            rate = _FIRST_RATE * (1 + np.cos(np.pi * step / steps)) / 2
            model._take_step(model._gradients(batch), moments, step + 1, rate)
        return model

    def squared_errors(self, vectors: Floats) -> Floats:
        """Return (n,) float32 squared distances between (n, d) vectors and their reconstructions."""
        difference = self._layers(vectors)[-1] - vectors
        return np.asarray(np.einsum("nd,nd->n", difference, difference), np.float32)

    def arrays(self) -> list[Floats]:
        """Return the four matrices and the four biases."""
        return [*self._matrices, *self._biases]

    def _layers(self, vectors: Floats) -> list[Floats]:
        layers = [vectors]
        for layer, (matrix, bias) in enumerate(zip(self._matrices, self._biases, strict=True)):
            vectors = vectors @ matrix + bias
            if layer in (0, 2):
                vectors = np.maximum(vectors, 0)
            layers.append(vectors)
        return layers

    def _gradients(self, batch: Floats) -> list[Floats]:
        layers = self._layers(batch)
        slope = (layers[4] - batch) * np.float32(2 / len(batch))
        matrices: list[Floats] = []
        biases: list[Floats] = []
        for layer in range(3, -1, -1):
            if layer in (0, 2):
                slope = slope * (layers[layer + 1] > 0)
            matrices.insert(0, layers[layer].T @ slope)
            biases.insert(0, slope.sum(axis=0))
            slope = slope @ self._matrices[layer].T
        return [*matrices, *biases]

    def _take_step(
        self, gradients: list[Floats], moments: list[tuple[Floats, Floats]], step: int, rate: float
    ) -> None:
        """Make one step of Adam (D. Kingma and J. Ba, ICLR 2015), in place."""
        mean_scale = np.float32(rate / (1 - float(_DECAY_MEAN) ** step))
        square_scale = np.float32(1 / (1 - float(_DECAY_SQUARE) ** step))
        for weight, gradient, (mean, square) in zip(self.arrays(), gradients, moments, strict=True):
            mean *= _DECAY_MEAN
            mean += (1 - _DECAY_MEAN) * gradient
            square *= _DECAY_SQUARE
            square += (1 - _DECAY_SQUARE) * gradient * gradient
            weight -= mean_scale * mean / (np.sqrt(square * square_scale) + np.float32(1e-8))
