"""What stands in for abnormal images where the data hold none."""

from __future__ import annotations

import numpy as np
import pytest

from engine.datasets.pen_digits import generate
from engine.images.damaged_copies import MOST_COPIES, fault_of_label, with_damaged_copies
from engine.images.faults import FAULTS

IMAGES, LABELS = generate(100, 1)


def test_the_images_stay_as_they_are_and_damaged_copies_follow() -> None:
    judged = with_damaged_copies(IMAGES, LABELS, seed=1)
    assert judged.labels is not None
    np.testing.assert_array_equal(judged.images[:100], IMAGES)
    np.testing.assert_array_equal(judged.labels[:100], LABELS)
    np.testing.assert_array_equal(judged.is_normal, np.arange(200) < 100)
    is_damaged = (judged.images[100:] != IMAGES).any(axis=(1, 2, 3))
    assert is_damaged.mean() > 0.95


def test_every_fault_has_its_share_and_its_own_label() -> None:
    judged = with_damaged_copies(IMAGES, LABELS, seed=1)
    assert judged.labels is not None
    faults = [fault_of_label(int(label)) for label in judged.labels[100:]]
    assert {name: faults.count(name) for name in FAULTS} == dict.fromkeys(FAULTS, 10)


@pytest.mark.parametrize("label", [-1, 0, 9, -(2**62), 2**62 - 1, 2**63 - 1])
def test_no_class_of_the_data_is_taken_for_a_fault(label: int) -> None:
    assert fault_of_label(label) is None


def test_large_test_sets_get_some_copies_and_unlabelled_ones_no_labels() -> None:
    many = np.resize(IMAGES, (3 * MOST_COPIES, *IMAGES.shape[1:]))
    judged = with_damaged_copies(many, None, seed=1)
    assert judged.labels is None
    assert len(judged.images) == 4 * MOST_COPIES


def test_any_shape_can_be_damaged() -> None:
    colour = np.full((12, 5, 9, 3), 128, np.uint8)
    assert with_damaged_copies(colour, None, seed=1).images.shape == (24, 5, 9, 3)
