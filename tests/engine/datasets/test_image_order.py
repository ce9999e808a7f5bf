"""Mixed data keep their order; from sorted data the images are drawn at random, all classes alike."""

from __future__ import annotations

import numpy as np
import pytest

from engine.datasets.image_dataset import ImageDataset, Images, Labels
from engine.datasets.pen_digits import generate

IMAGES, LABELS = generate(2_000, 5)
SORTED = np.argsort(LABELS, kind="stable")


def of(images: Images, labels: Labels | None = None) -> ImageDataset:
    return ImageDataset("Made up", "made-up", images.copy(), None if labels is None else labels.copy())


def shares(labels: Labels) -> np.ndarray:
    return np.bincount(labels, minlength=10) / len(labels)


@pytest.mark.parametrize("normal", [None, (3,), (1, 7)])
def test_mixed_data_keep_their_order(normal: tuple[int, ...] | None) -> None:
    places = of(IMAGES, LABELS).normal_places(normal)
    assert (np.diff(places) > 0).all()
    if normal is None:
        assert (np.diff(of(IMAGES).normal_places(None)) > 0).all()


def test_images_that_come_mixed_are_not_copied() -> None:
    dataset = of(IMAGES, LABELS)
    assert np.shares_memory(dataset.normal_train(None, 500), dataset.x_train)


@pytest.mark.parametrize("is_labelled", [True, False], ids=["labelled", "without labels"])
@pytest.mark.parametrize("samples", [None, 300])
def test_of_data_sorted_by_class_all_classes_are_used_at_the_beginning_and_the_end(
    is_labelled: bool, samples: int | None
) -> None:
    labels = LABELS[SORTED]
    places = of(IMAGES[SORTED], labels if is_labelled else None).normal_places(None, samples)
    assert len(np.unique(places)) == len(places) == (samples or 2_000)
    tolerance = 0.012 if is_labelled else 0.07
    for part in (places, places[: len(places) * 9 // 10]):
        np.testing.assert_allclose(shares(labels[part]), shares(labels), atol=tolerance)
    tail = labels[places[len(places) * 9 // 10 :]]
    assert len(np.unique(tail)) == 10


def test_the_same_images_are_drawn_again_and_not_the_first_of_each_class() -> None:
    images, labels = IMAGES[SORTED], LABELS[SORTED]
    first, again = (of(images, labels).normal_places(None, 300) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    rank = np.arange(2_000) - np.searchsorted(labels, labels)
    assert rank[first].mean() == pytest.approx(rank.mean(), rel=0.15)


def test_a_smaller_number_of_samples_is_a_part_of_a_larger_one() -> None:
    dataset = of(IMAGES[SORTED], LABELS[SORTED])
    np.testing.assert_array_equal(dataset.normal_places(None, 100), dataset.normal_places(None, 300)[:100])


def test_two_classes_one_after_the_other_are_drawn_from_both() -> None:
    labels = LABELS[SORTED]
    places = of(IMAGES[SORTED], labels).normal_places((4, 9), 100)
    assert np.count_nonzero(labels[places] == 9) == pytest.approx(50, abs=5)


def test_images_that_grow_darker_are_drawn_at_random() -> None:
    fading = (IMAGES * np.linspace(1, 0.7, 2_000)[:, None, None, None]).astype(np.uint8)
    places = of(fading).normal_places(None, 200)
    assert 800 < places.mean() < 1_200


@pytest.mark.parametrize("shape", [(0, 5, 5, 1), (1, 5, 5, 1), (40, 2, 3, 1), (40, 8, 8, 3)])
def test_few_small_and_equal_images_keep_their_order(shape: tuple[int, ...]) -> None:
    dataset = of(np.full(shape, 7, np.uint8))
    np.testing.assert_array_equal(dataset.normal_places(None), np.arange(shape[0]))
