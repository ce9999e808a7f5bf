"""Twins: images that are copies of each other, exactly or nearly, e.g. shifted by a pixel or compressed again.

Copies tell nothing new: n copies of 30 images are 30 images, and a promise made from n would be broken. And if one
copy is learnt from and another held out, the held-out one looks more normal than any new image ever will.

Near twins are found in two steps. Each image's light is pooled by a few wide Gaussians around the centre of its
contrast, so that a shift hardly matters; images that are close by that are candidates. These are then compared pixel
by pixel, lightly blurred, at every shift by one pixel, without regard to brightness and contrast.

How small a difference makes twins depends on the data. It is measured in terms of how different two images usually
are: frames of a fixed camera differ by noise only and are no twins. And there must be a gap, with many pairs below it
and few just above: images of one part that turns are as close as there are many, without a gap, and are no copies.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.datasets.image_dataset import Images
from engine.detection.evidence.views import to_float32
from engine.detection.parallel import in_threads

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]

_LARGEST_GAPS = 0.06 / 1.5 ** np.arange(8)
"""Of the usual difference: where the gap may begin that separates twins from others, and it ends at 1.5 times that. In
MNIST less than 1 in 1,000 ones has another one within 0.06, of other digits fewer; shifts, grain of 3 grey levels and
JPEG of quality 75 stay below 0.04."""
_GAP_FACTOR, _SHARE_IN_GAP = (
    1.5,
    0.25,
)  # where images vary in a single way it holds half as many pairs as lie below it
_ANCHORS, _NEAREST_OF_ANCHOR, _OTHERS_OF_ANCHOR = 200, 12, 12

_USUAL_QUANTILE = 0.75  # of random pairs, so that it holds with half of all images alike, too
_USUAL_PAIRS = 500
_CELLS, _AXES = 7, 8  # of the pooled light, and how many of its principal axes are compared
_NEAREST = 4
_CANDIDATE_SHARE = 0.15  # of the usual distance of the pooled light; copies with grain or JPEG stay below 0.08
_PX_COMPARED = 28  # along a side
_IMAGES_A_POLL = 32
_IMAGES_AT_ONCE = 500


def exact_originals(
    images: Images, cancellation: Cancellation | None = None, poll: Poll = poll_nothing
) -> Indices:
    """Return for each image the index of the first one that is equal to it, (n,); its own if there is none before.

    Args:
        images: (n, height, width, channels) uint8.
        cancellation: checked often.
        poll: called often, on this thread.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    cancellation = cancellation or Cancellation()
    first: dict[bytes, int] = {}
    originals = np.empty(len(images), np.intp)
    for place, image in enumerate(images):
        if place % _IMAGES_A_POLL == 0:
            poll()
            cancellation.raise_if_cancelled()
        digest = hashlib.blake2b(image.tobytes(), digest_size=16).digest()
        originals[place] = first.setdefault(digest, place)
    return originals


