"""A model as one file, ``.aestudio``: opening one runs no code from it and trusts nothing in it.

The file is a zip of stored, never compressed, members: ``spec.json`` (`engine.model_file.project_spec`), the weights
``weights/0000.npy ...`` as little-endian float32 in the order of Keras's ``get_weights``, and
``extra/<name>.npy`` for parts added later. Compression would save 8 % of the bytes and take 20 times as long
(0.89 to 0.82 MB, 1.8 to 36 ms for the article's model), and an uncompressed file cannot be a zip bomb: all sizes in
it are bounded by its own. Equal projects give equal bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from engine.errors import UserError
from engine.file_problems import file_size, reading, shown
from engine.model_file import npy_bytes, project_spec, stored_zip
from engine.model_file.atomic_write import write_atomically
from engine.model_file.project_spec import ProjectSpec
from engine.model_file.weight_shapes import weight_shapes
from engine.protocol.model_info import ModelInfo
from engine.settings import ModelSpec

LARGEST_FILE_BYTES = 512 << 20
LARGEST_WEIGHT = 1e6
"""Trained weights stay below 10; a few layers of much larger ones overflow float32."""
_LARGEST_DIRECTORY_BYTES = (project_spec.MOST_ARRAYS + 1) * 128
_EXTRA_DTYPES = ("<f4", "<f8", "<i4", "<i8", "|u1")

_SPEC = "spec.json"
_EXTRA = re.compile(r"extra/([a-z0-9_]{1,64})\.npy")
_NO_MODEL = "{file} is not a model of Autoencoder Studio; choose a file that it saved."


@dataclass(frozen=True, eq=False)
class Project:
    """A trained model and everything that belongs to it.

    Attributes:
        info: the facts about it. `info.parameters` is counted again when a file is opened.
        weights: float32, in the order of Keras's ``get_weights``; read-only when opened.
        extra: further arrays, named by small letters, digits and ``_``; each of float32, float64, int32, int64 or
            uint8.
        extra_json: plain data that belong to `extra`; numbers must be finite.
        created: when this project was created, with its time zone.
    """

    info: ModelInfo
    weights: tuple[NDArray[np.float32], ...]
    extra: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    extra_json: Mapping[str, Any] = field(default_factory=dict)
    created: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    @property
    def spec(self) -> ModelSpec:
        """What determines the shapes of the weights."""
        return self.info.settings.model_spec(self.info.image_shape)


def save(path: Path, project: Project) -> None:
    """Save a model as one file, atomically.

    Raises:
        UserError: the weights are not finite, or the file cannot be written; an old file is unchanged.
    """
    members = list(_members(project))
    if sum(len(content) + stored_zip.OVERHEAD_BYTES for _, content in members) > LARGEST_FILE_BYTES:
        raise UserError(
            "The model takes more than {limit} MiB, so it was not saved; train one with a smaller latent size.",
            limit=LARGEST_FILE_BYTES >> 20,
        )
    parts = [(name, partial(_put, content)) for name, content in members]
    write_atomically(path, lambda stream: stored_zip.write(stream, parts))


def open_project(path: Path) -> Project:
    """Open a model file. The caller must still compare the weights' shapes with its model by `check_weights`.

    Raises:
        UserError: the file cannot be read, is not a model, is damaged in any way, or is of a newer version.
    """
    size = file_size(path)
    if size > LARGEST_FILE_BYTES:
        raise UserError(
            "{file} is too large for a model of Autoencoder Studio; choose another file.", file=shown(path)
        )
    with reading(path), path.open("rb") as stream:
        try:
            if not stored_zip.is_zip(stream):
                raise UserError(_NO_MODEL, file=shown(path))
            stored_zip.require_end(stream, size, _LARGEST_DIRECTORY_BYTES)
            return _read(stream, size, path)
        except stored_zip.READ_ERRORS as error:
            raise UserError(
                "{file} is damaged or was changed, so it was not opened; use another copy or train the model "
                "again.",
                details=str(error),
                file=shown(path),
            ) from error


def check_weights(project: Project) -> None:
    """Compare the weights with the shapes that the model of this spec has, before anything is built for it.

    Raises:
        UserError: their number or their shapes differ.
    """
    found, shapes = [array.shape for array in project.weights], weight_shapes(project.spec)
    if found != shapes:
        raise UserError(
            "The weights of {name} do not fit its settings, so it was not opened; use another copy or train the "
            "model again.",
            details=f"found {found}, expected {shapes}",
            name=project.info.name,
        )


# ------------------------------------------------------------------------------------- writing


def _members(project: Project) -> Iterator[tuple[str, bytes]]:
    arrays: dict[str, NDArray[Any]] = {}
    for index, weight in enumerate(project.weights):
        if not _is_sane(weight):
            raise UserError(
                "The model's weights are not all finite, so it was not saved; train it again with a lower "
                "learning rate."
            )
        arrays[f"weights/{index:04}.npy"] = np.asarray(weight, np.float32)
    for name, array in sorted(project.extra.items()):
        member = f"extra/{name}.npy"
        if not _EXTRA.fullmatch(member) or array.dtype.newbyteorder("<").str not in _EXTRA_DTYPES:
            raise ValueError(f"a model file cannot hold the array {name!r} of {array.dtype}")
        arrays[member] = array
    spec = ProjectSpec(project.info, project.created, tuple(arrays), project.extra_json)
    yield _SPEC, project_spec.encode(spec)
    for member, array in arrays.items():
        yield member, npy_bytes.encode(array)


def _put(content: bytes, stream: BinaryIO) -> None:
    stream.write(content)


# ------------------------------------------------------------------------------------- reading


def _read(stream: BinaryIO, size: int, path: Path) -> Project:
    with zipfile.ZipFile(stream) as archive:
        members = stored_zip.members_of(archive)
        if _SPEC not in members:
            raise UserError(_NO_MODEL, file=shown(path))
        stored_zip.require_stored(members.values(), size)
        # The spec comes first: in a newer version everything else may be different.
        if members[_SPEC].file_size > project_spec.LARGEST_SPEC_BYTES:
            raise ValueError("the spec is too large")
        spec = project_spec.decode(stored_zip.content(archive, members.pop(_SPEC)), shown(path))
        if members.keys() != set(spec.arrays):
            raise ValueError("there are other members than the spec says")
        weights: list[NDArray[np.float32]] = []
        extra: dict[str, NDArray[Any]] = {}
        for name, member in sorted(members.items()):
            if match := _EXTRA.fullmatch(name):
                extra[match[1]] = npy_bytes.decode(stored_zip.content(archive, member), _EXTRA_DTYPES)
            elif name == f"weights/{len(weights):04}.npy":
                weights.append(npy_bytes.decode(stored_zip.content(archive, member), ("<f4",)))
            else:
                raise ValueError(f"no member should have the name {name!a}")
    if not all(_is_sane(array) for array in weights):
        raise ValueError("a weight is not finite, or too large")
    info = replace(spec.info, parameters=sum(array.size for array in weights))
    return Project(info, tuple(weights), extra, spec.extra, spec.created)


def _is_sane(weights: NDArray[np.float32]) -> bool:
    """Return whether no weight is too large to compute with; False for NaN."""
    return bool((np.abs(weights) <= LARGEST_WEIGHT).all())
