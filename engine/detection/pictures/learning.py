"""Learning from normal pictures alone, cross-fitted: each picture is judged by what was learnt from others.

So all of them calibrate the verdicts, as with small images (see `engine.detection.small_images.cross_fitting`).
Pictures of the same thing are held out together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll
from engine.datasets.image_dataset import Images
from engine.detection.calibration import Rarity
from engine.detection.folds import fold_count
from engine.detection.image_evidence import LearntImages
from engine.detection.normals.normal_images import MOST_PICTURES, choose_normals
from engine.detection.parallel import in_threads
from engine.detection.pictures.descriptors import averages_of, describe
from engine.detection.pictures.fine_light import FineLight, fine_light
from engine.detection.pictures.likeness import groups_of, parts_of
from engine.detection.pictures.map_models import KINDS_OF_MAPS, WEIGHTS, MapModels
from engine.detection.pictures.picture_evidence import PictureEvidence, heat_of, surprises_of
from engine.detection.pictures.surprise_map import top_cells, usual_of
from engine.detection.pictures.whitening import Whitening
from engine.detection.pictures.whole_picture import WholePicture
from engine.progress import Report

Floats = NDArray[np.float32]

_MOST_IN_GALLERY, _GALLERY_BYTES = 100, 4_000_000
_PICTURES_AT_ONCE = 8


@dataclass(frozen=True, eq=False)
class _Held:
    """What is learnt without some pictures, and what it finds in these."""

    models: MapModels
    whole: WholePicture
    fine: FineLight
    maps: Floats
    distances: Floats
    factors: Floats


def learn_pictures(
    images: Images,
    *,
    seed: int,
    most_normals: int,
    report: Report,
    cancellation: Cancellation,
    poll: Poll,
) -> LearntImages:
    """Learn what normal pictures are like; the arguments and errors are those of `learn_images`."""
    report("Looking for copies among the normal images", 0.0)
    random = np.random.default_rng(seed)
    chosen = choose_normals(images, min(most_normals, MOST_PICTURES), random, cancellation, poll)
    cells, lights = _described(images, chosen.places, report, cancellation, poll)
    n = len(cells)
    whitening = Whitening.fit(cells)
    cancellation.raise_if_cancelled()
    groups = groups_of(whitening(cells), cancellation)
    held = [*parts_of(groups, fold_count(n)), np.arange(0)]  # the last holds out none

    def fit(part: NDArray[np.intp]) -> _Held:
        others = np.delete(cells, part, axis=0)
        models = MapModels.fit(others, np.delete(groups, part), cancellation)
        whole = WholePicture.fit(averages_of(others))
        maps = [np.empty((0, len(KINDS_OF_MAPS), *cells.shape[1:3]), np.float32)]
        for start in range(0, len(part), _PICTURES_AT_ONCE):
            cancellation.raise_if_cancelled()
            maps.append(models.distances(cells[part[start : start + _PICTURES_AT_ONCE]]))
        fine = FineLight.fit(np.delete(lights, part, axis=0))
        distances = whole.distances(averages_of(cells[part]))
        return _Held(models, whole, fine, np.concatenate(maps), distances, fine.factors(lights[part]))

    maps = np.empty((n, len(KINDS_OF_MAPS), *cells.shape[1:3]), np.float32)
    distances, factors = np.empty(n, np.float32), np.empty_like(lights)
    for number, found in enumerate(in_threads(fit, held, cancellation, poll)):
        report("Comparing normal images with each other", (number + 1) / len(held))
        maps[held[number]] = found.maps
        distances[held[number]] = found.distances
        factors[held[number]] = found.factors
    usual = usual_of(maps, np.array(WEIGHTS, np.float32))
    maps /= usual
    parts = top_cells(maps)
    evidence = PictureEvidence(
        found.models,
        usual,
        found.whole,
        found.fine,
        Rarity.fit(np.log(parts.sum(axis=1))),
        Rarity.fit(distances),
        Rarity.fit(np.log([heat_of(*one).max() for one in zip(maps, factors, strict=True)])),
        images[chosen.places[: max(1, min(_MOST_IN_GALLERY, _GALLERY_BYTES // math.prod(images.shape[1:])))]],
    )
    surprises = surprises_of(parts, distances, evidence.rarity, evidence.rarity_of_whole)
    findings = chosen.findings.with_suspicious(chosen.places, _suspicion(parts.sum(axis=1)))
    return LearntImages(evidence, surprises, replace(chosen, findings=findings))


def _described(
    images: Images, places: NDArray[np.intp], report: Report, cancellation: Cancellation, poll: Poll
) -> tuple[Floats, Floats]:
    """Return the descriptor maps of some of the images, (n, 32, 32, d) float32, and their `fine_light`."""

    def describe_part(start: int) -> tuple[Floats, Floats]:
        cancellation.raise_if_cancelled()
        part = [images[place] for place in places[start : start + _PICTURES_AT_ONCE]]
        return np.stack([describe(image) for image in part]), np.stack([fine_light(image) for image in part])

    starts = range(0, len(places), _PICTURES_AT_ONCE)
    cells, lights = [], []
    for number, (of_cells, of_light) in enumerate(in_threads(describe_part, starts, cancellation, poll)):
        report("Looking at the details of normal images", (number + 1) / len(starts))
        cells.append(of_cells)
        lights.append(of_light)
    return np.concatenate(cells), np.concatenate(lights)


def _suspicion(scores: Floats) -> Floats:
    """Return how suspicious each picture is by its held-out score, (n,) float32: 0 is usual, beyond 2 is rare."""
    logs = np.log(scores)
    lower, median = np.quantile(logs, (0.1, 0.5))  # the upper side is where abnormal pictures would widen it
    return np.asarray((logs - median) / max(float(median - lower), 1e-3), np.float32)
