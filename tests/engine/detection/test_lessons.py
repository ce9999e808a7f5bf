from __future__ import annotations

import numpy as np

from engine.detection.lessons import damaged_copies
from engine.images.faults import FAMILIES
from tests.engine.detection.detector_examples import bars


def test_lessons_are_about_as_many_as_asked_for_and_none_is_whole() -> None:
    images = bars(30)
    copies = damaged_copies(images, 600, seed=0)
    assert 500 < len(copies) <= 660
    whole = {image.tobytes() for image in images}
    assert not any(copy.tobytes() in whole for copy in copies)


def test_the_same_seed_gives_the_same_lessons() -> None:
    np.testing.assert_array_equal(damaged_copies(bars(9), 100, seed=4), damaged_copies(bars(9), 100, seed=4))


def test_a_family_that_is_left_out_is_not_taught() -> None:
    images = bars(40)
    light = damaged_copies(images, 600, seed=1, without=[family for family in FAMILIES if family != "light"])
    # Light alone leaves the order of the pixels as it is: the darkest stay equally dark.
    darkest = np.sort(light.reshape(len(light), -1), axis=1)[:, :60]
    assert (np.ptp(darkest, axis=1) == 0).all()
    others = damaged_copies(images, 600, seed=1, without=["light"])
    assert (np.ptp(np.sort(others.reshape(len(others), -1), axis=1)[:, :60], axis=1) > 0).any()
