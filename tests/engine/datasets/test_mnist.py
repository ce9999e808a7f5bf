"""MNIST from Keras's cache. That a download succeeds and fails is the matter of `test_download`."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from engine.cancellation import Cancellation
from engine.datasets import mnist
from engine.datasets.download import DownloadFailed, Origin
from engine.errors import UserError
from tests.engine.datasets.opening import images

NOWHERE = Origin("mnist.npz", "http://127.0.0.1:9/mnist.npz", "0" * 64)
SHARED = Path(__file__).parents[4] / "shared" / "data" / "mnist.npz"


def write(cache: Path, **arrays: np.ndarray) -> Path:
    path = cache / "datasets" / "mnist.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)
    return path


def small_mnist() -> dict[str, np.ndarray]:
    return {
        "x_train": images(6, 28, 28),
        "y_train": np.arange(6, dtype=np.uint8),
        "x_test": images(2, 28, 28, seed=1),
        "y_test": np.arange(2, dtype=np.uint8),
    }


def load(cache: Path | None = None):
    return mnist.load(lambda template, fraction, **values: None, Cancellation(), cache, NOWHERE)


def test_what_is_cached_is_read_without_any_network(tmp_path):
    write(tmp_path, **small_mnist())
    dataset = load(tmp_path)
    assert (dataset.name, dataset.source, dataset.note) == ("MNIST", "mnist", "")
    assert dataset.x_train.shape == (6, 28, 28, 1)
    assert dataset.y_test.tolist() == [0, 1]


def test_the_cache_is_where_keras_home_says(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "elsewhere"))
    assert mnist.cached_file() is None
    path = write(tmp_path / "elsewhere", **small_mnist())
    assert mnist.cached_file() == path


def test_the_cache_is_below_the_home_folder_otherwise(tmp_path, monkeypatch):
    monkeypatch.delenv("KERAS_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    path = write(tmp_path / ".keras", **small_mnist())
    assert mnist.cached_file() == path


@pytest.mark.parametrize("arrays", [{"x_train": images()}, small_mnist() | {"x_test": images(2, 28, 27)}])
def test_another_data_set_under_its_name_is_not_taken_for_it(tmp_path, arrays):
    write(tmp_path, **arrays)
    with pytest.raises(DownloadFailed, match="no connection to"):
        load(tmp_path)


def test_the_origin_is_that_of_the_installed_keras():
    package = importlib.util.find_spec("keras")  # found, but not imported: that takes seconds
    source = Path(package.origin).parent.joinpath("src", "datasets", "mnist.py").read_text("utf-8")
    assert mnist.MNIST.sha256 in source
    folder, file = mnist.MNIST.url.rsplit("/", 1)
    assert f'"{folder}/"' in source
    assert file == mnist.MNIST.file


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.is_file(), reason="needs the real MNIST in ../shared/data")
def test_the_real_mnist_is_read_whole():
    dataset = mnist.read_cached(SHARED, lambda template, fraction, **values: None, Cancellation())
    assert dataset.x_train.shape == (60_000, 28, 28, 1)
    assert dataset.x_test.shape == (10_000, 28, 28, 1)
    assert dataset.labels == tuple(range(10))
    assert dataset.x_train.mean() == pytest.approx(33.318, abs=1e-3)


@pytest.mark.parametrize("missing", ["y_train", "y_test"])
def test_a_file_without_all_its_labels_is_not_mnist(tmp_path, missing):
    arrays = small_mnist()
    del arrays[missing]
    with pytest.raises(UserError, match="does not hold MNIST"):
        mnist.read_cached(write(tmp_path, **arrays), lambda template, fraction, **values: None, Cancellation())
