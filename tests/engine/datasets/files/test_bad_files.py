"""Bad files: each with a sentence that names the file, what is wrong, and what to do."""

import os
import pickle
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests.engine.datasets.opening import images, refusal

NOBODY = 65_534


def npy(path: Path, array: np.ndarray) -> Path:
    np.save(path, array, allow_pickle=True)
    return path


def with_value(value: float, dtype: str = "f4") -> np.ndarray:
    array = (images() / 255).astype(dtype)
    array[3, 2, 1] = value
    return array


# ------------------------------------------------------------------------------------- what is no file


@pytest.mark.parametrize("name", ["gone.npz", "a" * 300, "nul\0byte", "plain/below.npz"])
def test_a_missing_file(tmp_path, name):
    (tmp_path / "plain").write_bytes(b"a file, not a folder")
    assert "There is no file" in refusal(tmp_path / name)


def test_a_folder(tmp_path):
    assert refusal(tmp_path) == f"{tmp_path.name} is a folder; choose one of the files in it."


def test_an_empty_file(tmp_path):
    (tmp_path / "a.npz").touch()
    assert refusal(tmp_path / "a.npz") == "a.npz is empty; make or download it again."


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "pipe is a device or a pipe" in refusal(tmp_path / "pipe")


@pytest.mark.skipif(os.name == "nt", reason="Windows permissions are another matter")
def test_a_file_without_permission(tmp_path):
    path = npy(tmp_path / "a.npy", images())
    path.chmod(0)
    user = os.geteuid()
    os.seteuid(user or NOBODY)  # root may read everything
    try:
        sentence = refusal(path)
    finally:
        os.seteuid(user)
    assert sentence == ("You have no permission to read a.npy; change its permissions or choose another file.")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux file names may be any bytes")
def test_a_name_that_is_no_text_can_still_be_told(tmp_path):
    path = tmp_path / os.fsdecode(b"bad\xff.npz")
    path.write_bytes(b"nothing known")
    refusal(path).encode()  # would fail on a lone surrogate


def test_a_file_of_another_kind(tmp_path):
    (tmp_path / "a.npz").write_bytes(b"\x89PNG\r\n\x1a\n....")
    expected = "a.npz is not a data set that can be opened; open an .npz, .npy or IDX file."
    assert refusal(tmp_path / "a.npz") == expected


# ------------------------------------------------------------------------------------- types and shapes


@pytest.mark.parametrize(
    ("array", "kind"),
    [
        (np.array([[[{}]]]), "Python objects"),
        (np.zeros((2, 8, 8), [("a", "u1")]), "records"),
        (np.zeros((2, 8, 8), "c8"), "complex numbers"),
        (np.zeros((2, 8, 8), "U1"), "text"),
        (np.zeros((2, 8, 8), "S1"), "text"),
        (np.zeros((2, 8, 8), "M8[s]"), "dates"),
    ],
)
def test_what_is_no_plain_number_is_refused(tmp_path, array, kind):
    assert f"a.npy holds {kind}" in refusal(npy(tmp_path / "a.npy", array))
    np.savez(tmp_path / "a.npz", x_train=array)
    assert f"x_train in a.npz holds {kind}" in refusal(tmp_path / "a.npz")
    np.savez(tmp_path / "b.npz", array)
    assert f"arr_0 in b.npz holds {kind}" in refusal(tmp_path / "b.npz")


def test_a_pickle_is_never_loaded(tmp_path):
    class Bomb:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "exploded",))

    np.savez(tmp_path / "a.npz", x_train=np.array([[[Bomb()]]]))
    refusal(tmp_path / "a.npz")
    (tmp_path / "b.npy").write_bytes(pickle.dumps(Bomb()))
    refusal(tmp_path / "b.npy")
    assert not (tmp_path / "exploded").exists()


@pytest.mark.parametrize("shape", [(), (784,), (5, 784), (5, 1, 28, 28), (2, 3, 28, 28, 1)])
def test_a_wrong_number_of_dimensions(tmp_path, shape):
    sentence = refusal(npy(tmp_path / "a.npy", np.ones(shape, np.uint8)))
    assert "grey images must be number × height × width" in sentence


@pytest.mark.parametrize("channels", [3, 4])
def test_colour_is_refused_by_name(tmp_path, channels):
    sentence = refusal(npy(tmp_path / "a.npy", np.zeros((2, 28, 28, channels), np.uint8)))
    assert "a.npy holds colour images" in sentence
    assert "turn them to grey" in sentence


@pytest.mark.parametrize("side", [(7, 28), (28, 513), (1, 1), (1000, 1000)])
def test_images_too_small_or_too_large(tmp_path, side):
    assert refusal(npy(tmp_path / "a.npy", np.zeros((2, *side), np.uint8))) == (
        f"The images of a.npy are {side[0]} × {side[1]} pixels, but each side must have from 8 to 512; resize them."
    )


