"""Files that nothing is saved over: those that the open images were read from.

They are known to the whole process and asked by whatever writes a file, so that no way of saving can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.errors import UserError

_kept: tuple[Path, ...] = ()


def keep(paths: Iterable[Path]) -> None:
    """Let nothing be saved over these files from now on, instead of over those before."""
    global _kept
    _kept = tuple(paths)


def require_not_kept(path: Path) -> None:
    """Check that saving to `path` destroys no image that is open.

    Raises:
        UserError: `path` is one of the files, under whatever name.
    """
    if any(is_same_file(path, kept) for kept in _kept):
        raise UserError(
            "{name} holds the images that are open, so nothing is saved over it; choose another name.",
            name=path.name,
        )


def is_same_file(one: Path, other: Path) -> bool:
    """Return whether two paths lead to the same file, also through links of both kinds."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them does not exist, may not be looked at, or cannot be a path
        return False
