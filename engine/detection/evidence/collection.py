"""All kinds of evidence that the image itself gives: fitted and measured together, in the order of their columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.detection.evidence import detail, exposure, lines, place, shape, sharpness
from engine.detection.evidence.views import Views
from engine.detection.parallel import in_threads, one_blas_thread

Floats = NDArray[np.float32]

_MODULES = (shape, exposure, sharpness, detail, lines, place)
KINDS: tuple[str, ...] = tuple(module.NAME for module in _MODULES)
LABELS: Mapping[str, tuple[str, str]] = {module.NAME: (module.LABEL, module.EXPLANATION) for module in _MODULES}
FEATURES: tuple[str, ...] = tuple(name for module in _MODULES for name in module.FEATURES)

_IMAGES_AT_ONCE = 200  # so that intermediate results stay in the processor's cache


def columns_of(kind: str) -> slice:
    """Return the columns of the features that belong to a kind."""
    start = 0
    for module in _MODULES:
        if kind == module.NAME:
            return slice(start, start + len(module.FEATURES))
        start += len(module.FEATURES)
    raise KeyError(kind)


@dataclass(frozen=True, eq=False)
class Collection:
    """Every kind of evidence, fitted to the same normal images."""

    shape: shape.Shape
    detail: detail.Detail

    @classmethod
    def fit(cls, normals: Views, axes_count: int, seed: int, cancellation: Cancellation) -> Collection:
        """Fit every kind to normal images; the arguments are those of `Shape.fit`.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        return cls(shape.Shape.fit(normals, axes_count, seed, cancellation), detail.Detail.fit(normals))

    def features(
        self,
        views: Views,
        cancellation: Cancellation | None = None,
        poll: Poll = poll_nothing,
        *,
        is_threaded: bool = True,
    ) -> Floats:
        """Return (n, k) float32, a column for each of `FEATURES`.

        Args:
            views: the images.
            cancellation: checked about every half millisecond.
            poll: called often, on this thread.
            is_threaded: use all cores; False for a caller that already does.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        if len(views) == 0:
            return np.empty((0, len(FEATURES)), np.float32)
        cancellation = cancellation or Cancellation()
        starts = range(0, len(views), _IMAGES_AT_ONCE)
        parts = (views[start : start + _IMAGES_AT_ONCE] for start in starts)
        if is_threaded and len(starts) > 1:
            measured = in_threads(lambda part: self._features(part, cancellation), parts, cancellation, poll)
            return np.concatenate(list(measured))
        with one_blas_thread():
            return np.concatenate([self._features(part, cancellation, poll) for part in parts])

    def _features(self, views: Views, cancellation: Cancellation, poll: Poll = poll_nothing) -> Floats:
        columns = []
        for measure in (
            self.shape.features,
            exposure.features,
            sharpness.features,
            self.detail.features,
            lines.features,
            place.features,
        ):
            poll()
            cancellation.raise_if_cancelled()
            columns.append(measure(views))
        return np.concatenate(columns, axis=1)
