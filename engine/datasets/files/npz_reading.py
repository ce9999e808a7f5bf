"""NumPy's .npz files: a zip of .npy files, Keras-style (x_train, y_train, x_test, y_test) or with one image array.

The zip is read with the standard library rather than with `numpy.load`, which trusts every size in the file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from engine.datasets.files.npy_header import read_npy_header
from engine.datasets.files.stored_array import ByteStream, StoredArray, label_of, shape_text
from engine.errors import UserError
from engine.file_problems import damaged, file_size, reading, shown

MAGIC = b"PK"
_MAX_ARRAYS = 1_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that NumPy writes; LZMA could demand 4 GiB of memory


def npz_arrays(path: Path) -> dict[str, StoredArray]:
    """Return the arrays of an .npz that make up a data set, by the names x_train, y_train, x_test, y_test.

    Only headers are read. x_train is always present: it is the array of that name, or otherwise the only one that can
    be images.

    Raises:
        UserError: the file cannot be read, or it is unclear which array holds the images.
    """
    with reading(path), zipfile.ZipFile(path) as archive:
        names = [name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")]
        if len(names) > _MAX_ARRAYS:
            raise UserError(
                "{file} holds {count} arrays, more than the {limit} that can be looked through; save its images "
                "as one array.",
                file=shown(path),
                count=len(names),
                limit=_MAX_ARRAYS,
            )
        if "x_train" in names:
            wanted = [name for name in ("x_train", "y_train", "x_test", "y_test") if name in names]
            if "x_test" not in names and "y_test" in names:
                wanted.remove("y_test")
            return {name: _stored(archive, path, name) for name in wanted}
        return {"x_train": _only_images(archive, path, names)}


def _only_images(archive: zipfile.ZipFile, path: Path, names: list[str]) -> StoredArray:
    arrays, problems = [], []
    for name in names:
        try:
            arrays.append(_stored(archive, path, name))
        except UserError as error:
            problems.append(error)
    candidates = [stored for stored in arrays if len(stored.shape) in (3, 4)]
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        raise UserError(
            "{file} holds several arrays that could be images ({names}); name the one to train on x_train.",
            file=shown(path),
            names=_listed([stored.name for stored in candidates]),
        )
    if problems:
        raise problems[0]
    raise UserError(
        "{file} holds no array of images (number × height × width), only {arrays}; save the images as x_train.",
        file=shown(path),
        arrays=_listed([f"{s.name} ({shape_text(s.shape)})" for s in arrays]) or "other things",
    )


def _listed(names: list[str], limit: int = 5) -> str:
    return ", ".join([name[:60] for name in names[:limit]] + ["…"] * (len(names) > limit))


def _stored(archive: zipfile.ZipFile, path: Path, name: str) -> StoredArray:
    member = archive.getinfo(f"{name}.npy")
    if member.compress_type not in _METHODS or member.flag_bits & 1:
        raise damaged(path, f"{member.filename} is encrypted or compressed in a way that NumPy does not write")
    with reading(path), archive.open(member) as stream:
        header = read_npy_header(stream, label_of(path, name))
    return StoredArray(
        path=path,
        name=name,
        dtype=header.dtype,
        shape=header.shape,
        is_fortran=header.is_fortran,
        packed_bytes=min(member.compress_size, file_size(path)),  # the zip's directory may be wrong
        unpacked_bytes=member.file_size - header.data_offset,
        open_data=partial(_open_data, path, member.filename, header.data_offset),
    )


@contextmanager
def _open_data(path: Path, member: str, offset: int) -> Iterator[ByteStream]:
    with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
        stream.read(offset)
        yield stream
