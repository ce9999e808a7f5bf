"""Files that nothing is saved over: those that the open images were read from.

They are known to the whole process and asked by whatever writes a file, so that no way of saving can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from engine.errors import UserError

_kept: frozenset[Path] = frozenset()
_by_identity: Mapping[tuple[int, int], Path] = {}  # so that a folder of thousands takes no time


def keep(paths: Iterable[Path]) -> None:
    """Let nothing be saved over these files from now on, instead of over those before."""
    global _kept, _by_identity
    _kept = frozenset(path.absolute() for path in paths)
    _by_identity = {identity: path for path in _kept if (identity := _identity(path)) is not None}


def require_not_kept(path: Path) -> None:
    """Check that saving to `path` destroys no image that is open.

    Raises:
        UserError: `path` is one of the files, under whatever name.
    """
    identity = _identity(path) if _kept else None
    if identity is None:
        return
    same = _by_identity.get(identity)
    if (same is not None and is_same_file(path, same)) or _leads_to_kept(path):
        raise UserError(
            "{name} holds the images that are open, so nothing is saved over it; choose another name.",
            name=path.name,
        )


def _leads_to_kept(path: Path) -> bool:
    """Return whether it has the name of a file that was replaced since, e.g. by another program."""
    try:
        return path.absolute() in _kept or path.resolve() in _kept
    except (OSError, RuntimeError):
        return False


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def is_same_file(one: Path, other: Path) -> bool:
    """Return whether two paths lead to the same file, also through links of both kinds."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them does not exist, may not be looked at, or cannot be a path
        return False
