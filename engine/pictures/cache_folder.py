"""The folder in which prepared pictures are kept on disk, so that a set opens in a second the next time.

Each set has a folder of its own, which is complete as soon as its `index.json` is there. Nothing in it is trusted.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs

CACHE_BYTES = 4 << 30
"""How much all sets may take; beyond it, those are deleted that were not used for the longest time."""
VERSION = 1
INDEX = "index.json"
_LARGEST_INDEX_BYTES = 64 << 20
_ABANDONED_S = 24 * 3600.0  # after which what was begun and not completed is deleted


def cache_folder() -> Path:
    """Return the folder of all sets, under the user's folder for caches; it need not exist."""
    return platformdirs.user_cache_path("autoencoder-studio", appauthor=False) / "pictures"


def clear() -> None:
    """Delete what is kept; what another program or an open set still uses may stay."""
    shutil.rmtree(cache_folder(), ignore_errors=True)


def used_bytes() -> int:
    """Return how much is kept."""
    return sum(_size_of(folder) for folder in _folders(cache_folder()))


def new_folder(key: str) -> Path:
    """Make a folder for the set of this key, which is incomplete until its index is written.

    Raises:
        OSError: the system refuses.
    """
    folder = cache_folder() / f"{key}-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    return folder


def write_index(folder: Path, entries: Mapping[str, Any]) -> None:
    """Complete the folder of a set.

    Raises:
        OSError: the system refuses.
    """
    temporary = folder / f"{INDEX}.tmp"
    temporary.write_text(json.dumps({"version": VERSION, **entries}), encoding="utf-8")
    temporary.replace(folder / INDEX)


def drop(folder: Path) -> None:
    """Delete the folder of a set."""
    shutil.rmtree(folder, ignore_errors=True)


def find(key: str) -> tuple[Path, dict[str, Any]] | None:
    """Return the newest complete folder of the set of this key, and what its index holds; None if there is none."""
    folders = [folder for folder in _folders(cache_folder()) if folder.name.rpartition("-")[0] == key]
    for folder in sorted(folders, key=_used_at, reverse=True):
        with suppress(OSError, ValueError, RecursionError):
            index = folder / INDEX
            if index.stat().st_size <= _LARGEST_INDEX_BYTES:
                entries = json.loads(index.read_bytes())
                if isinstance(entries, dict) and entries.pop("version", None) == VERSION:
                    return folder, entries
    return None


def note_use(folder: Path) -> None:
    """Note that a set is used now, so that others are deleted first; delete what is too much or out of date."""
    with suppress(OSError):
        os.utime(folder / INDEX)
    key = folder.name.rpartition("-")[0]
    others = [each for each in _folders(folder.parent) if each != folder]
    for other in others:
        is_complete = (other / INDEX).exists()
        is_older_copy = is_complete and other.name.rpartition("-")[0] == key
        if is_older_copy or (not is_complete and time.time() - _used_at(other) > _ABANDONED_S):
            shutil.rmtree(other, ignore_errors=True)
    kept = _size_of(folder)
    for other in sorted(others, key=_used_at, reverse=True):
        kept += _size_of(other)
        if kept > CACHE_BYTES and (other / INDEX).exists():
            shutil.rmtree(other, ignore_errors=True)


def _folders(base: Path) -> list[Path]:
    with suppress(OSError):
        return [folder for folder in base.iterdir() if folder.is_dir()]
    return []


def _size_of(folder: Path) -> int:
    with suppress(OSError):
        return sum(file.stat().st_size for file in folder.iterdir())
    return 0


def _used_at(folder: Path) -> float:
    for path in (folder / INDEX, folder):
        with suppress(OSError):
            return path.stat().st_mtime
    return 0.0
