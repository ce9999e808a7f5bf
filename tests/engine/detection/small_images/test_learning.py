"""What the detector learns from: which images judge which, and what is taught of damage."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from engine.detection.autoencoder_evidence import Autoencoder
from engine.detection.detector import Detector
from engine.detection.evidence import reconstruction
from engine.detection.evidence.collection import FEATURES
from engine.detection.evidence.shape import _local_outlier_score
from engine.detection.evidence.views import to_float32, views_of
from engine.detection.folds import fold_count
from engine.detection.image_evidence import LearntImages
from engine.detection.image_learning import learn_images
from engine.detection.small_images import cross_fitting
from engine.detection.small_images import learning as small_learning
from engine.detection.small_images.fusion import Fusion
from engine.detection.small_images.small_image_evidence import STRANGEST_PATCH
from engine.protocol.results import JudgeBy
from tests.engine.detection.detector_examples import Floats, Images, MeanImage, bars, coarse, lying_bars

N = 57  # so that not all folds are equally large
IMAGES = bars(N)
IS_UNSEEN = np.arange(N) % 3 == 0
KNOWN = {image.tobytes() for image in to_float32(IMAGES[~IS_UNSEEN])}


def flattering(light: Floats) -> Floats:
    """Rebuild learnt images ten times better than new ones, which come out as their mean."""
    is_known = np.array([image.tobytes() in KNOWN for image in light])[:, None, None, None]
    mean = MeanImage(IMAGES)(light)
    return np.where(is_known, light + np.float32(0.1) * (mean - light), mean).astype(np.float32)


@dataclass
class Lesson:
    """What one fold was taught of damage: the images that were damaged, and what came of it."""

    images: Images
    count: int
    seed: int
    without: Collection[str]
    copies: Images


@dataclass
class Learning:
    """One fit of a detector, and what went into its parts."""

    lessons: list[Lesson] = field(default_factory=list)
    fusions: list[tuple[Floats, Floats]] = field(default_factory=list)
    cross_fit: list[tuple[Any, ...]] = field(default_factory=list)
    detector: Detector | None = None


class EnoughError(Exception):
    """Ends a fit once it has asked for its lessons."""


def remember_lessons(learning: Learning, patch: pytest.MonkeyPatch) -> None:
    damaged_copies = small_learning.damaged_copies

    def remembered(images: Images, count: int, seed: int, without: Collection[str] = ()) -> Images:
        copies = damaged_copies(images, count, seed, without)
        learning.lessons.append(Lesson(images, count, seed, without, copies))
        return copies

    patch.setattr(small_learning, "damaged_copies", remembered)


@pytest.fixture(scope="module")
def learning() -> Iterator[Learning]:
    """A fit whose trees are grown once and not for every fold, which is what costs the time."""
    found, grown = Learning(), []

    class Remembered(Fusion):
        @classmethod
        def fit(cls, normal: Floats, damaged: Floats, seed: int) -> Fusion:
            found.fusions.append((normal, damaged))
            if not grown:
                grown.append(Fusion.fit(normal, damaged, seed))
            return grown[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.detection.parallel.THREADS", 1)  # the parts come in order
        patch.setattr(cross_fitting, "Fusion", Remembered)
        remember_lessons(found, patch)
        found.detector = Detector.fit(IMAGES, Autoencoder(flattering, coarse), is_unseen=IS_UNSEEN)
        yield found


def lessons_of(images: Images, monkeypatch: pytest.MonkeyPatch, **options: Any) -> Learning:
    """Return what a fit would teach, without learning it."""
    found = Learning()
    remember_lessons(found, monkeypatch)

    def no_further(*arguments: Any) -> LearntImages:
        found.cross_fit.append(arguments)
        raise EnoughError

    monkeypatch.setattr(small_learning, "cross_fit", no_further)
    with pytest.raises(EnoughError):
        learn_images(images, **options)
    return found


# ------------------------------------------------------------------------------------- who judges whom


def test_trees_that_judge_images_have_seen_neither_them_nor_their_damaged_copies(learning: Learning) -> None:
    copies = [len(lesson.copies) for lesson in learning.lessons]
    held = [len(lesson.images) for lesson in learning.lessons]
    assert [len(damaged) for _, damaged in learning.fusions] == [
        *(sum(copies) - own for own in copies),
        sum(copies),
    ]
    assert [len(normal) for normal, _ in learning.fusions] == [*(N - own for own in held), N]


def test_the_detector_itself_knows_all_normal_images(learning: Learning) -> None:
    assert learning.detector is not None
    assert len(learning.detector._learnt.images.evidence.shape.neighbours.reference) == N
    assert {len(scores) for scores in learning.detector.normal_scores.values()} == {N}
    assert len(learning.detector._learnt.autoencoder.codes.neighbours.reference) == N


def test_most_images_judge_the_few_that_are_held_out() -> None:
    assert (fold_count(30), fold_count(1_000), fold_count(1_001)) == (10, 10, 5)


def test_what_the_autoencoder_flatters_is_corrected(learning: Learning) -> None:
    assert learning.detector is not None
    learnt = views_of(to_float32(IMAGES[~IS_UNSEEN]), flattering(to_float32(IMAGES[~IS_UNSEEN])))
    unseen = views_of(to_float32(IMAGES[IS_UNSEEN]), flattering(to_float32(IMAGES[IS_UNSEEN])))
    bias = reconstruction.features(unseen).mean(axis=0) - reconstruction.features(learnt).mean(axis=0)
    assert bias[0] > 4  # the logarithm of a hundred, in squared errors
    normal = learning.detector.normal_scores[JudgeBy.ERROR]  # of new images one in ten has 1 or more
    new = learning.detector.score(bars(400, seed=1)).by[JudgeBy.ERROR].score
    assert np.median(new) == pytest.approx(np.median(normal), abs=0.15)


def test_a_new_shape_is_as_far_from_the_normal_ones_as_they_are_from_each_other(learning: Learning) -> None:
    assert learning.detector is not None
    evidence = learning.detector._learnt.images.evidence.shape
    new, other = (
        evidence.features(views_of(to_float32(images), None))[:, 0]
        for images in (bars(300, seed=2), lying_bars(50))
    )
    assert abs(new.mean()) < 0.12
    assert np.median(other) > 0.3


def test_an_image_among_others_that_lie_far_apart_is_less_alone() -> None:
    distance = np.full((2, 10), 2, np.float32)
    usual = np.array([[1] * 10, [4] * 10], np.float32)
    among_close, among_far = _local_outlier_score(distance, usual)
    assert among_close == pytest.approx(np.log(2), abs=1e-4)
    assert among_far == pytest.approx(np.log(2 / 2), abs=1e-4)


# ------------------------------------------------------------------------------------- what is taught


@pytest.mark.parametrize(("images", "lessons"), [(30, 1_000), (100, 2_000), (200, 4_000), (800, 6_000)])
def test_every_image_teaches_twenty_lessons_from_a_thousand_to_six_thousand(
    images: int, lessons: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    taught = lessons_of(bars(images, height=9, width=9), monkeypatch).lessons
    assert sum(lesson.count for lesson in taught) == pytest.approx(lessons, rel=0.01)


def test_every_fold_is_taught_strengths_and_places_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    taught = lessons_of(IMAGES, monkeypatch).lessons
    assert len({lesson.seed for lesson in taught}) == len(taught) == 10


def test_a_family_that_is_left_out_is_left_out_of_every_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    taught = lessons_of(IMAGES, monkeypatch, without=("blur",)).lessons
    assert {tuple(lesson.without) for lesson in taught} == {("blur",)}


def test_data_that_come_sorted_are_learnt_from_end_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    images = np.concatenate([bars(100), lying_bars(100)])
    taught = lessons_of(images, monkeypatch, most_normals=60).lessons
    lit_rows = [np.flatnonzero(image.max(axis=(1, 2)) > 127) for part in taught for image in part.images]
    is_upright = [np.ptp(rows) > 5 for rows in lit_rows]
    assert len(is_upright) == 60
    assert 15 < sum(is_upright) < 45


def test_classes_that_come_in_turn_do_not_become_folds(monkeypatch: pytest.MonkeyPatch) -> None:
    images = bars(100)
    images[:, 0, 0, 0] = np.arange(100) % 10  # the class
    for lesson in lessons_of(images, monkeypatch).lessons:
        assert len(np.unique(lesson.images[:, 0, 0, 0])) > 3


def test_images_stay_with_what_is_known_of_them() -> None:
    """Whether an image was trained on is told by its place among all images, not among those that were chosen."""
    images = bars(100)
    is_unseen = np.arange(100) % 4 == 0
    images[is_unseen, 0, 0, 0] = 255
    flattered = []

    def marked(light: Floats) -> Floats:
        flattered.append(light[:, 0, 0, 0] < 1)
        return np.where(flattered[-1][:, None, None, None], light, MeanImage(images)(light)).astype(np.float32)

    detector = Detector.fit(images, Autoencoder(marked, coarse), is_unseen=is_unseen)
    # Where they are taken for one another, the correction is zero and half of the images have no error at all.
    assert (detector.normal_scores[JudgeBy.ERROR] > 0.05).mean() > 0.8


def test_the_feature_of_the_heat_map_is_there() -> None:
    assert STRANGEST_PATCH in FEATURES
