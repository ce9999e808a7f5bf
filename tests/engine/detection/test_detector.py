from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from engine.cancellation import Cancellation
from engine.detection.autoencoder_evidence import Autoencoder
from engine.detection.calibration import promise
from engine.detection.detector import Detector
from engine.detection.normals.normal_images import FEWEST_NORMALS
from engine.detection.roc import auroc
from engine.errors import Cancelled, UserError
from engine.images.damage import damage
from engine.protocol.results import JudgeBy
from tests.engine.detection.detector_examples import (
    Images,
    MeanImage,
    bars,
    coarse,
    lying_bars,
    mean_autoencoder,
    surprise_of,
)

NORMALS = bars(150, seed=0)
NEW = bars(300, seed=1)


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.fit(NORMALS, mean_autoencoder(NORMALS), seed=3)


def heat_of(detector: Detector, image: np.ndarray, normals: Images = NORMALS) -> np.ndarray:
    light = image.astype(np.float32) / np.float32(255)
    return detector.examine(image, MeanImage(normals)(light[None])[0]).heat[JudgeBy.ALL]


def area(detector: Detector, abnormal: Images) -> float:
    scores = [detector.score(images).score for images in (NEW, abnormal)]
    found = auroc(np.arange(len(NEW) + len(abnormal)) < len(NEW), np.concatenate(scores))
    assert found is not None
    return found


def test_another_shape_is_told_from_normal_images(detector: Detector) -> None:
    assert area(detector, lying_bars(100)) > 0.99
    assert np.median(surprise_of(detector, detector.score(lying_bars(50)), "shape")) > 1.5


@pytest.mark.parametrize(
    ("name", "strength", "kind"),
    [
        ("low_light", 0.5, "exposure"),
        ("over_exposure", 0.3, "exposure"),
        ("noise", 0.1, "sharpness"),
        ("blur", 1.5, "sharpness"),
        ("stuck_pixels", 6, "detail"),
        ("dead_rows", 3, "lines"),
        ("shift", 5, "place"),
    ],
)
def test_a_fault_is_told_and_its_own_evidence_shows_it(
    detector: Detector, name: str, strength: float, kind: str
) -> None:
    damaged = damage(NEW, name, strength, seed=0)
    assert area(detector, damaged) > 0.93
    assert np.median(surprise_of(detector, detector.score(damaged), kind)) > 1


def test_new_normal_images_raise_about_as_many_false_alarms_as_promised(detector: Detector) -> None:
    kept = promise(0.1, len(NORMALS))
    alarms = detector.verdict(detector.score(bars(2_000, seed=9)).p_value, 0.1).mean()
    assert kept.low - 0.02 <= alarms <= kept.high + 0.02


def test_scores_order_as_p_values_and_every_kind_is_a_finite_surprise(detector: Detector) -> None:
    found = detector.score(np.concatenate([NEW, lying_bars(50)]))
    order = np.argsort(found.score)
    assert (np.diff(found.p_value[order]) <= 0).all()
    assert found.p_value.min() >= 1 / (len(NORMALS) + 1)
    assert found.surprises.shape == (350, len(detector.kinds))
    assert np.isfinite(found.surprises).all()
    assert (found.surprises >= 0).all()
    assert all(kind.label and kind.explanation.endswith(".") for kind in detector.kinds)
    for scores in detector.normal_scores.values():
        assert (np.diff(scores) >= 0).all()
        assert len(scores) == len(NORMALS)


def test_the_heat_map_points_at_the_spot_and_leaves_a_normal_image_cold(detector: Detector) -> None:
    image = NEW[0].copy()
    image[1:3, 9:11] = 255
    heat = heat_of(detector, image)
    assert heat.shape == image.shape[:2]
    assert heat.dtype == np.float32
    row, column = np.unravel_index(heat.argmax(), heat.shape)
    assert 0 <= row <= 4
    assert 7 <= column <= 11
    assert heat.max() > 2
    assert np.mean([(heat_of(detector, whole) > 1).any() for whole in NEW[:60]]) < 0.35


def test_the_heat_map_points_at_what_the_autoencoder_alone_finds_strange(detector: Detector) -> None:
    light = NEW[0].astype(np.float32) / np.float32(255)
    reconstruction = light.copy()
    reconstruction[10:13, 1:4] += np.float32(0.9)  # the image itself is normal there
    heat = detector.examine(NEW[0], reconstruction).heat[JudgeBy.ALL]
    assert np.unravel_index(heat.argmax(), heat.shape) == (11, 2)
    assert heat[11, 2] > 2
    assert heat_of(detector, NEW[0])[11, 2] < 0.5


