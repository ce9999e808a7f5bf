"""Deleted folders, which can be brought back until the program ends, and others that only live for a while."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from engine.errors import UserError


class Trash:
    """Holds deleted folders, in a folder of this process that is locked while it lives.

    Args:
        folder: where the trash of every process lies. It is created when it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self._parent = folder
        self._own = folder / f"{os.getpid()}-{secrets.token_hex(4)}"
        self._lock = FileLock(f"{self._own}.lock")

    def put(self, folder: Path) -> None:
        """Move a folder into the trash.

        Raises:
            UserError: the system refuses.
        """
        try:
            self._lock_own()
            folder.rename(self._own / folder.name)
        except (OSError, Timeout) as error:
            raise UserError(
                "The run could not be deleted from {folder}; close other programs that use it and try again.",
                folder=folder.parent,
                details=str(error),
            ) from error

    def take(self, name: str, parent: Path) -> None:
        """Move a folder back into `parent`.

        Raises:
            UserError: it is not there any more.
        """
        try:
            parent.mkdir(parents=True, exist_ok=True)
            (self._own / name).rename(parent / name)
        except OSError as error:
            raise UserError(
                "The deleted run could not be brought back; it is not there any more.", details=str(error)
            ) from error

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Return an empty folder for what is not complete yet, which is deleted afterwards, or by a later `purge`.

        Raises:
            UserError: the system refuses.
        """
        folder = self._own / f"scratch-{secrets.token_hex(4)}"
        try:
            self._lock_own()
            folder.mkdir()
        except (OSError, Timeout) as error:
            raise UserError(
                "Nothing can be written in {folder}; make room or allow writing there.",
                folder=self._parent,
                details=str(error),
            ) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _lock_own(self) -> None:
        self._own.mkdir(parents=True, exist_ok=True)
        if not self._lock.is_locked:
            self._lock.acquire(timeout=0)

    def purge(self) -> None:
        """Delete for ever what processes that have ended left behind."""
        with suppress(OSError):
            for folder in self._parent.iterdir():
                if folder.is_dir() and folder != self._own:
                    with suppress(Timeout), FileLock(f"{folder}.lock").acquire(timeout=0):
                        shutil.rmtree(folder, ignore_errors=True)
                        Path(f"{folder}.lock").unlink(missing_ok=True)

    def close(self) -> None:
        """Delete for ever what this process has deleted."""
        shutil.rmtree(self._own, ignore_errors=True)
        if self._lock.is_locked:
            self._lock.release()
            with suppress(OSError):
                Path(self._lock.lock_file).unlink(missing_ok=True)
