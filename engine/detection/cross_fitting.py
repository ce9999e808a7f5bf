"""Cross-fitting: the detector is learnt in folds, and each image is scored by parts that have not seen it.

So all n normal images calibrate, and no score is too low because its image was trained on (V. Vovk, "Cross-conformal
predictors", Annals of Mathematics and Artificial Intelligence 74, 2015). Both levels are cross-fitted: the evidence
that compares with normal images, and the fusion with its trees.

The detector itself is then fitted to all of them. It scores new images slightly lower than the folds scored theirs,
so there are slightly fewer false alarms than promised (with 200 images 4.6 % instead of 5 %, measured by
`tests.benchmarks.false_alarms`). The parts of any one fold would keep the promise on average, but less closely
from one set of images to the next, since the folds' parts differ from each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.datasets.progress import Report
from engine.detection.calibration import Rarity
from engine.detection.evidence import appearance
from engine.detection.evidence.collection import FEATURES, Collection, columns_of
from engine.detection.evidence.gradient_maps import map_length
from engine.detection.evidence.shape import MOST_AXES
from engine.detection.evidence.views import Views
from engine.detection.fusion import COMPONENTS, Fusion, fused
from engine.detection.parallel import in_threads

Floats = NDArray[np.float32]

HEAT: tuple[str, ...] = ("error_worst_spot", "strangest_patch")
"""The features whose rarity colours the heat map; each is the largest value of a map."""


@dataclass(frozen=True, eq=False)
class Learnt:
    """Everything that a detector has learnt.

    Attributes:
        evidence: fitted to normal images.
        fusion: fitted to held-out features of normal images and of their damaged copies.
        rarities: one `Rarity` for each of `COMPONENTS`, fitted to held-out normals.
        heat: one `Rarity` for each of `HEAT`, fitted to held-out normals.
        normal_scores: (n,) float32, ascending: the held-out scores of the normals.
    """

    evidence: Collection
    fusion: Fusion
    rarities: tuple[Rarity, ...]
    heat: tuple[Rarity, ...]
    normal_scores: Floats

    def surprises(self, views: Views, cancellation: Cancellation, poll: Poll = poll_nothing) -> Floats:
        """Return the surprises (-log10 p), (n, c) float32, a column for each of `COMPONENTS`.

        Args:
            views: the images.
            cancellation: ends the work, by `Cancelled`.
            poll: called often, on this thread.
        """
        return _surprises(self.rarities, self.fusion.components(self.evidence.features(views, cancellation, poll)))


@dataclass(frozen=True, eq=False)
class Fold:
    """Normal images that are held out together.

    Attributes:
        held: (k,) indices of its images.
        copies: views of damaged copies of some of them.
    """

    held: NDArray[np.intp]
    copies: Views


def fold_count(n: int) -> int:
    """Return the number of folds for n normal images: more folds if there are few images."""
    return 10 if n <= 1_000 else 5


def cross_fit(
    normals: Views,
    folds: Sequence[Fold],
    is_unseen: NDArray[np.bool_],
    is_trusted: NDArray[np.bool_],
    seed: int,
    report: Report,
    cancellation: Cancellation,
    poll: Poll,
) -> Learnt:
    """Learn from normal images.

    Args:
        normals: the n images.
        folds: they hold out each image once.
        is_unseen: (n,) bool: the images that the autoencoder did not train on; at least one, unless the views have no
            reconstructions.
        is_trusted: (n,) bool: the images that are learnt from; the others only calibrate.
        seed: the same seed gives the same result.
        report: receives the progress, on this thread.
        cancellation: checked often.
        poll: called often, on this thread.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    n = len(normals)
    everything = np.arange(n)
    held = [*(fold.held for fold in folds), everything[:0]]  # the last holds out none: it becomes the detector
    others = [np.setdiff1d(everything[is_trusted], part) for part in held]
    work = 2 * len(held)
    axes_count = min(MOST_AXES, min(map(len, others)) - 1, map_length(*normals.brightness.shape[1:]))

    def fit_evidence(number: int) -> tuple[Collection, Floats, Floats]:
        evidence = Collection.fit(normals[others[number]], axes_count, seed, cancellation)
        copies = folds[number].copies if number < len(folds) else normals[held[-1]]
        return (
            evidence,
            evidence.features(normals[held[number]], cancellation, is_threaded=False),
            evidence.features(copies, cancellation, is_threaded=False),
        )

    features = np.empty((n, len(FEATURES)), np.float32)
    lessons: list[Floats] = []
    collections: list[Collection] = []
    for number, (evidence, of_held, of_copies) in enumerate(
        in_threads(fit_evidence, range(len(held)), cancellation, poll)
    ):
        report("Comparing normal images with each other", (number + 1) / work)
        collections.append(evidence)
        features[held[number]] = of_held
        lessons.append(of_copies)
    if normals.error is not None and not is_unseen.all():
        columns = columns_of(appearance.NAME)
        training_bias = _training_bias(features[:, columns], is_unseen)
        features[~is_unseen, columns] += training_bias
        for part in lessons:
            part[:, columns] += training_bias * np.float32((~is_unseen).mean())

    def fit_fusion(number: int) -> tuple[Fusion, Floats]:
        damaged = np.concatenate([part for place, part in enumerate(lessons) if place != number])
        fusion = Fusion.fit(features[others[number]], damaged, seed)
        return fusion, fusion.components(features[held[number]])

    components = np.empty((n, len(COMPONENTS)), np.float32)
    fusions: list[Fusion] = []
    for number, (fusion, of_held) in enumerate(in_threads(fit_fusion, range(len(held)), cancellation, poll)):
        report("Learning what damage looks like", (len(held) + number + 1) / work)
        fusions.append(fusion)
        components[held[number]] = of_held
    rarities = tuple(Rarity.fit(column) for column in components.T)
    return Learnt(
        collections[-1],
        fusions[-1],
        rarities,
        tuple(Rarity.fit(features[:, FEATURES.index(name)]) for name in HEAT),
        np.sort(fused(_surprises(rarities, components))),
    )


def _surprises(rarities: Sequence[Rarity], components: Floats) -> Floats:
    return np.stack([rarity(column) for rarity, column in zip(rarities, components.T, strict=True)], axis=1)


def _training_bias(of_appearance: Floats, is_unseen: NDArray[np.bool_]) -> Floats:
    """Return by how much the log errors of unseen normals exceed those of trained ones, (4,) float32, at least 0."""
    difference = of_appearance[is_unseen].mean(axis=0) - of_appearance[~is_unseen].mean(axis=0)
    return np.asarray(np.maximum(difference, 0), np.float32)
