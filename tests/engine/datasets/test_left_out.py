"""Training images that were taken out stay out: the source names them, and loading it gives the same images again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.cancellation import Cancellation
from engine.datasets import catalogue
from engine.datasets.image_dataset import ImageDataset
from engine.datasets.left_out import places_in_whole, source_without, split_source
from engine.errors import UserError
from engine.progress import report_nothing


@pytest.fixture
def file(tmp_path: Path) -> Path:
    images = np.random.default_rng(0).integers(0, 256, (20, 8, 8), np.uint8)
    path = tmp_path / "good without training images 3.npz"  # whoever names a file so
    np.savez(path, x_train=images, y_train=np.arange(20) % 3, x_test=images[:5], y_test=np.arange(5) % 3)
    return path


def loaded(source: str) -> ImageDataset:
    return catalogue.load(source, report_nothing, Cancellation())


def test_images_left_out_are_gone_and_nothing_else_is(file: Path) -> None:
    whole = loaded(str(file))
    left = loaded(source_without(str(file), (17, 2)))
    rest = np.delete(np.arange(20), (2, 17))
    assert np.array_equal(left.x_train, whole.x_train[rest])
    assert whole.y_train is not None
    assert whole.x_test is not None
    assert left.y_train is not None
    assert left.x_test is not None
    assert np.array_equal(left.y_train, whole.y_train[rest])
    assert np.array_equal(left.x_test, whole.x_test)
    assert left.name == f"{whole.name} without 2 images"
    assert left.identity != whole.identity


def test_more_are_left_out_of_what_is_left_and_all_can_be_put_back(file: Path) -> None:
    source = source_without(source_without(str(file), (2,)), (17, 2, 5))
    assert split_source(source) == (str(file), (2, 5, 17))
    left = loaded(source)
    places = np.arange(len(left.x_train))
    assert np.array_equal(places_in_whole(source, places), np.delete(np.arange(20), (2, 5, 17)))
    assert np.array_equal(loaded(left.source).x_train, left.x_train)
    assert split_source(str(file)) == (str(file), ())
    assert source_without(str(file), ()) == str(file)


def test_nothing_is_left_out_of_a_file_that_has_changed_since(file: Path) -> None:
    whole = loaded(str(file))
    source = source_without(str(file), (2,), whole.identity)
    assert loaded(source).source == source
    assert split_source(source_without(source, (5,))) == (str(file), (2, 5))
    np.savez(file, x_train=np.roll(whole.x_train, 1, axis=0))
    for changed in (source, source_without(source, (5,))):
        with pytest.raises(UserError, match="has changed since images were left out of it"):
            loaded(changed)


@pytest.mark.parametrize("places", [(20,), tuple(range(20))])
def test_images_that_are_not_there_or_all_of_them_cannot_be_left_out(file: Path, places: tuple[int, ...]) -> None:
    with pytest.raises(UserError, match=r"cannot be left out of .*, which has 20; open it again"):
        loaded(source_without(str(file), places))
