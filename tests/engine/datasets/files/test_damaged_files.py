"""Whatever happened to a file's bytes, it gives a valid data set or one sentence, and never another exception."""

import gzip
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import UserError
from tests.engine.datasets.opening import idx, images, opened


def saved(save: Callable[..., None], *arrays: np.ndarray, **named: np.ndarray) -> bytes:
    stream = io.BytesIO()
    save(stream, *arrays, **named)
    return stream.getvalue()


ARRAYS = {"x_train": images(3) / 255, "y_train": np.arange(3), "x_test": images(2).astype(np.uint8)}
SOUND = {
    "npz": saved(np.savez, **ARRAYS),
    "compressed npz": saved(np.savez_compressed, **ARRAYS),
    "npz of one array": saved(np.savez, images(3)),
    "npy": saved(np.save, images(3)),
    "float npy": saved(np.save, images(3).astype("<f4")),
    "idx": idx(images(3)),
    "gzipped idx": gzip.compress(idx(images(3)), mtime=0),
}


def assert_valid_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        path.write_bytes(content)
        try:
            dataset = opened(path)
        except UserError:
            return
    for x, y in ((dataset.x_train, dataset.y_train), (dataset.x_test, dataset.y_test)):
        if x is not None:
            assert x.dtype == np.uint8
            assert x.ndim == 4
            assert len(x) > 0
            assert 8 <= min(x.shape[1:3]) <= max(x.shape[1:3]) <= 64
            assert y is None or (y.dtype == np.int64 and y.shape == (len(x),))


@pytest.mark.parametrize("kind", SOUND)
def test_the_sound_file_opens(kind, tmp_path):
    (tmp_path / "file").write_bytes(SOUND[kind])
    assert len(opened(tmp_path / "file").x_train) == 3


@pytest.mark.parametrize("kind", SOUND)
def test_a_file_truncated_at_any_byte_is_refused(kind, tmp_path):
    content = SOUND[kind]
    path = tmp_path / "file"
    for length in range(0, len(content), max(1, len(content) // 150)):
        path.write_bytes(content[:length])
        with pytest.raises(UserError, match="file"):
            opened(path)


@settings(max_examples=120, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("kind", SOUND)
def test_flipped_bytes_are_refused_or_harmless(kind, data):
    content = bytearray(SOUND[kind])
    for _ in range(data.draw(st.integers(1, 4), "flips")):
        # Headers lie at both ends; the middle is pixels, where nothing can go wrong.
        place = data.draw(st.integers(0, min(160, len(content) - 1)), "place")
        place = data.draw(st.sampled_from([place, len(content) - 1 - place]), "from the end")
        content[place] = data.draw(st.integers(0, 255), "byte")
    assert_valid_or_refused(bytes(content))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([b"", b"PK\x03\x04", b"\x93NUMPY\x01\x00", b"\x1f\x8b\x08", b"\0\0\x08\x03"]), st.binary())
def test_noise_behind_any_magic_number_is_refused_or_harmless(magic, noise):
    assert_valid_or_refused(magic + noise)
