"""Shape: whether the strokes run as in normal images, whatever their brightness.

Gradient maps are whitened by the principal axes of normal images. Two features are computed from them: the distance
to the five nearest normals, divided by the square root of the distances that are usual among those (a mild form of
the local outlier factor, M. Breunig et al., SIGMOD 2000), and the reconstruction error of a small autoencoder, which
is the distance to what the normal shapes have in common.
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
_DAMPING = 0.1  # of the largest variance, so that the noise of the weakest axes is not amplified
_NEAREST, _SURROUNDING = 5, 10
_PASSES, _FEWEST_STEPS, _MOST_STEPS = 20, 200, 900
_FLOOR = np.float32(1e-6)


@dataclass(frozen=True, eq=False)
class Shape:
    """The shapes of normal images.

    Attributes:
        mean: (d,) float32, of the gradient maps.
        axes: (d, k) float32: whitening.
        neighbours: the whitened normals, (n, k).
        usual: (n,) float32: each one's mean distance to its own five nearest.
        level: (1,) float32: the mean of the first feature over these normals, each without itself. It is subtracted,
            so that detectors fitted to different parts of the same images agree.
        autoencoder: trained on the whitened normals.
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
            axes_count: how many principal axes to keep, from 1 to the smaller of n - 1 and the length of the gradient
                maps. Distances grow with it, so folds that are compared must keep equally many.
            seed: for the autoencoder's initial weights and batches.
            cancellation: checked often.

        Raises:
            Cancelled: `cancellation` was requested.
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
        """Return (n, 2) float32: the logarithms of the distance and of the error."""
        vectors = self.vectors(views)
        index, distance = self.neighbours.nearest(vectors, _SURROUNDING)
        alone = _local_outlier_score(distance, self.usual[index]) - self.level
        error = np.log(self.autoencoder.squared_errors(vectors) + _FLOOR)
        return np.stack([alone, error], axis=1)

    def vectors(self, views: Views) -> Floats:
        """Return the whitened gradient maps, (n, k) float32."""
        return np.asarray((gradient_maps(views.brightness) - self.mean) @ self.axes, np.float32)

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """Return the attributes as arrays."""
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
        """Rebuild the object from `arrays`; their shapes have been validated."""
        return cls(
            arrays["mean"],
            arrays["axes"],
            Neighbours(arrays["normals"]),
            arrays["usual"],
            arrays["level"],
            DenseAutoencoder([arrays[f"autoencoder_{place}"] for place in range(8)]),
        )


def _local_outlier_score(distance: Floats, usual: Floats) -> Floats:
    """Return (n,) float32 logarithms: distance to the five nearest over the root of the usual distance there.

    Args:
        distance: (n, 10) float32, to the nearest normals.
        usual: (n, 10) float32, the `usual` distance of each of them.
    """
    alone = distance[:, :_NEAREST].mean(axis=1) / np.sqrt(usual.mean(axis=1) + _FLOOR)
    return np.asarray(np.log(alone + _FLOOR), np.float32)
