"""Code: whether the autoencoder's code lies among those of normal images."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.detection.evidence.neighbours import Neighbours

Floats = NDArray[np.float32]

NAME = "code"
LABEL = "Code"
EXPLANATION = (
    "How far the code that your autoencoder gives the image lies from the nearest codes of normal images."
)

NEAREST = 5
MOST_AXES = 32
_DAMPING = 1e-3  # of the largest variance, so that an axis in which codes hardly differ is not blown up
_FLOOR = np.float32(1e-6)


@dataclass(frozen=True, eq=False)
class Codes:
    """The codes of normal images, whitened by their principal axes.

    Attributes:
        mean: (d,) float32.
        axes: (d, k) float32: whitening, k at most `MOST_AXES`.
        neighbours: the whitened codes, (n, k).
    """

    mean: Floats
    axes: Floats
    neighbours: Neighbours

    @classmethod
    def fit(cls, codes: Floats) -> tuple[Codes, Floats]:
        """Learn from (n, d) float32 codes of normal images, n > `NEAREST`.

        Returns:
            What was learnt, and the distances of these codes, each from the others, as `distances` gives them.
        """
        mean = codes.mean(axis=0, dtype=np.float64).astype(np.float32)
        _, spread, axes = np.linalg.svd((codes - mean).astype(np.float32), full_matrices=False)
        kept = min(MOST_AXES, len(spread))
        scale = np.sqrt(np.square(spread[:kept]) / len(codes) + _DAMPING * max(spread[0] ** 2 / len(codes), 1e-9))
        whitening = (axes[:kept] / scale[:, None]).T.astype(np.float32)
        vectors = np.asarray((codes - mean) @ whitening, np.float32)
        neighbours = Neighbours(vectors)
        distance = neighbours.nearest(vectors, NEAREST + 1)[1][:, 1:]  # the nearest to a code is itself
        return cls(mean, whitening, neighbours), _log_mean(distance)

    def distances(self, codes: Floats) -> Floats:
        """Return (n,) float32 logarithms of the mean distance of (n, d) codes to the nearest normal ones."""
        vectors = np.asarray((codes - self.mean) @ self.axes, np.float32)
        return _log_mean(self.neighbours.nearest(vectors, NEAREST)[1])

    def arrays(self) -> dict[str, Floats]:
        """Return the attributes as arrays."""
        return {"mean": self.mean, "axes": self.axes, "normals": self.neighbours.reference}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Floats]) -> Codes:
        """Rebuild the object from `arrays`; their shapes have been validated."""
        return cls(arrays["mean"], arrays["axes"], Neighbours(arrays["normals"]))


def _log_mean(distances: Floats) -> Floats:
    return np.asarray(np.log(distances.mean(axis=1) + _FLOOR), np.float32)
