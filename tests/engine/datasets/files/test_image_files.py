"""Good files of every kind become the same data set."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from engine.cancellation import Cancellation
from engine.datasets.files.image_files import open_images
from engine.errors import Cancelled
from tests.engine.datasets.opening import images, opened, pixels


def save_npy(path: Path, array: np.ndarray) -> Path:
    np.save(path, array)
    return path


def test_a_keras_style_npz_gives_all_four_arrays(tmp_path):
    path = tmp_path / "digits.npz"
    x_train, x_test = images(6), images(3, seed=1)
    np.savez(path, x_train=x_train, y_train=np.arange(6, dtype=np.uint8), x_test=x_test, y_test=np.arange(3))

    dataset = opened(path)

    assert (dataset.name, dataset.source, dataset.note) == ("digits.npz", str(path), "")
    assert_array_equal(dataset.x_train, x_train[..., None])
    assert_array_equal(dataset.x_test, x_test[..., None])
    assert_array_equal(dataset.y_train, np.arange(6))
    assert_array_equal(dataset.y_test, np.arange(3))


def test_pixels_are_read_only_uint8_and_labels_read_only_int64(tmp_path):
    path = tmp_path / "digits.npz"
    np.savez(path, x_train=images().astype(np.float32) / 255, y_train=np.arange(5, dtype=">u2"))

    dataset = opened(path)

    assert (dataset.x_train.dtype, dataset.y_train.dtype) == (np.uint8, np.int64)
    assert dataset.x_train.flags.c_contiguous
    assert not dataset.x_train.flags.writeable
    assert not dataset.y_train.flags.writeable


def test_labels_and_test_set_may_be_missing(tmp_path):
    np.savez(tmp_path / "bare.npz", x_train=images(), y_test=np.arange(5))
    dataset = opened(tmp_path / "bare.npz")
    assert (dataset.y_train, dataset.x_test, dataset.y_test) == (None, None, None)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_an_npz_with_one_image_array_under_any_name_is_taken(tmp_path, save):
    save(tmp_path / "a.npz", bilder=images(), classes=np.arange(5), names=np.array(["a", "b"]))
    assert_array_equal(pixels(opened(tmp_path / "a.npz")), images())


def test_a_file_is_known_by_its_content_whatever_it_is_called(tmp_path):
    np.savez(tmp_path / "a.npz", images())
    assert_array_equal(pixels(opened((tmp_path / "a.npz").rename(tmp_path / "a.dat"))), images())


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_every_version_of_npy_is_read(tmp_path, version):
    with (tmp_path / "a.npy").open("wb") as stream:
        np.lib.format.write_array(stream, images(), version)
    assert_array_equal(pixels(opened(tmp_path / "a.npy")), images())


def test_an_npy_that_python_2_wrote_is_read(tmp_path):
    header = b"{'descr': '|u1', 'fortran_order': False, 'shape': (5L, 12L, 9L), }".ljust(117) + b"\n"
    (tmp_path / "a.npy").write_bytes(b"\x93NUMPY\x01\x00\x76\x00" + header + images().tobytes())
    assert_array_equal(pixels(opened(tmp_path / "a.npy")), images())


@pytest.mark.parametrize("side", [(8, 8), (64, 64), (8, 64), (28, 20)])
def test_sides_from_8_to_64_square_or_oblong(tmp_path, side):
    dataset = opened(save_npy(tmp_path / "a.npy", images(2, *side)))
    assert dataset.image_shape == (*side, 1)


def test_a_last_axis_of_one_is_the_channel(tmp_path):
    assert_array_equal(opened(save_npy(tmp_path / "a.npy", images()[..., None])).x_train, images()[..., None])


@pytest.mark.parametrize("dtype", ["<u2", ">u2", "<i4", ">i8", "u1", "<f4", ">f4", "<f8", "<f2"])
@pytest.mark.parametrize("suffix", ["npy", "npz"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_whole_numbers_of_any_type_byte_order_and_memory_order_are_pixels(tmp_path, dtype, suffix, order):
    array = np.asarray(images(), dtype, order=order)
    path = tmp_path / f"a.{suffix}"
    with path.open("wb") as stream:
        (np.save if suffix == "npy" else np.savez_compressed)(stream, array)
    assert_array_equal(pixels(opened(path)), images())


@pytest.mark.parametrize("dtype", ["<f4", ">f8"])
def test_floats_from_0_to_1_are_brightness_and_come_back_exactly(tmp_path, dtype):
    assert_array_equal(pixels(opened(save_npy(tmp_path / "a.npy", (images() / 255).astype(dtype)))), images())


def test_a_float_that_rounding_lifted_above_1_is_white(tmp_path):
    array = np.full((2, 8, 8), np.float32(1.0000001))
    assert (opened(save_npy(tmp_path / "a.npy", array)).x_train == 255).all()


def test_brightness_is_rounded_and_not_cut_off(tmp_path):
    array = np.full((2, 8, 8), 0.9985)  # 254.6 of 255
    assert (opened(save_npy(tmp_path / "a.npy", array)).x_train == 255).all()


def test_whole_floats_beyond_1_are_pixels_however_dark(tmp_path):
    assert (opened(save_npy(tmp_path / "a.npy", np.full((2, 8, 8), 2.0))).x_train == 2).all()


def test_a_table_beside_the_images_is_not_taken_for_images(tmp_path):
    np.savez(tmp_path / "a.npz", pictures=images(), table=np.zeros((5, 3)))
    assert_array_equal(pixels(opened(tmp_path / "a.npz")), images())


def test_a_dark_test_set_is_scaled_like_its_training_set(tmp_path):
    np.savez(tmp_path / "a.npz", x_train=np.full((2, 8, 8), 200.0), x_test=np.ones((1, 8, 8)))
    assert (opened(tmp_path / "a.npz").x_test == 1).all()


def test_bool_is_black_and_white(tmp_path):
    dataset = opened(save_npy(tmp_path / "a.npy", images() > 127))
    assert_array_equal(pixels(dataset), np.where(images() > 127, 255, 0))


def test_labels_that_are_whole_floats_or_bools_are_taken(tmp_path):
    np.savez(tmp_path / "a.npz", x_train=images(), y_train=np.array([3.0, 1, -2, 0, 7]))
    assert_array_equal(opened(tmp_path / "a.npz").y_train, [3, 1, -2, 0, 7])
    np.savez(tmp_path / "b.npz", x_train=images(), y_train=np.array([True, False, True, True, False]))
    assert_array_equal(opened(tmp_path / "b.npz").y_train, [1, 0, 1, 1, 0])


def test_a_path_that_is_not_ascii_works(tmp_path):
    folder = tmp_path / "Žluťoučký 数字"
    folder.mkdir()
    assert opened(save_npy(folder / "größe.npy", images())).name == "größe.npy"


def test_arrays_of_several_blocks_arrive_whole(tmp_path):
    array = images(1500, 28, 28)
    np.savez_compressed(tmp_path / "a.npz", x_train=array / 255)  # 9 MiB of float64: three blocks
    assert_array_equal(pixels(opened(tmp_path / "a.npz")), array)


def test_a_large_uint8_npy_is_memory_mapped(tmp_path):
    path = tmp_path / "large.npy"
    count = 2**28 // 64**2
    with path.open("wb") as stream:
        header = {"descr": "|u1", "fortran_order": False, "shape": (count, 64, 64)}
        np.lib.format.write_array_header_1_0(stream, header)
        stream.truncate(stream.tell() + 2**28)  # a hole: it takes no room on the disk
        stream.seek(-1, 2)
        stream.write(b"\x07")

    dataset = opened(path)

    assert isinstance(dataset.x_train, np.memmap)
    assert dataset.x_train.shape == (count, 64, 64, 1)
    assert dataset.x_train[-1, -1, -1, 0] == 7
    assert not dataset.x_train.flags.writeable


def test_the_fraction_rises_to_one(tmp_path):
    np.savez(tmp_path / "a.npz", x_train=images(6000, 28, 28) / 255, y_train=np.zeros(6000, int))
    told = []

    def report(template: str, fraction: float | None, **values: object) -> None:
        told.append((template.format(**values), fraction))

    open_images(tmp_path / "a.npz", report, Cancellation())
    sentences, fractions = zip(*told, strict=True)
    assert set(sentences) == {"Opening a.npz"}
    assert list(fractions) == sorted(fractions)
    assert fractions[-1] == 1
    assert len(fractions) > 5


def test_cancel_in_the_middle_ends_it(tmp_path):
    np.savez(tmp_path / "a.npz", x_train=images(6000, 28, 28) / 255)
    cancellation, told = Cancellation(), []

    def report(template: str, fraction: float | None, **values: object) -> None:
        told.append(fraction)
        if fraction and fraction > 0.3:
            cancellation.cancel()

    with pytest.raises(Cancelled):
        open_images(tmp_path / "a.npz", report, cancellation)
    assert max(told) < 0.5
