"""Open a data set from a file: Keras-style .npz, .npy or IDX, recognised by content and not by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from engine.cancellation import Cancellation
from engine.datasets.files import idx_files, npy_header, npz_reading
from engine.datasets.files.file_problems import file_size, reading, shown
from engine.datasets.files.label_values import check_label_shape, read_labels
from engine.datasets.files.pixel_values import check_image_shape, float_scale, passes, read_images
from engine.datasets.files.stored_array import MAX_BYTES, ByteStream, StoredArray, byte_text, shape_text
from engine.datasets.image_dataset import ImageDataset
from engine.datasets.progress import Progress, Report
from engine.errors import UserError


def open_images(path: Path, report: Report, cancellation: Cancellation) -> ImageDataset:
    """Open a data set from a file.

    Images may be (n, h, w) or (n, h, w, 1) with sides from 8 to 512 px; `engine.datasets.files.pixel_values` says which
    numbers they may hold. Large plain files of uint8 are memory-mapped, so they may be larger than the memory.

    Args:
        path: the file.
        report: receives the progress.
        cancellation: ends the reading within a block of 4 MiB.

    Returns:
        The data set: uint8 images and int64 labels; its name is the file's, its source the absolute path.

    Raises:
        UserError: the file cannot be read, or does not hold images and labels that can be used.
        Cancelled: `cancellation` was requested.
    """
    arrays = _stored_arrays(path)
    images = [arrays[name] for name in ("x_train", "x_test") if name in arrays]
    for stored in images:
        check_image_shape(stored)
    if len(images) == 2 and images[0].shape[1:3] != images[1].shape[1:3]:
        raise UserError(
            "The test images of {file} are {test} pixels, but the training images are {train}; make them "
            "the same.",
            file=shown(path),
            test=shape_text(images[1].shape[1:3]),
            train=shape_text(images[0].shape[1:3]),
        )
    for name in ("train", "test"):
        if f"y_{name}" in arrays:
            check_label_shape(arrays[f"y_{name}"], arrays[f"x_{name}"])
    _check_sizes(path, arrays)
    total = sum(stored.nbytes * passes(stored) for stored in arrays.values())
    progress = Progress("Opening {file}", report, cancellation, total, file=shown(path))
    progress.advance()
    scale = float_scale(images, progress)
    x_train, *x_test = [read_images(stored, scale, progress) for stored in images]
    return ImageDataset(
        name=shown(path),
        source=str(path.absolute()),
        x_train=x_train,
        y_train=read_labels(arrays["y_train"], progress) if "y_train" in arrays else None,
        x_test=x_test[0] if x_test else None,
        y_test=read_labels(arrays["y_test"], progress) if "y_test" in arrays else None,
        files=_paths(arrays),
    )


def files_of(path: Path) -> tuple[Path, ...]:
    """Return the files that `open_images` would read, of which the headers are read now.

    Raises:
        UserError: the file cannot be read, or is not a data set.
    """
    return _paths(_stored_arrays(path))


def _paths(arrays: Mapping[str, StoredArray]) -> tuple[Path, ...]:
    return tuple({stored.path.absolute(): None for stored in arrays.values()})


def _check_sizes(path: Path, arrays: Mapping[str, StoredArray]) -> None:
    for stored in arrays.values():
        stored.check_promise()
    needed = sum(stored.nbytes for stored in arrays.values() if not stored.is_mappable)
    if needed > MAX_BYTES:
        raise UserError(
            "{file} holds {size} of data, more than the {limit} that are read into memory; save the images as "
            "uint8 in an .npy file, which may be of any size.",
            file=shown(path),
            size=byte_text(needed),
            limit=byte_text(MAX_BYTES),
        )


def _stored_arrays(path: Path) -> Mapping[str, StoredArray]:
    file_size(path)
    with reading(path), path.open("rb") as stream:
        start = stream.read(6)
    if start.startswith(npz_reading.MAGIC):
        return npz_reading.npz_arrays(path)
    if start.startswith(npy_header.MAGIC[: max(2, len(start))]):
        return {"x_train": _npy_array(path)}
    if start.startswith((idx_files.MAGIC, idx_files.GZIP_MAGIC)):
        return idx_files.idx_arrays(path)
    raise UserError(
        "{file} is not a data set that can be opened; open an .npz, .npy or IDX file.",
        file=shown(path),
        details=f"It starts with {start!r}.",
    )


def _npy_array(path: Path) -> StoredArray:
    size = file_size(path)
    with reading(path), path.open("rb") as stream:
        header = npy_header.read_npy_header(stream, shown(path))
    return StoredArray(
        path=path,
        name="",
        dtype=header.dtype,
        shape=header.shape,
        is_fortran=header.is_fortran,
        packed_bytes=size,
        unpacked_bytes=size - header.data_offset,
        open_data=partial(_open_data, path, header.data_offset),
        data_offset=header.data_offset,
    )


@contextmanager
def _open_data(path: Path, offset: int) -> Iterator[ByteStream]:
    with path.open("rb") as stream:
        stream.seek(offset)
        yield stream
