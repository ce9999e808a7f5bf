"""IDX files, MNIST's own format, plain or gzipped: a magic number, big-endian sizes, then the data.

Format: the MNIST home page, http://yann.lecun.com/exdb/mnist/.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from engine.datasets.files.stored_array import ByteStream, StoredArray
from engine.errors import UserError
from engine.file_problems import damaged, file_size, reading, shown

GZIP_MAGIC = b"\x1f\x8b"
MAGIC = b"\x00\x00"
_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_MAX_DIMENSIONS = 4


def idx_arrays(path: Path) -> dict[str, StoredArray]:
    """Return the arrays of an IDX images file and of those beside it.

    Their names are x_train, y_train, x_test, y_test.
    Beside ``train-images-idx3-ubyte`` those are ``train-labels-idx1-ubyte``, ``t10k-images-idx3-ubyte`` and
    ``t10k-labels-idx1-ubyte``, each plain or ``.gz``; "test" is accepted for "t10k", and a prefix
    before these names is allowed. Only headers are read.

    Raises:
        UserError: a file cannot be read or is not an IDX file, or `path` holds labels.
    """
    images = _stored(path)
    if len(images.shape) == 1:
        raise UserError(
            "{file} holds labels, not images; open the images file that lies beside it.", file=shown(path)
        )
    arrays = {"x_train": images}
    labels = _labels_of(path)
    if labels is not None:
        arrays["y_train"] = _stored(labels)
    test_images = _beside(path, ("train-images", "t10k-images")) or _beside(path, ("train-images", "test-images"))
    if test_images is not None:
        arrays["x_test"] = _stored(test_images)
        test_labels = _labels_of(test_images)
        if test_labels is not None:
            arrays["y_test"] = _stored(test_labels)
    return arrays


def _labels_of(images: Path) -> Path | None:
    return _beside(images, ("images", "labels"), ("idx3", "idx1"))


def _beside(path: Path, *replacements: tuple[str, str]) -> Path | None:
    """Return the file whose name differs by these replacements, compressed in the same way if both exist."""
    name = path.name
    for old, new in replacements:
        if old not in name:
            return None
        name = new.join(name.rsplit(old, 1))
    other = name.removesuffix(".gz") if name.endswith(".gz") else f"{name}.gz"
    with reading(path):
        return next((found for found in (path.with_name(name), path.with_name(other)) if found.is_file()), None)


def _stored(path: Path) -> StoredArray:
    size = file_size(path)
    with reading(path), _open(path) as stream:
        start = stream.read(4)
        if len(start) < 4 or start[:2] != MAGIC or start[2] not in _TYPES or not 1 <= start[3] <= _MAX_DIMENSIONS:
            raise UserError(
                "{file} is not an IDX file of images or labels; open an .npz, .npy or IDX file.",
                file=shown(path),
                details=f"It starts with {start!r}.",
            )
        raw = stream.read(4 * start[3])
        if len(raw) < 4 * start[3]:
            raise damaged(path, "its header is cut off")
    offset = 4 + len(raw)
    is_packed = _is_gzip(path)
    return StoredArray(
        path=path,
        name="",
        dtype=np.dtype(_TYPES[start[2]]),
        shape=tuple(np.frombuffer(raw, ">u4").tolist()),
        is_fortran=False,
        packed_bytes=size,
        unpacked_bytes=None if is_packed else size - offset,
        open_data=partial(_open_data, path, offset),
        data_offset=None if is_packed else offset,
    )


def _is_gzip(path: Path) -> bool:
    with reading(path), path.open("rb") as stream:
        return stream.read(2) == GZIP_MAGIC


def _open(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if _is_gzip(path) else path.open("rb")


@contextmanager
def _open_data(path: Path, offset: int) -> Iterator[ByteStream]:
    with _open(path) as stream:
        stream.read(offset)
        yield stream
