"""Checking, before any work, that what a command writes destroys nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.errors import UserError
from engine.model_file.atomic_write import require_writable
from engine.model_file.kept_files import is_same_file


def require_output(path: Path, suffix: str, inputs: Iterable[Path], *, is_forced: bool) -> None:
    """Check that a file can be written and that nothing is lost by it.

    Args:
        path: the file to write.
        suffix: the ending that its name must have, unless forced.
        inputs: the files that are read; none of them may be the output, forced or not. They are looked at only where
            `path` exists.
        is_forced: whether another ending will do, and an old file may be replaced.

    Raises:
        UserError: the sentence says what is wrong with `path`.
    """
    is_there = _is_file(path)
    if is_there and any(is_same_file(path, read) for read in inputs):
        raise UserError(
            "{name} is one of the files that are read, so nothing is written over it; choose another name.",
            name=path.name,
        )
    require_writable(path)
    if is_forced:
        return
    if path.suffix.lower() != suffix:
        raise UserError(
            "The name {name} does not end in {suffix}; choose one that does, or add --force.",
            name=path.name,
            suffix=suffix,
        )
    if is_there:
        raise UserError(
            "There is already a file {name}; choose another name, or add --force to replace it.", name=path.name
        )


def require_empty_folder(folder: Path, *, is_forced: bool) -> None:
    """Check that a folder, if it exists, holds nothing that could be replaced.

    Raises:
        UserError: it is not empty, or cannot be looked into.
    """
    if is_forced or not folder.is_dir():
        return
    try:
        is_empty = next(folder.iterdir(), None) is None
    except OSError as error:
        raise UserError(
            "The folder {folder} cannot be read ({reason}); choose another.", folder=folder, reason=error.strerror
        ) from error
    if not is_empty:
        raise UserError(
            "The folder {folder} is not empty; choose another, or add --force to replace files in it.",
            folder=folder,
        )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # `require_writable` says what is wrong
        return False


def make_folder(folder: Path) -> None:
    """Make a folder for what a command writes, if it is not there.

    Raises:
        UserError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise UserError(
            "The folder {folder} cannot be made ({reason}); choose another.",
            folder=folder,
            reason=getattr(error, "strerror", None) or "its name is not valid",
        ) from error
