"""The weights of a run's earlier epochs: a bounded number of them, as evenly apart as a growing run allows."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from engine.model_file import project_file
from engine.model_file.project_file import Project
from engine.runs.checkpoint import without_training

MOST_SNAPSHOTS = 16
_FOLDER = "snapshots"
_NAME = re.compile(r"epoch-(\d{6})\.aestudio")


def path(folder: Path, epoch: int) -> Path:
    """Return the file of a snapshot in a run's folder."""
    return folder / _FOLDER / f"epoch-{epoch:06}.aestudio"


def epochs(folder: Path) -> tuple[int, ...]:
    """Return the epochs, from 1, that a run's folder has snapshots of, ascending."""
    found = []
    with suppress(OSError):
        found = [int(match[1]) for file in (folder / _FOLDER).iterdir() if (match := _NAME.fullmatch(file.name))]
    return tuple(sorted(found))


def add(folder: Path, project: Project) -> None:
    """Write a snapshot of a model at the end of an epoch, unless it is too close to the one before.

    The distance is 1 epoch at first. Whenever there would be more than `MOST_SNAPSHOTS`, it doubles, and every second
    one is removed.

    Args:
        folder: the run's folder.
        project: its model file.

    Raises:
        UserError: it cannot be written.
    """
    epoch = len(project.info.history.get("loss", ()))
    kept = epochs(folder)
    apart = _distance(kept, epoch)
    if epoch == 0 or epoch % apart or epoch in kept or "detector" in project.extra_json:
        return
    for old in kept:
        if old % apart:
            with suppress(OSError):
                path(folder, old).unlink()
    path(folder, epoch).parent.mkdir(exist_ok=True)
    plain = without_training(project)
    project_file.save(path(folder, epoch), replace(plain, info=replace(plain.info, metrics={})))


def _distance(kept: tuple[int, ...], epoch: int) -> int:
    """Return how many epochs lie between snapshots once there is one of `epoch`, a power of two."""
    apart = 1
    while epoch // apart > MOST_SNAPSHOTS or len([old for old in kept if old % apart == 0]) >= MOST_SNAPSHOTS:
        apart *= 2
    return apart