def test_one_image_is_examined_as_among_many(detector: Detector) -> None:
    light = NEW[:1].astype(np.float32) / np.float32(255)
    alone = detector.examine(NEW[0], MeanImage(NORMALS)(light)[0]).scores
    among = detector.score(NEW)
    np.testing.assert_allclose(alone.score, among.score[:1], rtol=1e-4)
    assert alone.p_value[0] == among.p_value[0]


def test_uint8_and_float_images_get_the_same_verdict(detector: Detector) -> None:
    as_float = NEW.astype(np.float32) / np.float32(255)
    np.testing.assert_array_equal(detector.score(NEW).score, detector.score(as_float).score)


def test_no_images_have_no_scores(detector: Detector) -> None:
    found = detector.score(NEW[:0])
    assert found.score.shape == found.p_value.shape == (0,)


def test_what_is_saved_and_read_again_gives_bit_equal_verdicts(detector: Detector) -> None:
    arrays, facts = detector.to_arrays()
    again = Detector.from_arrays(
        {name: array.copy() for name, array in arrays.items()},
        json.loads(json.dumps(facts)),
        detector.image_shape,
        mean_autoencoder(NORMALS),
    )
    before, after = detector.score(NEW), again.score(NEW)
    np.testing.assert_array_equal(before.score, after.score)
    np.testing.assert_array_equal(before.p_value, after.p_value)
    np.testing.assert_array_equal(before.surprises, after.surprises)
    assert before.by.keys() == after.by.keys() == set(JudgeBy)
    for choice in JudgeBy:
        np.testing.assert_array_equal(before.by[choice].p_value, after.by[choice].p_value)
    assert again.explained == detector.explained
    np.testing.assert_array_equal(heat_of(detector, NEW[0]), heat_of(again, NEW[0]))
    assert again.kinds == tuple(again.kinds)


def test_damaged_arrays_are_refused_one_by_one(detector: Detector) -> None:
    arrays, facts = detector.to_arrays()

    def read(name: str, change: Callable[[np.ndarray], np.ndarray]) -> None:
        Detector.from_arrays(
            {**arrays, name: change(arrays[name])}, facts, detector.image_shape, MeanImage(NORMALS)
        )

    for name, array in arrays.items():
        with pytest.raises(UserError, match="damaged; train the model again"):
            Detector.from_arrays(
                {kept: value for kept, value in arrays.items() if kept != name},
                facts,
                detector.image_shape,
                mean_autoencoder(NORMALS),
            )
        with pytest.raises(UserError, match="damaged"):
            read(name, lambda array: array[None])
        with pytest.raises(UserError, match="damaged"):
            read(name, lambda array: array.astype(np.complex64))
        if array.dtype.kind == "f":
            with pytest.raises(UserError, match="damaged"):
                read(name, lambda array: np.full_like(array, np.nan))
    with pytest.raises(UserError, match="damaged"):
        read("fusion_trees_columns", lambda array: array + 1_000)
    with pytest.raises(UserError, match="damaged"):
        read("normal_scores_all", lambda array: array[::-1])
    with pytest.raises(UserError, match="damaged"):
        Detector.from_arrays(
            arrays, {**facts, "uses_autoencoder": 1}, detector.image_shape, mean_autoencoder(NORMALS)
        )
    with pytest.raises(UserError, match="are of version 99 and this program knows version 2"):
        Detector.from_arrays(arrays, {**facts, "version": 99}, detector.image_shape, mean_autoencoder(NORMALS))


@pytest.mark.parametrize("facts", [None, [], ["version"], "text", 1, {}, {"version": "1"}, {"version": [1]}])
def test_plain_data_of_another_type_are_refused(detector: Detector, facts: object) -> None:
    with pytest.raises(UserError, match="verdicts in this model file are damaged"):
        Detector.from_arrays(detector.to_arrays()[0], facts, detector.image_shape, mean_autoencoder(NORMALS))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # that is what overflows
def test_a_score_that_is_not_finite_never_leaves_the_detector(detector: Detector) -> None:
    def reconstruct(images: np.ndarray) -> np.ndarray:
        return np.full_like(images, np.nan)

    arrays, facts = detector.to_arrays()
    with pytest.raises(UserError, match="not finite numbers"):
        Detector.from_arrays(arrays, facts, detector.image_shape, Autoencoder(reconstruct, coarse))
    with pytest.raises(UserError, match="not finite numbers"):
        detector.examine(NEW[0], reconstruct(NEW[0].astype(np.float32)))


