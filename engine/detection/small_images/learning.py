"""Learning from small normal images alone: which of them, in which folds, and with which damaged copies."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from engine.cancellation import Cancellation, Poll
from engine.datasets.image_dataset import Images
from engine.detection.evidence.views import to_float32, views_of
from engine.detection.folds import fold_count
from engine.detection.image_evidence import LearntImages
from engine.detection.normals.normal_images import choose_normals
from engine.detection.normals.suspicion import suspicion
from engine.detection.small_images.cross_fitting import Fold, cross_fit
from engine.detection.small_images.lessons import damaged_copies
from engine.progress import Report

_LESSONS_OF_IMAGE, _FEWEST_LESSONS, _MOST_LESSONS = 20, 1_000, 6_000
_MOST_IN_GALLERY, _GALLERY_BYTES = 1_000, 4_000_000


def learn_small_images(
    images: Images,
    *,
    seed: int,
    most_normals: int,
    without: Collection[str],
    report: Report,
    cancellation: Cancellation,
    poll: Poll,
) -> LearntImages:
    """Learn what normal small images are like; the arguments and errors are those of `learn_images`."""
    report("Looking for copies among the normal images", 0.0)
    chosen = choose_normals(images, most_normals, np.random.default_rng(seed), cancellation, poll)
    images = images[chosen.places]
    n = len(images)
    lessons = min(max(_LESSONS_OF_IMAGE * n, _FEWEST_LESSONS), _MOST_LESSONS)
    folds = []
    report("Damaging copies of normal images", 0.0)
    for number in range(fold_count(n)):
        poll()
        cancellation.raise_if_cancelled()
        held = np.arange(number, n, fold_count(n))
        copies = damaged_copies(images[held], lessons // fold_count(n), seed + number, without)
        folds.append(Fold(held, views_of(to_float32(copies), None)))
    shown = max(1, min(_MOST_IN_GALLERY, _GALLERY_BYTES // math.prod(images.shape[1:])))
    normals = views_of(to_float32(images), None)
    suspicious, is_trusted = suspicion(normals.brightness, seed, cancellation, poll)
    gallery = images[is_trusted][:shown]
    evidence, surprises = cross_fit(normals, gallery, folds, is_trusted, seed, report, cancellation, poll)
    findings = chosen.findings.with_suspicious(chosen.places, suspicious)
    return LearntImages(evidence, surprises, replace(chosen, findings=findings))