def near_originals(images: Images, cancellation: Cancellation | None = None, poll: Poll = poll_nothing) -> Indices:
    """Return for each image the index of the image that it is a twin of, (n,); its own if of none.

    An original is no twin of another one. Images that only a chain of others connects, e.g. the frames of a slow
    movement, are not all twins of one.

    Args:
        images: (n, height, width, channels) uint8, up to about 10,000: it takes about a second then.
        cancellation: checked often.
        poll: called often, on this thread.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    cancellation = cancellation or Cancellation()
    n = len(images)
    originals = np.arange(n)
    if n <= _NEAREST + 1 or min(images.shape[1:3]) < 3:
        return originals
    starts = range(0, n, _IMAGES_AT_ONCE)
    parts = (images[start : start + _IMAGES_AT_ONCE] for start in starts)
    pooled = np.concatenate(list(in_threads(_pooled_light, parts, cancellation, poll)))
    pairs = np.random.default_rng(0).integers(0, n, (2, _USUAL_PAIRS))
    usual = float(np.quantile(_differences(images[pairs[0]], images[pairs[1]]), _USUAL_QUANTILE))
    usual_pooled = float(np.quantile(np.linalg.norm(pooled[pairs[0]] - pooled[pairs[1]], axis=1), _USUAL_QUANTILE))
    near = _CANDIDATE_SHARE * usual_pooled
    largest = usual * _gap(images, pooled, usual, near, cancellation, poll)
    kept = np.arange(n)
    while len(kept) > _NEAREST + 1:  # each image has few candidates, so large groups take more than one round
        one, other = _near_pairs(pooled[kept], near, cancellation, poll)
        one, other = kept[one], kept[other]
        is_twin = _differences_of(images, one, other, cancellation, poll) < largest
        taken = _taken_by(one[is_twin], other[is_twin])
        if not taken:
            break
        for place, original in taken.items():
            originals[originals == place] = original
        kept = kept[originals[kept] == kept]
    return originals


def _taken_by(one: Indices, other: Indices) -> dict[int, int]:
    """Return for each image that is left out its original, from the pairs of twins: the first of each group stays."""
    twins = defaultdict(list)
    for first, second in zip(np.minimum(one, other).tolist(), np.maximum(one, other).tolist(), strict=True):
        twins[first].append(second)
    taken: dict[int, int] = {}
    for original in sorted(twins):
        if original not in taken:
            for twin in twins[original]:
                taken.setdefault(twin, original)
    return taken


def _near_pairs(pooled: Floats, largest: float, cancellation: Cancellation, poll: Poll) -> tuple[Indices, Indices]:
    """Return pairs of images whose pooled light is at most so far apart: each image with up to its four nearest."""
    from sklearn.neighbors import NearestNeighbors  # imported here: only fitting needs it, and it takes a second

    centred = pooled - pooled.mean(axis=0)
    _variance, axes = np.linalg.eigh(centred.T @ centred)
    points = centred @ axes[:, : -_AXES - 1 : -1]
    tree = NearestNeighbors(n_neighbors=_NEAREST + 1, algorithm="kd_tree").fit(points)
    nearest = []
    for start in range(0, len(points), _IMAGES_AT_ONCE):
        poll()
        cancellation.raise_if_cancelled()
        nearest.append(tree.kneighbors(points[start : start + _IMAGES_AT_ONCE], return_distance=False))
    one = np.repeat(np.arange(len(points)), _NEAREST + 1)
    other = np.concatenate(nearest).ravel()
    is_near = (one != other) & (np.linalg.norm(pooled[one] - pooled[other], axis=1) <= largest)
    pairs = np.unique(np.sort(np.stack([one[is_near], other[is_near]]), axis=0), axis=1)
    return pairs[0], pairs[1]


def _gap(
    images: Images, pooled: Floats, usual: float, near: float, cancellation: Cancellation, poll: Poll
) -> float:
    """Return the share of the usual difference below which pairs are twins; 0 where there is no gap.

    Some images are compared with their nearest ones, and with a few of the others that are near, which count for all.
    """
    random = np.random.default_rng(1)
    one, other, weight = [], [], []
    for anchor in random.permutation(len(images))[:_ANCHORS]:
        distance = np.linalg.norm(pooled - pooled[anchor], axis=1)
        distance[anchor] = np.inf
        order = np.argpartition(distance, min(_NEAREST_OF_ANCHOR, len(distance) - 1))
        nearest, rest = order[:_NEAREST_OF_ANCHOR], order[_NEAREST_OF_ANCHOR:]
        nearest, rest = nearest[distance[nearest] <= near], rest[distance[rest] <= near]
        others = random.permutation(rest)[:_OTHERS_OF_ANCHOR]
        one.append(np.full(len(nearest) + len(others), anchor))
        other += [nearest, others]
        weight += [np.ones(len(nearest)), np.full(len(others), len(rest) / max(1, len(others)))]
    weights = np.concatenate(weight)
    shares = _differences_of(images, np.concatenate(one), np.concatenate(other), cancellation, poll) / max(
        usual, 1e-9
    )
    for gap in _LARGEST_GAPS:
        below = weights[shares < gap].sum()
        inside = weights[(shares >= gap) & (shares < _GAP_FACTOR * gap)].sum()
        if inside + 1 <= _SHARE_IN_GAP * below:  # a few pairs may be close by chance
            return float(gap)
    return 0.0


def _differences_of(
    images: Images, one: Indices, other: Indices, cancellation: Cancellation, poll: Poll
) -> Floats:
    """Return `_differences` of many pairs of images, given by their indices, (n,) float32."""
    chunks = (slice(start, start + _IMAGES_AT_ONCE) for start in range(0, len(one), _IMAGES_AT_ONCE))
    parts = in_threads(
        lambda part: _differences(images[one[part]], images[other[part]]), chunks, cancellation, poll
    )
    return np.concatenate([np.empty(0, np.float32), *parts])


def _pooled_light(images: Images) -> Floats:
    """Return (n, 49) float32 of unit length: the light in 7 x 7 wide cells around the centre of the contrast."""
    light = to_float32(images).mean(axis=-1)
    n, height, width = light.shape
    contrast = np.square(light - np.median(light.reshape(n, -1), axis=1)[:, None, None])
    mass = contrast.sum(axis=(1, 2)) + np.float32(1e-6)
    row = contrast.sum(axis=2) @ np.arange(height, dtype=np.float32) / mass
    column = contrast.sum(axis=1) @ np.arange(width, dtype=np.float32) / mass
    cells = _pooling(height, row) @ light @ _pooling(width, column).transpose(0, 2, 1)
    cells = cells.reshape(n, -1)
    cells -= cells.mean(axis=1, keepdims=True)
    return _of_unit_length(cells)


def _pooling(side: int, centre: Floats) -> Floats:
    """Return the weights of the cells along a side for each image's own centre, (n, cells, side) float32."""
    step = side / _CELLS
    middles = centre[:, None] + (np.arange(_CELLS, dtype=np.float32) - (_CELLS - 1) / 2) * np.float32(step)
    away = (np.arange(side, dtype=np.float32) - middles[:, :, None]) / np.float32(0.7 * step)
    return np.asarray(np.exp(-0.5 * away * away), np.float32)


