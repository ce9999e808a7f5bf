"""Runs and what belongs to them as one file, ``.aestudio-experiment``, to be opened on another machine.

Like a model file it is a zip of stored members: ``experiment.json`` (`engine.runs.experiment_spec`) names all others,
which are the facts, model files and snapshots of runs as they lie on this machine, studies, the arrays of small data
sets, and a drawing. `engine.runs.experiment_reading` opens it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from numpy.typing import NDArray

from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError
from engine.model_file import npy_bytes, stored_zip
from engine.model_file.atomic_write import write_atomically
from engine.protocol.model_info import Pixels
from engine.protocol.run_info import RunInfo, RunStatus
from engine.runs import experiment_spec, run_file, study_file
from engine.runs.checkpoint import state_of
from engine.runs.experiment_spec import (
    ARRAYS,
    DRAWING_MEMBER,
    LARGEST_FILE_BYTES,
    SPEC_MEMBER,
    DataDescription,
    ExperimentSpec,
    data_member,
    model_member,
    record_member,
    study_member,
)
from engine.runs.run_store import RunStore
from engine.runs.study_file import StudyRecord

_Write = Callable[[BinaryIO], object]


@dataclass(frozen=True, eq=False)
class Contents:
    """What goes into an experiment file.

    Attributes:
        runs: their facts; the files are taken from the store.
        current: the place of the current run in `runs`; None where another model is current.
        studies: as far as they came.
        data: the descriptions of all data.
        datasets: by identity, those that the file shall hold.
        notes: what the user wrote.
        false_alarms: the rate of false alarms, 0..1; None without.
        drawing: (height, width) uint8; None without.
    """

    runs: tuple[RunInfo, ...]
    current: int | None = None
    studies: tuple[StudyRecord, ...] = ()
    data: tuple[DataDescription, ...] = ()
    datasets: Mapping[str, ImageDataset] | None = None
    notes: str = ""
    false_alarms: float | None = None
    drawing: Pixels | None = None


def save(path: Path, contents: Contents, store: RunStore) -> None:
    """Write an experiment file, atomically.

    Raises:
        UserError: a run has learnt nothing yet or cannot be read, all of it is too large, or the file cannot be
            written; an old file is unchanged.
    """
    if len(contents.runs) > experiment_spec.MOST_RUNS:
        raise UserError(
            "An experiment can hold {limit} runs; choose fewer of them.", limit=experiment_spec.MOST_RUNS
        )
    members: list[tuple[str, int, _Write]] = []
    snapshots = []
    for place, run in enumerate(contents.runs):
        epochs = _whole_snapshots(store, run)[-experiment_spec.MOST_SNAPSHOTS :]
        snapshots.append(epochs)
        members.append(_member(record_member(place), run_file.encode(_portable(run))))
        members.append(_file_member(model_member(place), _whole_model(store, run)))
        for epoch in epochs:
            members.append(_file_member(model_member(place, epoch), store.model_file(run.key, epoch)))
    for place, record in enumerate(contents.studies):
        members.append(_member(study_member(place), study_file.encode(record)))
    for place, described in enumerate(contents.data):
        for name in described.arrays:
            array = getattr((contents.datasets or {})[described.identity], name)
            members.append(_array_member(data_member(place, name), array))
    if contents.drawing is not None:
        members.append(_array_member(DRAWING_MEMBER, contents.drawing))
    spec = ExperimentSpec(
        snapshots=tuple(snapshots),
        current=contents.current,
        studies=len(contents.studies),
        data=contents.data,
        notes=contents.notes,
        false_alarms=contents.false_alarms,
        has_drawing=contents.drawing is not None,
    )
    members.insert(0, _member(SPEC_MEMBER, experiment_spec.encode(spec)))
    if sum(size + stored_zip.OVERHEAD_BYTES for _, size, _ in members) > LARGEST_FILE_BYTES:
        raise UserError(
            "The experiment takes more than {limit} MiB, so it was not saved; choose fewer runs, or leave the data "
            "out.",
            limit=LARGEST_FILE_BYTES >> 20,
        )
    write_atomically(path, lambda stream: stored_zip.write(stream, [(name, put) for name, _, put in members]))


def _portable(run: RunInfo) -> RunInfo:
    """Return a run's facts without what only this machine knows."""
    has_ended = run.status not in (RunStatus.TRAINING, RunStatus.INTERRUPTED)
    status = run.status if has_ended else RunStatus.STOPPED
    return replace(run, status=status, data_source=experiment_spec.file_name(run.data_source))


def _whole_model(store: RunStore, run: RunInfo) -> Path:
    path = store.model_file(run.key)
    if not path.exists():
        raise UserError(
            "The run {name} has learnt nothing yet, so it cannot be part of an experiment; leave it out.",
            name=run.name,
        )
    try:
        state_of(store.model(run.key))
    except UserError as error:
        raise UserError(
            "The files of the run {name} are damaged, so it cannot be part of an experiment; leave it out.",
            name=run.name,
            details=f"{error} {error.details}",
        ) from error
    return path


def _whole_snapshots(store: RunStore, run: RunInfo) -> tuple[int, ...]:
    """Return the epochs whose snapshots can be read: a damaged one is no reason to lose the run."""
    epochs = []
    for epoch in run.snapshots:
        with suppress(UserError):
            store.model(run.key, epoch)
            epochs.append(epoch)
    return tuple(epochs)


def _member(name: str, content: bytes) -> tuple[str, int, _Write]:
    return name, len(content), lambda stream: stream.write(content)


def _array_member(name: str, array: NDArray[Any]) -> tuple[str, int, _Write]:
    return name, array.nbytes, lambda stream: npy_bytes.write(stream, array)


def _file_member(name: str, path: Path) -> tuple[str, int, _Write]:
    return name, path.stat().st_size, partial(_copy, path)


def _copy(path: Path, stream: BinaryIO) -> None:
    with path.open("rb") as source:
        shutil.copyfileobj(source, stream)


def arrays_of(dataset: ImageDataset) -> tuple[str, ...]:
    """Return which of `ARRAYS` a data set has."""
    return tuple(name for name in ARRAYS if getattr(dataset, name) is not None)
