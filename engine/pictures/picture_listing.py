"""The pictures below a folder that are to be judged, whatever their names end in."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import NamedTuple

from engine.cancellation import Cancellation
from engine.errors import UserError
from engine.pictures.decoding import read_header
from engine.pictures.file_listing import ListedFile, Skipped, listed
from engine.pictures.layouts import place_of
from engine.pictures.natural_order import natural_key

SUFFIXES = frozenset(
    {".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".gif", ".tif", ".tiff", ".webp", ".pgm"}
    | {".ppm", ".pnm", ".mpo"}
)
"""Endings of pictures' names, in small letters; a picture may have any other, too."""


class PicturesBelow(NamedTuple):
    """The pictures below a folder.

    Attributes:
        files: in natural order of their paths.
        skipped: what seems to be a picture, or a folder, and cannot be read. Other files are not mentioned.
    """

    files: tuple[Path, ...]
    skipped: tuple[Skipped, ...]


def pictures_below(folder: Path, cancellation: Cancellation | None = None) -> PicturesBelow:
    """Return the pictures below a folder, at any depth. Ground truth that lies beside them is none.

    Raises:
        UserError: the folder cannot be read.
        Cancelled: `cancellation` was requested.
    """
    files: list[ListedFile] = []
    skipped: list[Skipped] = []
    for found in listed(folder, cancellation or Cancellation()):
        if isinstance(found, Skipped):
            skipped.append(found)
        elif not place_of(found.name).is_surely_mask and _is_picture(found):
            files.append(found)
    files.sort(key=lambda file: [natural_key(part) for part in PurePosixPath(file.name).parts])
    return PicturesBelow(tuple(file.path for file in files), tuple(skipped))


def _is_picture(file: ListedFile) -> bool:
    """Return whether a file is one by its name, which may be damaged, or otherwise by its content."""
    if PurePosixPath(file.name).suffix.casefold() in SUFFIXES:
        return True
    try:
        read_header(file.path)
    except UserError:
        return False
    return True
