"""Combining the features of each kind of evidence that the image itself gives to one number.

It is a weighted sum if only large values are abnormal (shape), otherwise a Mahalanobis distance, which is two-sided.
One more kind, *damage*, comes from trees that were trained to distinguish normal images from damaged copies of them.
How the kinds become one score is decided in `engine.detection.judging`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.detection.evidence import shape
from engine.detection.evidence.collection import FEATURES, KINDS, columns_of
from engine.detection.small_images.boosted_trees import BoostedTrees

Floats = NDArray[np.float32]

DAMAGE = "damage"
DAMAGE_LABEL = "Damage"
DAMAGE_EXPLANATION = (
    "Whether the image looks, in all these respects, like copies of normal images that were damaged."
)
COMPONENTS: tuple[str, ...] = (*KINDS, DAMAGE)

_WEIGHTS: Mapping[str, tuple[float, ...]] = MappingProxyType({shape.NAME: (1.0, 0.25)})
TWO_SIDED: tuple[str, ...] = tuple(kind for kind in KINDS if kind not in _WEIGHTS)
"""The two-sided kinds: too small is as abnormal as too large."""

_QUARTILES_OF_UNIT_DEVIATION = 1.349


@dataclass(frozen=True, eq=False)
class Fusion:
    """How the features are combined.

    Attributes:
        centre: (k,) float32, the medians of normal images' features.
        scale: (k,) float32, their robust standard deviations.
        means: for each two-sided kind, (d,) float32.
        whitenings: likewise, (d, d) float32: a squared length after it is a Mahalanobis distance.
        trees: the classifier for damage.
    """

    centre: Floats
    scale: Floats
    means: Mapping[str, Floats]
    whitenings: Mapping[str, Floats]
    trees: BoostedTrees

    @classmethod
    def fit(cls, normal: Floats, damaged: Floats, seed: int) -> Fusion:
        """Fit to held-out features.

        Args:
            normal: (n, k) float32, of normal images.
            damaged: (m, k) float32, of damaged copies of normal images.
            seed: for the trees.
        """
        from sklearn.covariance import LedoitWolf  # imported here: only fitting needs it, and it takes a second

        low, centre, high = np.quantile(normal, (0.25, 0.5, 0.75), axis=0).astype(np.float32)
        scale = np.maximum((high - low) / np.float32(_QUARTILES_OF_UNIT_DEVIATION), 0.5 * normal.std(axis=0))
        # A feature that is constant in n normal images gets a scale of a hundredth. Up to 3 in n others may still have
        # another value (J. Hanley and A. Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 249,
        # 1983), which is far away on that scale.
        is_constant = scale < 1e-3
        scale = np.where(is_constant, np.float32(1e-2), scale)
        least_variance = np.where(is_constant, 3 / len(normal) * np.arcsinh(1 / 1e-2) ** 2, 0)
        means: dict[str, Floats] = {}
        whitenings: dict[str, Floats] = {}
        compressed = _compressed(normal, centre, scale)
        for kind in TWO_SIDED:
            covariance = LedoitWolf().fit(compressed[:, columns_of(kind)].astype(np.float64))
            means[kind] = covariance.location_.astype(np.float32)
            missing = np.maximum(least_variance[columns_of(kind)] - np.diag(covariance.covariance_), 0)
            variance, axes = np.linalg.eigh(covariance.covariance_ + np.diag(missing))
            whitenings[kind] = (axes / np.sqrt(np.maximum(variance, 1e-6))).astype(np.float32)
        weights = np.concatenate(
            [np.full(len(normal), 1 / len(normal)), np.full(len(damaged), 1 / len(damaged))]
        ).astype(np.float32) * np.float32((len(normal) + len(damaged)) / 2)
        is_damaged = np.arange(len(normal) + len(damaged)) >= len(normal)
        trees = BoostedTrees.fit(np.concatenate([normal, damaged]), is_damaged, weights, seed)
        return cls(centre, scale, means, whitenings, trees)

    def components(self, features: Floats) -> Floats:
        """Return (n, c) float32, a column for each of `COMPONENTS`; higher is more abnormal."""
        compressed = _compressed(features, self.centre, self.scale)
        columns = []
        for kind in KINDS:
            part = compressed[:, columns_of(kind)]
            if kind in _WEIGHTS:
                columns.append(part @ np.array(_WEIGHTS[kind], np.float32))
            else:
                whitened = (part - self.means[kind]) @ self.whitenings[kind]
                columns.append(np.sqrt(np.einsum("nd,nd->n", whitened, whitened)))
        return np.stack([*columns, self.trees.answer(features)], axis=1)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the attributes as arrays."""
        return {
            "centre": self.centre,
            "scale": self.scale,
            **{f"mean_{kind}": mean for kind, mean in self.means.items()},
            **{f"whitening_{kind}": whitening for kind, whitening in self.whitenings.items()},
            **{f"trees_{name}": array for name, array in self.trees.arrays().items()},
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Fusion:
        """Rebuild the object from `arrays`; their shapes have been validated."""
        return cls(
            arrays["centre"],
            arrays["scale"],
            {kind: arrays[f"mean_{kind}"] for kind in TWO_SIDED},
            {kind: arrays[f"whitening_{kind}"] for kind in TWO_SIDED},
            BoostedTrees.from_arrays(
                {name: arrays[f"trees_{name}"] for name in ("columns", "thresholds", "leaves")}
            ),
        )


def _compressed(features: Floats, centre: Floats, scale: Floats) -> Floats:
    """Return standardised features with compressed tails: linear near 0 and logarithmic far away."""
    assert features.shape[1] == len(FEATURES)
    return np.asarray(np.arcsinh((features - centre) / scale), np.float32)
