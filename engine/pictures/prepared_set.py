"""The prepared pictures of one set on disk: written once, mapped whenever the same files are opened again."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.pictures import cache_folder
from engine.pictures.file_listing import Skipped
from engine.pictures.folder_scan import PictureFile
from engine.pictures.picture_roles import UsedPicture
from engine.pictures.preparation import PicturePreparation

PIXELS, MASKS = "pixels.u8", "masks.u8"
_MOST_CHECKED = 64
FileKey = tuple[str, int, int]
"""A file's name, size in bytes, and time of change in ns: as long as they are the same, so is the picture."""


@dataclass(frozen=True, eq=False)
class PreparedSet:
    """Prepared pictures, in the order in which they are used: first those to learn from, then those to test.

    Attributes:
        files: the key of each picture, (n,).
        train: how many are learnt from.
        pixels: (n, size_px, size_px, channels) uint8, mapped or in memory.
        masked: the indices of the pictures that have a mask.
        masks: (k, size_px, size_px) bool, of these.
        held_out: how many normal pictures were held out from learning because none were given to test with.
        failed: the files that could not be read.
    """

    files: tuple[FileKey, ...]
    train: int
    pixels: NDArray[np.uint8]
    masked: tuple[int, ...]
    masks: NDArray[np.bool_]
    held_out: int
    failed: tuple[Skipped, ...]


def file_key(file: PictureFile) -> FileKey:
    """Return by what a prepared picture is found again."""
    return file.name, file.size_bytes, file.mtime_ns


def set_key(root: Path, preparation: PicturePreparation) -> str:
    """Return by what a set is found again: its folder and how it is prepared."""
    import PIL

    facts = [str(root).encode("utf-8", "surrogateescape").hex(), preparation.to_facts(), PIL.__version__]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def signature_of(used: Sequence[UsedPicture]) -> str:
    """Return a hash of all files and what they are used for; where it is the same, a set is used as it was written."""
    content = hashlib.sha256()
    for each in used:
        mask = None if each.mask is None else file_key(each.mask)
        content.update(repr((file_key(each.file), each.kind, each.is_normal, each.is_test, mask)).encode())
    return content.hexdigest()


def find(key: str, preparation: PicturePreparation) -> tuple[PreparedSet, str] | None:
    """Return the set of this key that is kept on disk, and its signature; None if there is none that can be used."""
    found = cache_folder.find(key)
    if found is None:
        return None
    folder, entries = found
    with suppress(OSError, ValueError, TypeError, KeyError, IndexError):
        prepared = _mapped(folder, entries, preparation)
        if entries["checks"] == list(_checks(prepared.pixels)):
            cache_folder.note_use(folder)
            return prepared, str(entries["signature"])
    return None


def write(folder: Path, prepared: PreparedSet, blocks: Iterable[NDArray[np.uint8]], signature: str) -> PreparedSet:
    """Write a set to its folder, and return it mapped from there.

    Args:
        folder: of `cache_folder.new_folder`.
        prepared: the set; its `pixels` have the right shape for one image, and are otherwise left alone.
        blocks: the pixels, a few images at a time.
        signature: of `signature_of`.

    Raises:
        OSError: the system refuses, e.g. because the disk is full.
    """
    with (folder / PIXELS).open("wb") as stream:
        for block in blocks:
            stream.write(block.tobytes())
    (folder / MASKS).write_bytes(prepared.masks.tobytes())
    entries: dict[str, Any] = {
        "signature": signature,
        "files": prepared.files,
        "train": prepared.train,
        "masked": prepared.masked,
        "held_out": prepared.held_out,
        "failed": prepared.failed,
    }
    mapped = _mapped_pixels(folder, len(prepared.files), prepared.pixels.shape[1:])
    cache_folder.write_index(folder, {**entries, "checks": list(_checks(mapped))})
    cache_folder.note_use(folder)
    return replace(prepared, pixels=mapped)


def _mapped(folder: Path, entries: dict[str, Any], preparation: PicturePreparation) -> PreparedSet:
    """Return the set that an index describes, with every value checked.

    Raises:
        ValueError, TypeError, KeyError, OSError: something is wrong with it.
    """
    files = tuple((str(name), int(size), int(mtime)) for name, size, mtime in entries["files"])
    train, held_out = int(entries["train"]), int(entries["held_out"])
    masked = tuple(map(int, entries["masked"]))
    if not 0 < train <= len(files) or not all(0 <= place < len(files) for place in masked):
        raise ValueError("the index is damaged")
    side = preparation.size_px
    marked = np.frombuffer((folder / MASKS).read_bytes(), np.uint8)
    masks = marked.reshape(len(masked), side, side) != 0
    failed = tuple(Skipped(str(path), str(template), dict(values)) for path, template, values in entries["failed"])
    pixels = _mapped_pixels(folder, len(files), preparation.image_shape)
    return PreparedSet(files, train, pixels, masked, masks, held_out, failed)


def _mapped_pixels(folder: Path, count: int, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    path = folder / PIXELS
    if path.stat().st_size != count * int(np.prod(shape)):
        raise ValueError("the file of pixels is of another size")
    return np.memmap(path, np.uint8, mode="r", shape=(count, *shape))


def _checks(pixels: NDArray[np.uint8]) -> Iterator[int]:
    """Yield checksums of some images, spread over all, which tell a file that was written over or lost its content."""
    for place in np.unique(np.linspace(0, len(pixels) - 1, min(_MOST_CHECKED, len(pixels))).astype(int)).tolist():
        yield zlib.crc32(np.ascontiguousarray(pixels[place]).data)