def test_images_of_another_shape_are_refused(detector: Detector) -> None:
    with pytest.raises(UserError, match="are 8 x 8 x 1 px and the detector knows 14 x 12 x 1 px"):
        detector.score(np.zeros((2, 8, 8, 1), np.uint8))


@pytest.mark.slow
def test_the_same_seed_gives_the_same_detector(detector: Detector) -> None:
    again = Detector.fit(NORMALS, mean_autoencoder(NORMALS), seed=3).to_arrays()[0]
    for name, array in detector.to_arrays()[0].items():
        np.testing.assert_array_equal(array, again[name])


@pytest.mark.parametrize(
    ("height", "width", "channels"), [(8, 9, 3), pytest.param(64, 64, 1, marks=pytest.mark.slow)]
)
def test_every_size_of_image_gets_verdicts(height: int, width: int, channels: int) -> None:
    images = bars(FEWEST_NORMALS, height=height, width=width, channels=channels)
    detector = Detector.fit(images, mean_autoencoder(images))
    assert np.isfinite(detector.score(images).score).all()
    assert np.isfinite(heat_of(detector, images[0], images)).all()


@pytest.mark.slow
def test_an_autoencoder_that_has_learnt_every_image_does_not_count() -> None:
    autoencoder = MeanImage(NORMALS)
    detector = Detector.fit(NORMALS[:60], Autoencoder(autoencoder, coarse), is_unseen=np.arange(60) < 7)
    detector.score(NEW)
    assert autoencoder.calls == 0
    assert not any(kind.is_of_autoencoder for kind in detector.kinds)
    assert detector.choices == (JudgeBy.ALL,)
    assert detector.explained is None
    found = detector.score(NEW[:1])
    one, other = (detector.examine(NEW[0], np.full((14, 12, 1), level, np.float32)) for level in (0, 1))
    assert one.scores.score == pytest.approx(found.score)
    np.testing.assert_array_equal(one.heat[JudgeBy.ALL], other.heat[JudgeBy.ALL])


@pytest.mark.slow
def test_what_the_autoencoder_flatters_does_not_raise_false_alarms() -> None:
    learnt = {image.tobytes() for image in (NORMALS[:100].astype(np.float32) / np.float32(255))}

    def flattering(light):
        """Rebuild learnt images nearly perfectly, and new ones as their mean."""
        known = np.array([image.tobytes() in learnt for image in light])[:, None, None, None]
        return np.where(known, light * np.float32(0.98), MeanImage(NORMALS).mean).astype(np.float32)

    detector = Detector.fit(NORMALS, Autoencoder(flattering, coarse), is_unseen=np.arange(150) >= 100)
    assert (surprise_of(detector, detector.score(NEW), "reconstruction") > 1).mean() < 0.35


@pytest.mark.parametrize(
    ("images", "sentence"),
    [
        (NORMALS[:0], "There are no normal images"),
        (NORMALS[:12], f"at least {FEWEST_NORMALS} normal images and there are 12"),
        (np.repeat(NORMALS[:1], 50, axis=0), "All 50 normal images are the same"),
        (
            np.broadcast_to(np.arange(50, dtype=np.uint8)[:, None, None, None], (50, 14, 12, 1)),
            "Each of the 50 normal images is of one plain brightness",
        ),
    ],
)
def test_images_that_teach_nothing_are_refused_with_a_remedy(images: Images, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        Detector.fit(images, mean_autoencoder(NORMALS))


@pytest.mark.slow
def test_it_says_how_far_it_is_and_stops_when_cancelled() -> None:
    told: list[float | None] = []
    Detector.fit(NORMALS[:40], mean_autoencoder(NORMALS), report=lambda template, fraction: told.append(fraction))
    assert told[:-1] == sorted(told[:-1])
    assert told[0] == 0
    assert told[-2:] == [1, None]  # then the autoencoder's part, which is quick
    asked = iter(range(1_000_000))
    with pytest.raises(Cancelled):
        Detector.fit(
            NORMALS, mean_autoencoder(NORMALS), cancellation=Cancellation(question=lambda: next(asked) > 30)
        )


@pytest.mark.slow
def test_duplicates_and_a_few_plain_images_among_the_normals_do_no_harm() -> None:
    images = np.concatenate([np.repeat(NORMALS[:40], 5, axis=0), np.zeros((3, 14, 12, 1), np.uint8)])
    detector = Detector.fit(images, mean_autoencoder(images))
    assert np.isfinite(detector.score(NEW).score).all()
    assert detector.normal_count == 41
    assert detector.findings.copies_left_out == 4 * 40 + 2
