"""Shape: whether the strokes run as in normal images, whatever their light.

Gradient maps are whitened by the principal axes of normal images. There the distance to the five nearest normals,
over the square root of what is usual among those (a mild form of the local outlier factor, M. Breunig et al.,
SIGMOD 2000), says how alone an image is, and the error of a small autoencoder how far it lies off what the normal
shapes have in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation
from engine.detection.evidence.dense_autoencoder import DenseAutoencoder
from engine.detection.evidence.gradient_maps import gradient_maps
from engine.detection.evidence.neighbours import Neighbours
from engine.detection.evidence.views import Views

Floats = NDArray[np.float32]

NAME = "shape"
LABEL = "Shape"
EXPLANATION = "How the strokes run, compared with the normal images most like it and with what all of them share."
FEATURES = ("shape_neighbours", "shape_autoencoder")

FEWEST_IMAGES = 12
MOST_AXES = 128
_DAMPING = 0.1  # of the largest variance, so that the faintest axes are not blown up into noise
_NEAREST, _SURROUNDING = 5, 10
_PASSES, _FEWEST_STEPS, _MOST_STEPS = 20, 200, 900
_FLOOR = np.float32(1e-6)


@dataclass(frozen=True, eq=False)
class Shape:
    """Normal shapes.

    Attributes:
        mean: (d,) float32, of the gradient maps.
        axes: (d, k) float32: whitening.
        neighbours: the whitened normals, (n, k).
        usual: (n,) float32: each one's mean distance to its own five nearest.
        level: (1,) float32: the mean of the first feature over these normals, each without itself. It is taken off,
            so that detectors that have learnt from other parts of the same images agree.
        autoencoder: of the whitened normals.
    """

    mean: Floats
    axes: Floats
    neighbours: Neighbours
    usual: Floats
    level: Floats
    autoencoder: DenseAutoencoder

    @classmethod
    def fit(cls, normals: Views, axes_count: int, seed: int, cancellation: Cancellation) -> Shape:
        """Learn the shapes of at least `FEWEST_IMAGES` normal images.

        Args:
            normals: n images.
            axes_count: how many principal axes to keep, from 1 to n - 1 and to the length of the gradient maps.
                Distances grow with it, so folds that are to be compared must keep equally many.
            seed: the autoencoder's first weights and batches follow from it.
            cancellation: looked at often.

        Raises:
            Cancelled: as `cancellation` says.
        """
        maps = gradient_maps(normals.brightness)
        mean = maps.mean(axis=0, dtype=np.float64).astype(np.float32)
        centred = maps - mean
        covariance = (centred.T @ centred).astype(np.float64) / len(maps)
        variance, axes = np.linalg.eigh(covariance)
        kept = slice(-1, -1 - axes_count, -1)
        scale = np.sqrt(np.maximum(variance[kept], 0) + _DAMPING * max(variance[-1], 1e-9))
        whitening = (axes[:, kept] / scale).astype(np.float32)
        vectors = np.asarray(centred @ whitening, np.float32)
        neighbours = Neighbours(vectors)
        index, distance = neighbours.nearest(vectors, _SURROUNDING + 1)
        index, distance = index[:, 1:], distance[:, 1:]  # the nearest to a normal is itself
        usual = distance[:, :_NEAREST].mean(axis=1)
        level = _local_outlier_score(distance, usual[index]).mean(keepdims=True)
        steps = min(max(_PASSES * len(vectors) // 128, _FEWEST_STEPS), _MOST_STEPS)
        autoencoder = DenseAutoencoder.fit(vectors, steps, seed, cancellation)
        return cls(mean, whitening, neighbours, usual, level, autoencoder)

    def features(self, views: Views) -> Floats:
        """Return (n, 2) float32: the logarithms of distance and error."""
        vectors: Floats = np.asarray((gradient_maps(views.brightness) - self.mean) @ self.axes, np.float32)
        index, distance = self.neighbours.nearest(vectors, _SURROUNDING)
        alone = _local_outlier_score(distance, self.usual[index]) - self.level
        error = np.log(self.autoencoder.squared_errors(vectors) + _FLOOR)
        return np.stack([alone, error], axis=1)

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """Return all of it as arrays."""
        weights = {f"autoencoder_{place}": weight for place, weight in enumerate(self.autoencoder.arrays())}
        return {
            "mean": self.mean,
            "axes": self.axes,
            "normals": self.neighbours.reference,
            "usual": self.usual,
            "level": self.level,
            **weights,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.float32]]) -> Shape:
        """Return what `arrays` gave; their shapes have been validated."""
        return cls(
            arrays["mean"],
            arrays["axes"],
            Neighbours(arrays["normals"]),
            arrays["usual"],
            arrays["level"],
            DenseAutoencoder([arrays[f"autoencoder_{place}"] for place in range(8)]),
        )


def _local_outlier_score(distance: Floats, usual: Floats) -> Floats:
    """Return (n,) float32 logarithms: distance to the five nearest, over the root of what is usual around there.

    Args:
        distance: (n, 10) float32, to the nearest normals.
        usual: (n, 10) float32, what is usual at each of them.
    """
    alone = distance[:, :_NEAREST].mean(axis=1) / np.sqrt(usual.mean(axis=1) + _FLOOR)
    return np.asarray(np.log(alone + _FLOOR), np.float32)
