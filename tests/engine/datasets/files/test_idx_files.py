"""IDX files, plain and gzipped, with their companions."""

import gzip

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from tests.engine.datasets.opening import IDX_TYPES, idx, images, opened, pixels, refusal

TRAIN, TEST = images(4), images(3, seed=1)
FILES = {
    "train-images-idx3-ubyte": TRAIN,
    "train-labels-idx1-ubyte": np.array([3, 1, 2, 3], np.uint8),
    "t10k-images-idx3-ubyte": TEST,
    "t10k-labels-idx1-ubyte": np.array([2, 2, 1], np.uint8),
}


def write(folder, suffix="", rename=lambda name: name):
    for name, array in FILES.items():
        content = idx(array)
        (folder / (rename(name) + suffix)).write_bytes(gzip.compress(content) if suffix else content)


def assert_is_whole(dataset):
    assert_array_equal(pixels(dataset), TRAIN)
    assert_array_equal(dataset.y_train, [3, 1, 2, 3])
    assert_array_equal(dataset.x_test, TEST[..., None])
    assert_array_equal(dataset.y_test, [2, 2, 1])


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_the_files_beside_are_picked_up(tmp_path, suffix):
    write(tmp_path, suffix)
    assert_is_whole(opened(tmp_path / f"train-images-idx3-ubyte{suffix}"))


@pytest.mark.parametrize(
    "rename",
    [
        lambda name: name.replace("-idx", ".idx"),
        lambda name: "emnist-letters-" + name.replace("t10k", "test"),
        lambda name: f"images-{name}",
    ],
)
def test_other_spellings_of_the_usual_names_serve(tmp_path, rename):
    write(tmp_path, rename=rename)
    assert_is_whole(opened(tmp_path / rename("train-images-idx3-ubyte")))


def test_plain_and_gzipped_files_may_be_mixed(tmp_path):
    write(tmp_path)
    labels = tmp_path / "train-labels-idx1-ubyte"
    (tmp_path / f"{labels.name}.gz").write_bytes(gzip.compress(labels.read_bytes()))
    labels.unlink()
    assert_is_whole(opened(tmp_path / "train-images-idx3-ubyte"))


def test_the_test_set_alone_brings_its_labels(tmp_path):
    write(tmp_path)
    dataset = opened(tmp_path / "t10k-images-idx3-ubyte")
    assert_array_equal(pixels(dataset), TEST)
    assert_array_equal(dataset.y_train, [2, 2, 1])
    assert dataset.x_test is None


def test_a_single_file_of_any_name_needs_no_companions(tmp_path):
    (tmp_path / "glyphs").write_bytes(idx(TRAIN))
    dataset = opened(tmp_path / "glyphs")
    assert_array_equal(pixels(dataset), TRAIN)
    assert dataset.y_train is None


@pytest.mark.parametrize("dtype", [name for name in IDX_TYPES if name != "i1"])
def test_every_type_of_the_format_is_read(tmp_path, dtype):
    (tmp_path / "a").write_bytes(idx(TRAIN.astype(dtype)))
    assert_array_equal(pixels(opened(tmp_path / "a")), TRAIN)


def test_a_labels_file_is_told_from_an_images_file(tmp_path):
    write(tmp_path)
    assert refusal(tmp_path / "train-labels-idx1-ubyte") == (
        "train-labels-idx1-ubyte holds labels, not images; open the images file that lies beside it."
    )


def test_a_damaged_companion_is_the_one_that_is_named(tmp_path):
    write(tmp_path)
    labels = tmp_path / "t10k-labels-idx1-ubyte"
    labels.write_bytes(labels.read_bytes()[:-1])
    assert refusal(tmp_path / "train-images-idx3-ubyte").startswith("t10k-labels-idx1-ubyte is damaged")


def test_a_wrong_magic_number_is_refused(tmp_path):
    (tmp_path / "a").write_bytes(b"\0\0\x07\x03" + idx(TRAIN)[4:])
    assert "a is not an IDX file" in refusal(tmp_path / "a")
    (tmp_path / "b.gz").write_bytes(gzip.compress(b"some text"))
    assert "b.gz is not an IDX file" in refusal(tmp_path / "b.gz")


@pytest.mark.parametrize("change", [lambda content: content[:-1], lambda content: content + b"\0"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_shorter_or_longer_than_its_header_says_is_refused(tmp_path, change, pack):
    (tmp_path / "a").write_bytes(pack(change(idx(TRAIN))))
    assert "a is damaged" in refusal(tmp_path / "a")