def _differences(one: Images, other: Images) -> Floats:
    """Return how different pairs of images are, (n,) float32: 0 for equal ones, about 1.4 for unrelated ones.

    It is the distance of the blurred images after subtracting the mean and scaling to unit length, at the best shift
    by at most one pixel.
    """
    first, second = _blurred(one), _blurred(other)
    height, width = first.shape[1:3]
    step = max(1, min(height, width) // _PX_COMPARED)  # of blurred pixels, fewer are enough
    inner = _of_unit_length(_centred(first[:, 1:-1:step, 1:-1:step]))
    best = np.full(len(one), -1, np.float32)
    for down in range(3):
        for right in range(3):
            shifted = second[:, down : height - 2 + down : step, right : width - 2 + right : step]
            shifted = _of_unit_length(_centred(shifted))
            np.maximum(best, np.einsum("np,np->n", inner, shifted), out=best)
    return np.asarray(np.sqrt(np.maximum(2 - 2 * best, 0)), np.float32)


def _blurred(images: Images) -> Floats:
    """Return the images blurred by a Gaussian of about 1 px, as float32, edges repeated."""
    light = to_float32(images)
    for _ in range(2):
        padded = np.pad(light, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")
        rows = padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]
        light = (rows[:, :, :-2] + 2 * rows[:, :, 1:-1] + rows[:, :, 2:]) / np.float32(16)
    return light


def _centred(images: Floats) -> Floats:
    flat = images.reshape(len(images), -1)
    return np.asarray(flat - flat.mean(axis=1, keepdims=True), np.float32)


def _of_unit_length(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, np.float32(1e-6)), np.float32)
