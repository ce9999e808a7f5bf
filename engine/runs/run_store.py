"""All runs on this machine: one folder for each, under one that belongs to the user."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
from filelock import BaseFileLock, FileLock, Timeout

from engine.errors import UserError
from engine.model_file import project_file
from engine.model_file.project_file import Project
from engine.protocol.run_info import RunInfo, RunStatus
from engine.runs import run_file, snapshots
from engine.runs.trash import Trash

LIMIT_BYTES = 1 << 30
"""The space that all runs together may take."""
_RECORD = "run.json"
_MODEL = "model.aestudio"
_LOCK = "run.lock"


def model_path(folder: Path, epoch: int | None = None) -> Path:
    """Return the model file in a run's folder, or that of one of its snapshots."""
    return folder / _MODEL if epoch is None else snapshots.path(folder, epoch)


class RunStore:
    """Reads and writes runs. One thread uses it at a time; several processes may share its folder.

    A run that is being trained is locked by its process. So a run that says it is being trained and is not locked was
    interrupted: its process was killed, or the machine went down.

    Args:
        folder: where the runs lie; None means the user's own data folder. It is created when it is needed.
        limit_bytes: the space that the runs may take.
    """

    def __init__(self, folder: Path | None = None, limit_bytes: int = LIMIT_BYTES) -> None:
        base = folder or platformdirs.user_data_path("autoencoder-studio", appauthor=False)
        self.base = base
        self.folder = base / "runs"
        self.limit_bytes = limit_bytes
        self._trash = Trash(base / "deleted")
        self._runs: dict[str, RunInfo] = {}
        self._locks: dict[str, BaseFileLock] = {}

    # ------------------------------------------------------------------------------------- all of them

    def load(self) -> None:
        """Read the list of runs. Those that cannot be read are left out; those that were interrupted are marked."""
        self._trash.purge()
        self._runs = {}
        for folder in self._folders():
            with suppress(UserError, ValueError, OSError):
                run = run_file.read(folder / _RECORD, folder.name)
                if run.status is RunStatus.TRAINING:
                    run = self._after_interruption(run)
                self._runs[run.key] = self._measured(run)

    @property
    def runs(self) -> tuple[RunInfo, ...]:
        """All runs, the latest first."""
        return tuple(sorted(self._runs.values(), key=lambda run: (run.created, run.key), reverse=True))

    @property
    def used_bytes(self) -> int:
        """The space that all runs take."""
        return sum(run.size_bytes for run in self._runs.values())

    def drop_oldest(self, spared: str | None) -> tuple[RunInfo, ...]:
        """Remove the oldest runs until the others fit into the space, and return them.

        Runs that are kept (`RunInfo.is_kept`) or being trained, and the spared one, are never removed.
        """
        dropped = []
        for run in reversed(self.runs):
            if self.used_bytes <= self.limit_bytes:
                break
            if not (run.is_kept or run.key == spared or run.status is RunStatus.TRAINING):
                shutil.rmtree(self._folder(run.key), ignore_errors=True)
                del self._runs[run.key]
                dropped.append(run)
        return tuple(dropped)

    # ------------------------------------------------------------------------------------- one of them

    def __contains__(self, key: str) -> bool:
        return key in self._runs

    def run(self, key: str) -> RunInfo:
        """Return what is known about a run.

        Raises:
            UserError: there is none of this key.
        """
        if key not in self._runs:
            raise UserError("This run is not there any more; choose another one.")
        return self._runs[key]

    def new_key(self) -> str:
        """Return a key that no run has."""
        return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"

    def begin(self, run: RunInfo) -> None:
        """Write a run that is being trained from now on, and lock it.

        Raises:
            UserError: it cannot be written, or another window trains it.
        """
        folder = self._folder(run.key)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = self._locks.setdefault(run.key, FileLock(folder / _LOCK))
            lock.acquire(timeout=0)
        except Timeout as error:
            raise UserError(
                "The run {name} is being trained by another window; wait until it has ended.", name=run.name
            ) from error
        except OSError as error:
            raise UserError(
                "The run cannot be kept in {folder}, since {reason}; make room or allow writing there.",
                folder=self.folder,
                reason=error.strerror or error,
                details=str(error),
            ) from error
        self.write(run)

    def end(self, key: str) -> None:
        """Unlock a run: it is not trained any more."""
        lock = self._locks.pop(key, None)
        if lock is not None:
            lock.release()

    def remember(self, run: RunInfo) -> None:
        """Know newer facts about a run, which will be written soon."""
        self._runs[run.key] = run

    def write(self, run: RunInfo) -> None:
        """Write what is known about a run.

        Raises:
            UserError: it cannot be written.
        """
        run_file.write(self._folder(run.key) / _RECORD, run)
        self._runs[run.key] = self._measured(run)

    def write_model(self, key: str, project: Project) -> None:
        """Write a run's model file, and a snapshot of its weights if a new epoch is worth one.

        Raises:
            UserError: it cannot be written.
        """
        folder = self._folder(key)
        project_file.save(folder / _MODEL, project)
        snapshots.add(folder, project)

    def model(self, key: str, epoch: int | None = None) -> Project:
        """Return a run's model file, or that of one of its snapshots.

        Raises:
            UserError: it cannot be read.
        """
        return project_file.open_project(self.model_file(key, epoch))

    def model_file(self, key: str, epoch: int | None = None) -> Path:
        """Return the path of a run's model file, or that of one of its snapshots.

        Raises:
            UserError: there is no run of this key.
        """
        return model_path(self._folder(self.run(key).key), epoch)

    def remove(self, key: str) -> None:
        """Delete a run for ever, e.g. one that never learnt anything."""
        self.end(key)
        self._runs.pop(key, None)
        shutil.rmtree(self._folder(key), ignore_errors=True)

    def delete(self, keys: tuple[str, ...]) -> None:
        """Delete runs, until `restore`.

        Raises:
            UserError: one is being trained, or the system refuses.
        """
        for key in keys:
            run = self.run(key)
            if run.status is RunStatus.TRAINING:
                raise UserError("{name} is being trained; stop it before you delete it.", name=run.name)
            self._trash.put(self._folder(key))
            del self._runs[key]

    def restore(self, keys: tuple[str, ...]) -> None:
        """Bring deleted runs back.

        Raises:
            UserError: one is not there any more.
        """
        for key in keys:
            self._trash.take(key, self.folder)
            with suppress(ValueError):
                self._runs[key] = self._measured(run_file.read(self._folder(key) / _RECORD, key))

    # -------------------------------------------------------------------------------- from elsewhere

    def scratch(self) -> AbstractContextManager[Path]:
        """Return an empty folder for what is not complete yet, which is deleted afterwards.

        Raises:
            UserError: the system refuses.
        """
        return self._trash.scratch()

    def add(self, run: RunInfo, folder: Path) -> RunInfo:
        """Take in a run from elsewhere, under its key.

        Args:
            run: what is known about it.
            folder: in `scratch`; holds its model file and its snapshots, and is moved.

        Raises:
            UserError: the system refuses.
        """
        run_file.write(folder / _RECORD, run)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            folder.rename(self._folder(run.key))
        except OSError as error:
            raise UserError(
                "The run could not be written in {folder}; make room or allow writing there.",
                folder=self.folder,
                details=str(error),
            ) from error
        self._runs[run.key] = self._measured(run)
        return self._runs[run.key]

    def close(self) -> None:
        """Unlock everything, and delete for ever what was deleted."""
        for key in list(self._locks):
            self.end(key)
        self._trash.close()

    # ---------------------------------------------------------------------------------------- its files

    def _folders(self) -> Iterator[Path]:
        with suppress(OSError):
            yield from (folder for folder in sorted(self.folder.iterdir()) if (folder / _RECORD).is_file())

    def _folder(self, key: str) -> Path:
        return self.folder / key

    def _after_interruption(self, run: RunInfo) -> RunInfo:
        """Return a run that says it is being trained as it is: its model file may be one epoch ahead of its record."""
        lock = FileLock(self._folder(run.key) / _LOCK)
        try:
            with lock.acquire(timeout=0):
                for leftover in self._folder(run.key).glob(".*.tmp"):  # of a write that was cut off
                    leftover.unlink()
                interrupted = replace(run, status=RunStatus.INTERRUPTED)
                with suppress(UserError):
                    project = project_file.open_project(self._folder(run.key) / _MODEL)
                    interrupted = replace(interrupted, model=replace(run.model, history=project.info.history))
                run_file.write(self._folder(run.key) / _RECORD, interrupted)
                return interrupted
        except Timeout:  # by another window, or by a command
            return run

    def _measured(self, run: RunInfo) -> RunInfo:
        """Return the run with the size of its folder and the list of its snapshots."""
        folder = self._folder(run.key)
        size = 0
        with suppress(OSError):
            size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        return replace(run, size_bytes=size, snapshots=snapshots.epochs(folder))
