"""Which normal images a detector learns from, and that copies do not break its promise."""

from __future__ import annotations

import numpy as np
import pytest

from engine.cancellation import Cancellation, poll_nothing
from engine.datasets.pen_digits import generate
from engine.detection.calibration import promise
from engine.detection.detector import Detector
from engine.detection.normals.normal_images import ChosenNormals, choose_normals
from engine.errors import UserError
from tests.engine.detection.detector_examples import Images, mean_autoencoder

DIGITS: Images = generate(1_300, 5)[0]
OLD, NEW = DIGITS[:300], DIGITS[300:]


def chosen(images: Images, most: int = 10_000) -> ChosenNormals:
    return choose_normals(images, most, np.random.default_rng(0), Cancellation(), poll_nothing)


def grain(images: Images, seed: int = 0) -> Images:
    random = np.random.default_rng(seed)
    return np.clip(images + random.integers(-3, 4, images.shape) * (images > 20), 0, 255).astype(np.uint8)


def test_of_copies_one_is_taken_and_the_others_are_counted() -> None:
    found = chosen(np.concatenate([OLD, OLD[:50], grain(OLD[:60])]))
    assert len(found.places) == 300
    assert found.findings.copies_left_out == 110
    assert (np.sort(found.places % 350) % 300 == np.arange(300)).mean() > 0.5


def test_different_images_are_all_taken() -> None:
    found = chosen(OLD)
    assert np.sort(found.places).tolist() == list(range(300))
    assert found.findings.copies_left_out == 0


@pytest.mark.parametrize("copy", [lambda images: images, grain], ids=["exact", "near"])
def test_an_image_whose_copy_was_trained_on_is_not_unseen(copy: object) -> None:
    assert callable(copy)
    is_unseen = np.arange(350) >= 270  # the last ones are copies of the first 50
    found = chosen(np.concatenate([OLD, copy(OLD[:50])]))
    unseen = found.unseen(is_unseen)
    assert len(found.places) == 300
    assert unseen.sum() == 30
    assert set(found.places[unseen]) == set(range(270, 300))


def test_copies_do_not_take_the_place_of_different_images() -> None:
    found = chosen(np.concatenate([np.repeat(OLD[:1], 5_000, axis=0), OLD]), most=200)
    assert len(found.places) == 200
    assert found.findings.copies_left_out == 5_000


def test_many_copies_of_few_images_are_too_few() -> None:
    with pytest.raises(UserError, match="Of 2000 normal images only 20 are different"):
        chosen(np.repeat(OLD[:20], 100, axis=0))
    with pytest.raises(UserError, match="only 20 are different"):
        chosen(grain(np.repeat(OLD[:20], 50, axis=0)))


@pytest.mark.slow
def test_the_promise_holds_for_copied_images() -> None:
    copies = np.concatenate([OLD, OLD, grain(OLD)])
    detector = Detector.fit(copies, mean_autoencoder(OLD))
    alarms = detector.verdict(detector.score(NEW).p_value, 0.05).mean()
    stated = promise(0.05, detector.normal_count)
    assert detector.normal_count == pytest.approx(300, abs=6)
    assert stated.low - 0.01 <= alarms <= stated.high + 0.01
