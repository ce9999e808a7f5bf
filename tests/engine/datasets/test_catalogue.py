"""Every data set by its name."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from engine.cancellation import Cancellation
from engine.datasets import catalogue
from engine.errors import Cancelled, UserError
from tests.engine.datasets.local_server import Behaviour, serving
from tests.engine.datasets.opening import images
from tests.engine.datasets.test_mnist import NOWHERE, small_mnist, write


def load(source, cache, told=None, **options):
    told = [] if told is None else told
    options = {"origin": NOWHERE} | options
    return catalogue.load(source, lambda *state, **values: told.append(state), Cancellation(), cache, **options)


def test_pen_digits_are_6000_and_1000_of_every_digit_and_always_the_same(tmp_path):
    first, second = load("pen-digits", tmp_path), load("pen-digits", tmp_path)
    assert (first.name, first.source, first.note) == ("Pen digits", "pen-digits", "")
    assert (first.x_train.shape, first.x_test.shape) == ((6000, 28, 28, 1), (1000, 28, 28, 1))
    assert first.labels == tuple(range(10))
    assert_array_equal(first.x_train, second.x_train)
    assert not any((first.x_train == image).all(axis=(1, 2, 3)).any() for image in first.x_test[:100])


def test_auto_is_mnist_where_it_is_cached(tmp_path):
    write(tmp_path, **small_mnist())
    assert load("auto", tmp_path).name == "MNIST"


def test_auto_is_pen_digits_otherwise_and_asks_no_network(tmp_path):
    behaviour = Behaviour(b"")
    with serving(behaviour) as origin:
        dataset = load("auto", tmp_path, origin=origin)
    assert (dataset.name, dataset.note) == ("Pen digits", "")
    assert behaviour.requests == []


def test_auto_says_that_the_cached_mnist_is_damaged(tmp_path):
    path = write(tmp_path, **small_mnist())
    path.write_bytes(path.read_bytes()[:-50])
    dataset = load("auto", tmp_path)
    assert dataset.name == "Pen digits"
    assert dataset.note == (
        "The cached file of MNIST is damaged, so pen digits stand in; choose MNIST to download it again."
    )


def test_pen_digits_stand_in_for_mnist_and_say_so(tmp_path):
    dataset = load("mnist", tmp_path)
    assert dataset.source == "pen-digits"
    assert dataset.note == (
        "MNIST could not be downloaded (there is no connection to 127.0.0.1), so pen digits stand in for it."
    )


def test_nothing_stands_in_where_that_is_not_wanted(tmp_path):
    with pytest.raises(UserError) as caught:
        load("mnist", tmp_path, stand_in=False)
    assert str(caught.value) == (
        "MNIST could not be downloaded because there is no connection to 127.0.0.1; try again later or use "
        "pen-digits."
    )
    assert "URLError" in caught.value.details


@pytest.mark.slow
def test_a_damaged_cached_mnist_is_downloaded_again_and_the_note_says_so(tmp_path):
    path = write(tmp_path, **small_mnist())
    content = path.read_bytes()
    path.write_bytes(content[:-50])
    told = []
    with serving(Behaviour(content)) as origin:
        dataset = load("mnist", tmp_path, told, origin=origin)
    assert dataset.name == "MNIST"
    assert_array_equal(dataset.x_train[..., 0], small_mnist()["x_train"])
    assert dataset.note == "The cached file of MNIST was damaged, so it was downloaded again."
    assert "Downloading MNIST again, because its cached file is damaged" in [doing for doing, _ in told]
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("source", ["mnist", "pen-digits", "auto"])
def test_cancel_is_no_reason_for_a_stand_in(tmp_path, source):
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        catalogue.load(source, lambda template, fraction, **values: None, cancellation, tmp_path, origin=NOWHERE)


def test_anything_else_is_a_path(tmp_path):
    np.save(tmp_path / "a.npy", images())
    assert_array_equal(load(str(tmp_path / "a.npy"), tmp_path).x_train[..., 0], images())
    with pytest.raises(UserError, match="There is no file mnits"):
        load("mnits", tmp_path)
