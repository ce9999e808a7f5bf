"""Gradient-boosted trees, fitted by scikit-learn and evaluated in NumPy, so that a model file can hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

DEPTH = 4
TREES = 80
_RATE = 0.15
_BRANCHES = 2**DEPTH - 1
_ALWAYS_LEFT = np.finfo(np.float32).max


@dataclass(frozen=True, eq=False)
class BoostedTrees:
    """Trees of one depth, their nodes numbered as in a heap: the children of i are 2i + 1 and 2i + 2.

    Attributes:
        columns: (trees, 15) int32: the feature that a node compares.
        thresholds: (trees, 15) float32: values up to this go left.
        leaves: (trees, 16) float32: what a leaf adds to the prediction.
    """

    columns: NDArray[np.int32]
    thresholds: Floats
    leaves: Floats

    @classmethod
    def fit(cls, features: Floats, is_damaged: NDArray[np.bool_], weights: Floats, seed: int) -> BoostedTrees:
        """Learn to distinguish damaged from undamaged images.

        Args:
            features: (n, k) float32, finite.
            is_damaged: (n,) bool, with both values present.
            weights: (n,) float32, the sample weights.
            seed: the random choices follow from it.
        """
        from sklearn.ensemble import (
            GradientBoostingClassifier,
        )  # imported here: only fitting needs it, and it takes a second

        model = GradientBoostingClassifier(
            n_estimators=TREES,
            learning_rate=_RATE,
            max_depth=DEPTH,
            subsample=0.5,
            max_features=min(6, features.shape[1]),
            min_samples_leaf=10,
            random_state=seed,
        )
        model.fit(features, is_damaged, sample_weight=weights)
        columns = np.zeros((TREES, _BRANCHES), np.int32)
        thresholds = np.full((TREES, _BRANCHES), _ALWAYS_LEFT, np.float32)
        leaves = np.zeros((TREES, _BRANCHES + 1), np.float32)
        for number, estimator in enumerate(model.estimators_[:, 0]):
            _copy(estimator.tree_, 0, 0, (columns[number], thresholds[number], leaves[number]))
        return cls(columns, thresholds, leaves * np.float32(_RATE))

    def answer(self, features: Floats) -> Floats:
        """Return (n,) float32 log odds of damage, up to a constant, for (n, k) float32 features."""
        n, k = features.shape
        flat = np.ascontiguousarray(features).ravel()
        row = (np.arange(n) * k)[:, None]
        tree = np.arange(len(self.columns)) * _BRANCHES
        columns, thresholds = self.columns.ravel(), self.thresholds.ravel()
        node = np.zeros((n, len(self.columns)), np.intp)
        for _ in range(DEPTH):
            place = node + tree
            goes_right = flat[row + columns[place]] > thresholds[place]
            node = 2 * node + 1 + goes_right
        leaf = node - _BRANCHES + np.arange(len(self.columns)) * (_BRANCHES + 1)
        return np.asarray(self.leaves.ravel()[leaf].sum(axis=1), np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the attributes as arrays."""
        return {"columns": self.columns, "thresholds": self.thresholds, "leaves": self.leaves}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> BoostedTrees:
        """Rebuild the trees from `arrays`; the shapes and the bounds of the columns have been validated."""
        return cls(arrays["columns"], arrays["thresholds"], arrays["leaves"])


def _copy(tree: Any, source: int, target: int, into: tuple[NDArray[np.int32], Floats, Floats]) -> None:
    """Copy a node of a scikit-learn tree and all below it; a leaf above the bottom sends everything left."""
    columns, thresholds, leaves = into
    is_leaf = tree.children_left[source] < 0
    if target >= _BRANCHES:
        leaves[target - _BRANCHES] = tree.value[source, 0, 0]
        return
    if is_leaf:
        _copy(tree, source, 2 * target + 1, into)
        return
    columns[target] = tree.feature[source]
    threshold = np.float32(tree.threshold[source])
    if threshold > tree.threshold[source]:  # rounded down, so that the same features go left
        threshold = np.nextafter(threshold, np.float32(-np.inf))
    thresholds[target] = threshold
    _copy(tree, tree.children_left[source], 2 * target + 1, into)
    _copy(tree, tree.children_right[source], 2 * target + 2, into)
