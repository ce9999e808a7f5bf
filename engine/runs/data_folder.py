"""Data sets that came with experiment files, beside the runs that were trained on them."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import numpy as np

from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError
from engine.model_file.atomic_write import write_atomically

_LONGEST_NAME = 100
_UNSAFE = '<>:"/\\|?*'
_KEPT_S = 24 * 3600.0


class DataFolder:
    """One folder for each data set, of the name of its identity; in it one file, which has the data set's name.

    Args:
        folder: where they lie. It is created when it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, data_identity: str) -> Path | None:
        """Return the file that should hold these data; None where there is none."""
        with suppress(OSError):
            return next((path for path in sorted(self._of(data_identity).iterdir()) if path.is_file()), None)
        return None

    def take(self, file: Path, data_identity: str) -> Path:
        """Move a file of data here, and return where it is.

        Raises:
            UserError: the system refuses.
        """
        target = self._of(data_identity) / file.name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)
        except OSError as error:
            raise UserError(
                "The data could not be written in {folder}; make room or allow writing there.",
                folder=self.folder,
                details=str(error),
            ) from error
        return target

    def purge(self, used: Collection[str]) -> None:
        """Delete the data of which no run is left, unless they came within a day: their runs may be about to come.

        Args:
            used: the identities of the data of all runs.
        """
        kept = {self._of(identity).name for identity in used}
        with suppress(OSError):
            for folder in self.folder.iterdir():
                if folder.name not in kept and time.time() - folder.stat().st_mtime > _KEPT_S:
                    shutil.rmtree(folder, ignore_errors=True)

    def _of(self, data_identity: str) -> Path:
        return self.folder / hashlib.sha256(data_identity.encode("utf-8", "replace")).hexdigest()[:32]


def write_data(folder: Path, dataset: ImageDataset) -> Path:
    """Write a data set as a file that can be opened like any other, and return its path.

    Its name is that of the data set, from which its name is taken again when it is opened.

    Raises:
        UserError: it cannot be written.
    """
    arrays = {
        "x_train": dataset.x_train,
        "y_train": dataset.y_train,
        "x_test": dataset.x_test,
        "y_test": dataset.y_test,
    }
    path = folder / _safe(dataset.name)
    held = {name: array for name, array in arrays.items() if array is not None}
    write_atomically(path, lambda stream: np.savez(stream, allow_pickle=False, **held))
    return path


def _safe(name: str) -> str:
    """Return a name that every file system takes and that leads nowhere else."""
    plain = "".join("_" if c in _UNSAFE or not c.isprintable() else c for c in name).strip(" .")
    while len(plain.encode("utf-8", "replace")) > _LONGEST_NAME:
        plain = plain[1:]  # the end tells more: it is the suffix
    plain = plain.strip(" .") or "data.npz"
    return plain if "." in plain else f"{plain}.npz"  # so that it is no device of Windows, such as NUL
