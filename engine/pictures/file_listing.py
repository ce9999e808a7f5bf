"""All files below a folder, each once, in natural order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from engine.cancellation import Cancellation
from engine.errors import UserError
from engine.file_problems import shown
from engine.pictures.natural_order import natural_key

_OF_SYSTEMS = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "@eadir", "$recycle.bin", "lost+found"}
    | {"system volume information"}
)
"""Files and folders that Windows, macOS and storage boxes put everywhere, in small letters; nobody misses them."""


class Skipped(NamedTuple):
    """A file or folder that is not used, and why.

    Attributes:
        path: relative to the folder that was opened, with slashes.
        template: one English sentence with ``str.format`` fields, which does not name the file.
        values: what fills the fields.
    """

    path: str
    template: str
    values: Mapping[str, object]

    @property
    def reason(self) -> str:
        """The sentence in English."""
        return self.template.format(**self.values)


class ListedFile(NamedTuple):
    """An ordinary file.

    Attributes:
        path: below the folder that was listed.
        name: relative to that folder, with slashes.
        size_bytes: its size.
        mtime_ns: when it was changed, in ns since 1970.
    """

    path: Path
    name: str
    size_bytes: int
    mtime_ns: int


def require_folder(root: Path) -> None:
    """Check that a folder can be listed.

    Raises:
        UserError: it is not there, may not be read, or is no folder.
    """
    try:
        with os.scandir(root):
            return
    except PermissionError as error:
        raise UserError(
            "You have no permission to read the folder {folder}; change its permissions or choose another.",
            folder=shown(root),
            details=str(error),
        ) from error
    except (OSError, ValueError) as error:
        raise UserError(
            "There is no folder {folder}; choose another one.", folder=shown(root), details=str(error)
        ) from error


def listed(root: Path, cancellation: Cancellation) -> Iterator[ListedFile | Skipped]:
    """Yield every file below a folder, once, whatever links lead to it: the files of a folder before its subfolders.

    Hidden files and those of the system are left out; what cannot be used is yielded as `Skipped`.

    Raises:
        UserError: the folder cannot be listed.
        Cancelled: `cancellation` was requested.
    """
    require_folder(root)
    seen: dict[tuple[int, int], str] = {}
    yield from _listed(root, "", seen, cancellation)


def _listed(
    folder: Path, prefix: str, seen: dict[tuple[int, int], str], cancellation: Cancellation
) -> Iterator[ListedFile | Skipped]:
    cancellation.raise_if_cancelled()
    own = _identity(folder)
    if own in seen:  # a link to a folder that is listed already, perhaps around this very one
        return
    if own is not None:
        seen[own] = prefix
    try:
        with os.scandir(folder) as entries:
            names = sorted((entry.name for entry in entries), key=natural_key)
    except OSError:
        yield Skipped(prefix.rstrip("/"), "This folder may not be read; change its permissions.", {})
        return
    folders: list[str] = []
    for name in names:
        if name.startswith(".") or name.casefold() in _OF_SYSTEMS:
            continue
        cancellation.raise_if_cancelled()
        path = folder / name
        try:
            status = path.stat()
        except (OSError, ValueError):
            yield Skipped(_printable(prefix + name), "It cannot be read, or is a link to nothing.", {})
            continue
        if stat.S_ISDIR(status.st_mode):
            folders.append(name)
        else:
            yield _file(path, prefix + name, status, seen)
    for name in folders:
        yield from _listed(folder / name, f"{prefix}{name}/", seen, cancellation)


def _file(path: Path, name: str, status: os.stat_result, seen: dict[tuple[int, int], str]) -> ListedFile | Skipped:
    printable = _printable(name)
    if not stat.S_ISREG(status.st_mode):
        return Skipped(printable, "It is a device or a pipe, not an ordinary file.", {})
    if status.st_size == 0:
        return Skipped(printable, "It is empty.", {})
    identity = (status.st_dev, status.st_ino)
    if status.st_ino and identity in seen:
        return Skipped(printable, "It is the same file as {other}.", {"other": _printable(seen[identity])})
    seen[identity] = name
    return ListedFile(path, name, status.st_size, status.st_mtime_ns)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status.st_ino else None


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()
