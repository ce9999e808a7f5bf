"""The detector on pictures, whole: what is found, where, what is promised, and what is kept in a file."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine.cancellation import Cancellation
from engine.detection.calibration import promise
from engine.detection.detector import Detector
from engine.detection.evidence.views import to_float32
from engine.detection.image_learning import learn_images
from engine.detection.roc import auroc
from engine.errors import Cancelled, UserError
from engine.protocol.results import JudgeBy
from tests.engine.detection.detector_examples import MeanImage, mean_autoencoder
from tests.engine.detection.pictures.picture_examples import Images, parts, scratched

NORMALS = parts(20)
NEW = parts(30, seed=1)
SCRATCHED = scratched(parts(12, seed=2))


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.fit(NORMALS, mean_autoencoder(NORMALS), seed=1)


def heat_of(detector: Detector, image: Images, choice: JudgeBy = JudgeBy.ALL) -> np.ndarray:
    return detector.examine(image, MeanImage(NORMALS)(to_float32(image[None]))[0]).heat[choice]


def test_a_scratch_is_found(detector: Detector) -> None:
    scores = detector.score(np.concatenate([NEW, SCRATCHED])).score
    found = auroc(np.arange(len(scores)) < len(NEW), scores)
    assert found is not None
    assert found > 0.98


def test_the_heat_map_is_as_large_as_the_picture_and_hottest_at_the_scratch(detector: Detector) -> None:
    heat = heat_of(detector, SCRATCHED[0])
    assert heat.shape == SCRATCHED.shape[1:3]
    assert heat.dtype == np.float32
    row, column = np.unravel_index(heat.argmax(), heat.shape)
    assert 58 <= row <= 70
    assert 52 <= column <= 76
    assert heat.max() > 1.3 > heat[:48].max()


def test_of_two_usual_places_the_less_usual_one_is_hotter(detector: Detector) -> None:
    """Maps are compared pixel by pixel, so a map that is flat where nothing is abnormal would lose what it knows."""
    heat = heat_of(detector, NEW[0])
    assert len(np.unique(heat)) > heat.size / 2
    assert heat.min() > 0


def test_about_as_many_good_pictures_are_called_abnormal_as_promised(detector: Detector) -> None:
    stated = promise(0.1, detector.normal_count)
    alarms = detector.verdict(detector.score(parts(150, seed=3)).p_value, 0.1).mean()
    assert stated.low - 0.05 <= alarms <= stated.high + 0.03


@pytest.mark.parametrize("fault", ["dark", "blurred"])
def test_light_and_focus_are_judged_though_they_are_the_same_everywhere(detector: Detector, fault: str) -> None:
    light = to_float32(NEW)
    if fault == "dark":
        light = light * np.float32(0.6)
    else:
        light = sum(np.roll(light, step, axis) for step in (-1, 0, 1) for axis in (1, 2)) / np.float32(6)
    found = detector.score(np.rint(light * 255).astype(np.uint8))
    whole = [kind.name for kind in detector.kinds].index("whole_picture")
    assert np.median(found.surprises[:, whole]) > 1.5
    assert np.median(found.p_value) < 0.1


def test_what_the_kinds_contribute_is_never_negative_and_adds_up_to_the_score(detector: Detector) -> None:
    found = detector.score(np.concatenate([NEW, SCRATCHED]))
    for judgement in found.by.values():
        assert (judgement.contributions >= 0).all()
        np.testing.assert_allclose(judgement.contributions.sum(axis=1), judgement.score, atol=1e-5)
    assert found.by.keys() == set(JudgeBy)
    assert all(kind.label and kind.explanation.endswith(".") for kind in detector.kinds)
    strongest = [kind.name for kind in detector.kinds].index("map_autoencoder")
    assert (
        np.median(found.surprises[len(NEW) :, strongest]) > 1.3 > np.median(found.surprises[: len(NEW), strongest])
    )


def test_a_picture_is_judged_alone_as_among_many(detector: Detector) -> None:
    alone = detector.examine(SCRATCHED[0], MeanImage(NORMALS)(to_float32(SCRATCHED[:1]))[0]).scores
    among = detector.score(np.concatenate([NEW, SCRATCHED]))
    np.testing.assert_allclose(alone.score, among.score[len(NEW) : len(NEW) + 1], rtol=1e-4)


def test_what_is_saved_and_read_again_gives_bit_equal_verdicts(detector: Detector) -> None:
    arrays, facts = detector.to_arrays()
    copied = {name: array.copy() for name, array in arrays.items()}
    shape = detector.image_shape
    again = Detector.from_arrays(copied, json.loads(json.dumps(facts)), shape, mean_autoencoder(NORMALS))
    np.testing.assert_array_equal(detector.score(SCRATCHED).surprises, again.score(SCRATCHED).surprises)
    np.testing.assert_array_equal(detector.score(SCRATCHED).score, again.score(SCRATCHED).score)
    np.testing.assert_array_equal(heat_of(detector, SCRATCHED[0]), heat_of(again, SCRATCHED[0]))
    assert again.kinds == detector.kinds


def test_damaged_arrays_are_refused_one_by_one(detector: Detector) -> None:
    arrays, facts = detector.to_arrays()

    def read(changed: dict[str, np.ndarray]) -> None:
        Detector.from_arrays(changed, facts, detector.image_shape, mean_autoencoder(NORMALS))

    for name, array in arrays.items():
        changes = [array[None], array.astype(np.complex64)]
        if array.dtype.kind == "f":
            changes.append(np.full_like(array, np.nan))
        for changed in changes:
            with pytest.raises(UserError, match="damaged"):
                read({**arrays, name: changed})
        with pytest.raises(UserError, match="damaged; train the model again"):
            read({kept: value for kept, value in arrays.items() if kept != name})
    with pytest.raises(UserError, match="damaged"):
        read({**arrays, "usual": np.zeros_like(arrays["usual"])})


def test_pictures_of_another_size_or_colour_are_refused(detector: Detector) -> None:
    with pytest.raises(UserError, match="96 x 96 x 3 px and the detector knows 96 x 96 x 1 px"):
        detector.score(parts(1, channels=3))


def test_ten_colour_pictures_are_enough_and_the_strange_one_is_the_strangest() -> None:
    normals = parts(10, channels=3)
    detector = Detector.fit(normals, mean_autoencoder(normals))
    assert detector.normal_count == 10
    tests = parts(8, seed=5, channels=3)
    tests[3] = tests[3][..., ::-1]  # red for blue
    found = detector.score(tests)
    assert found.score.argmax() == 3
    assert found.p_value[3] == pytest.approx(1 / 11)


@pytest.mark.parametrize(
    ("normals", "sentence"),
    [
        (NORMALS[:9], "at least 10 normal images and there are 9"),
        (np.repeat(NORMALS[:1], 12, axis=0), "All 12 normal images are the same"),
        (NORMALS[np.arange(20) % 8], "only 8 are different"),
        (
            np.arange(12, dtype=np.uint8)[:, None, None, None] + np.zeros((12, 80, 80, 1), np.uint8),
            "one plain brightness",
        ),
    ],
)
def test_pictures_that_teach_nothing_are_refused_in_words(normals: Images, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        learn_images(normals)


@pytest.mark.parametrize("checks", [3, 40])
def test_learning_is_cancelled_wherever_it_is(checks: int) -> None:
    asked = [0]

    def is_enough() -> bool:
        asked[0] += 1
        return asked[0] > checks

    with pytest.raises(Cancelled):
        learn_images(NORMALS, cancellation=Cancellation(question=is_enough))


@pytest.mark.slow
def test_the_same_pictures_teach_the_same_and_the_strangest_one_is_named() -> None:
    normals = np.concatenate([NORMALS[:11], SCRATCHED[:1]])
    first, second = learn_images(normals, seed=3), learn_images(normals, seed=3)
    np.testing.assert_array_equal(first.surprises, second.surprises)
    assert first.chosen.findings.most_suspicious[0] == 11