@pytest.mark.parametrize("shape", [(0, 28, 28), (5, 0, 28)])
def test_an_empty_array(tmp_path, shape):
    assert "a.npy is empty" in refusal(npy(tmp_path / "a.npy", np.zeros(shape, np.uint8)))


def test_test_images_of_another_shape(tmp_path):
    np.savez(tmp_path / "a.npz", x_train=images(5, 28, 28), x_test=images(5, 28, 27))
    assert "The test images of a.npz are 28 × 27 pixels, but the training images are 28 × 28" in refusal(
        tmp_path / "a.npz"
    )


def test_an_npz_without_images_lists_what_it_has(tmp_path):
    np.savez(tmp_path / "a.npz", flat=np.zeros((5, 784)), y=np.zeros(5))
    assert "holds no array of images" in refusal(tmp_path / "a.npz")
    assert "flat (5 × 784), y (5)" in refusal(tmp_path / "a.npz")


def test_an_npz_with_several_image_arrays_asks_for_a_name(tmp_path):
    np.savez(tmp_path / "a.npz", cats=images(), dogs=images())
    assert "several arrays that could be images (cats, dogs); name the one to train on x_train" in refusal(
        tmp_path / "a.npz"
    )


def test_a_zip_of_other_things(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "holds no array of images" in refusal(tmp_path / "a.npz")


def test_a_zip_that_is_encrypted_or_packed_in_another_way(tmp_path):
    with (
        zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_LZMA) as archive,
        archive.open("x.npy", "w") as stream,
    ):
        np.save(stream, images())
    assert "a.npz is damaged" in refusal(tmp_path / "a.npz")


# ------------------------------------------------------------------------------------- values


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", ["f2", ">f4", "f8"])
def test_nan_and_infinity(tmp_path, value, dtype):
    sentence = refusal(npy(tmp_path / "a.npy", with_value(value, dtype)))
    assert sentence == "a.npy has values that are NaN or infinite; replace them by numbers from 0 to 1."


@pytest.mark.parametrize("value", [-0.5, 1.5, 256.0, 1e30])
def test_floats_out_of_range(tmp_path, value):
    sentence = refusal(npy(tmp_path / "a.npy", with_value(value)))
    assert "decimal numbers must lie between 0 and 1" in sentence


def test_fractions_anywhere_in_a_large_file_make_its_whole_numbers_no_pixels(tmp_path):
    array = np.full((1200, 32, 32), 0.5, np.float32)
    array[1100:] = 200  # beyond the first block of 4 MiB
    assert "decimal numbers must lie between 0 and 1" in refusal(npy(tmp_path / "a.npy", array))


@pytest.mark.parametrize("value", [-1, 256])
@pytest.mark.parametrize("dtype", ["<i2", ">i8"])
def test_integers_out_of_range(tmp_path, value, dtype):
    sentence = refusal(npy(tmp_path / "a.npy", np.full((2, 8, 8), value, dtype)))
    assert sentence == f"a.npy has values from {value} to {value}, but pixels must be from 0 to 255; rescale them."


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        (np.arange(4), "y_train in a.npz has 4 labels for the 5 images of x_train in a.npz"),
        (np.arange(6), "y_train in a.npz has 6 labels for the 5 images of x_train in a.npz"),
        (np.arange(5)[:, None], "y_train in a.npz has the shape 5 × 1"),
        (np.eye(5), "y_train in a.npz has the shape 5 × 5"),
        (np.array(3), "y_train in a.npz has the shape a single number"),
        (np.array([0, 1, 2.5, 3, 4]), "y_train in a.npz has the label 2.5"),
        (np.array([0, 1, np.nan, 3, 4]), "y_train in a.npz has the label nan"),
        (np.array([0, 1, 2**63, 3, 4], np.uint64), "y_train in a.npz has the label 9223372036854775808"),
        (np.array(list("abcde")), "y_train in a.npz holds text"),
    ],
)
def test_labels_that_do_not_fit(tmp_path, labels, sentence):
    np.savez(tmp_path / "a.npz", x_train=images(), y_train=labels)
    assert sentence in refusal(tmp_path / "a.npz")


def test_more_classes_than_can_be_chosen_from(tmp_path):
    np.savez(tmp_path / "a.npz", x_train=np.zeros((1001, 8, 8), np.uint8), y_train=np.arange(1001))
    assert "1001 different labels, but at most 1000" in refusal(tmp_path / "a.npz")


def test_decimal_numbers_before_whole_ones_are_refused_however_long_the_file(tmp_path):
    array = np.full((300, 64, 64), 0.5, np.float32)  # read in more than one block
    array[256:] = 200  # all of the second block of 4 MiB
    np.save(tmp_path / "a.npy", array)
    assert "decimal numbers must lie between 0 and 1" in refusal(tmp_path / "a.npy")
