"""How suspicious each normal image is among the others: some may be abnormal ones that were not sorted out.

The distance to the nearest ones does not show it, since the abnormal images may be like each other: ten of a hundred
wrong digits are ones. So the distance counts within which lies one in twenty of the images that are trusted: a group
smaller than that is far from it as a whole. It is measured between gradient maps, whitened by the images that are
trusted, and repeated, each time trusting the others more: what is far then counts neither in the whitening nor as a
neighbour.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.detection.evidence.gradient_maps import gradient_maps
from engine.detection.evidence.neighbours import Neighbours
from engine.detection.parallel import in_threads

Floats = NDArray[np.float32]

_STRICT, _MILD = 1.6, 2.7
"""The suspicion beyond which an image is not trusted: strict where many are beyond it, mild otherwise. Of clean digits
the strict one leaves out 7 in 100, the mild one 1 or 2, without which verdicts are as good."""
_MANY, _FEW = 0.13, 0.08  # the share of images beyond the strict limit; of clean digits it is 0.07
_WITH_FEW_IMAGES = 6.0  # over the root of their number, is added to the limit, since each one of them is needed

_ROUNDS = 3
_TRIMMED = 0.12  # the share that is not trusted for the next round
_SHARE_NEAR = 0.05
_MOST_AXES, _IMAGES_PER_AXIS = 64, 4
_DAMPING = 0.1  # of the largest variance, as for the evidence of shape
_MOST_REFERENCES, _MOST_TO_WHITEN = 1_000, 4_000  # more make it slower and no better
_IMAGES_AT_ONCE = 500
_FEWEST_TRUSTED = 0.75


def suspicion(
    brightness: Floats, seed: int = 0, cancellation: Cancellation | None = None, poll: Poll = poll_nothing
) -> tuple[Floats, NDArray[np.bool_]]:
    """Compare normal images with each other.

    Args:
        brightness: (n, height, width) float32, 0..1, n >= 12.
        seed: chooses the images that the others are compared with, if there are many.
        cancellation: checked often.
        poll: called often, on this thread.

    Returns:
        How suspicious each image is, (n,) float32: 0 is usual, and what is beyond 2 is rare among normal images. And
        which images are trusted, (n,) bool; they are at least three quarters of all.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    cancellation = cancellation or Cancellation()
    starts = range(0, len(brightness), _IMAGES_AT_ONCE)
    parts = (brightness[start : start + _IMAGES_AT_ONCE] for start in starts)
    maps = np.concatenate(list(in_threads(gradient_maps, parts, cancellation, poll)))
    random = np.random.default_rng(seed)
    trusted = np.arange(len(maps))
    for _ in range(_ROUNDS):
        distance = _distances(maps, random.permutation(trusted), cancellation, poll)
        trusted = np.flatnonzero(distance <= np.quantile(distance, 1 - _TRIMMED))
    far = np.log(distance + np.float32(1e-2))  # equal images are no farther from each other than others
    lower, median = np.quantile(far, (0.1, 0.5))  # the upper side is where abnormal images would widen it
    scores = np.asarray((far - median) / max(float(median - lower), 1e-3), np.float32)
    limit = (
        np.interp((scores > _STRICT).mean(), (_FEW, _MANY), (_MILD, _STRICT)) + _WITH_FEW_IMAGES / len(far) ** 0.5
    )
    return scores, scores <= max(limit, float(np.quantile(scores, _FEWEST_TRUSTED)))


def _distances(maps: Floats, trusted: NDArray[np.intp], cancellation: Cancellation, poll: Poll) -> Floats:
    """Return for each image the distance within which lies one in twenty of the trusted ones, (n,) float32."""
    poll()
    learnt = maps[trusted[:_MOST_TO_WHITEN]]
    mean = learnt.mean(axis=0)
    centred = learnt - mean
    variance, axes = np.linalg.eigh((centred.T @ centred) / np.float32(len(learnt)))
    kept = slice(-1, -1 - max(1, min(_MOST_AXES, len(trusted) // _IMAGES_PER_AXIS, maps.shape[1])), -1)
    scale = np.sqrt(np.maximum(variance[kept], 0) + _DAMPING * max(float(variance[-1]), 1e-9))
    points = np.asarray((maps - mean) @ (axes[:, kept] / scale), np.float32)
    chosen = trusted[:_MOST_REFERENCES]
    reference = Neighbours(points[chosen])
    near = max(2, round(_SHARE_NEAR * len(chosen)))
    starts = range(0, len(points), _IMAGES_AT_ONCE)
    parts = (points[start : start + _IMAGES_AT_ONCE] for start in starts)
    found = in_threads(lambda part: reference.nearest(part, near + 1)[1][:, -2:], parts, cancellation, poll)
    distances = np.concatenate(list(found))
    is_chosen = np.zeros(len(points), bool)
    is_chosen[chosen] = True  # its nearest is itself
    return np.where(is_chosen, distances[:, 1], distances[:, 0])
