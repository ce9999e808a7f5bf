"""Opening an experiment file: whatever is in it, nothing of it is run, and nothing is believed."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError
from engine.file_problems import file_size, reading, shown
from engine.model_file import npy_bytes, project_file, stored_zip
from engine.model_file.atomic_write import write_atomically
from engine.model_file.project_file import Project
from engine.protocol.model_info import Pixels
from engine.protocol.run_info import RunInfo, RunStatus
from engine.runs import experiment_spec, run_file, study_file
from engine.runs.checkpoint import state_of
from engine.runs.experiment_spec import (
    DRAWING_MEMBER,
    LARGEST_FILE_BYTES,
    SPEC_MEMBER,
    DataDescription,
    data_member,
    model_member,
    record_member,
    study_member,
)
from engine.runs.run_store import model_path

_LARGEST_DIRECTORY_BYTES = 4 << 20
_LARGEST_DRAWING_PX = 4_096
_NO_EXPERIMENT = "{file} is not an experiment of Autoencoder Studio; choose a file that it saved."


class Experiment:
    """An experiment file that is open. What is small is read and checked; the rest can be extracted.

    Attributes:
        spec: what it holds.
        runs: what is known about the runs; their keys are those of the machine that they come from.
        studies: as far as they came.
        drawing: (height, width) uint8; None without.
    """

    def __init__(self, archive: zipfile.ZipFile, size: int, path: Path) -> None:
        self._archive = archive
        self._path = path
        members = stored_zip.members_of(archive)
        if SPEC_MEMBER not in members:
            raise UserError(_NO_EXPERIMENT, file=shown(path))
        stored_zip.require_stored(members.values(), size)
        self._members = members
        # The spec comes first: in a newer version everything else may be different.
        self.spec = experiment_spec.decode(self._content(SPEC_MEMBER, experiment_spec.LARGEST_BYTES), shown(path))
        if members.keys() != {SPEC_MEMBER, *self.spec.members()}:
            raise ValueError("there are other members than the description says")
        self.runs = tuple(self._run(place) for place in range(len(self.spec.snapshots)))
        self.studies = tuple(
            study_file.decode(self._content(study_member(place), study_file.LARGEST_BYTES))
            for place in range(self.spec.studies)
        )
        self.drawing = self._drawing() if self.spec.has_drawing else None

    def extract_run(self, place: int, folder: Path) -> tuple[RunInfo, Project]:
        """Write a run's model file and snapshots into a folder, and return what is known about it, and its model.

        Raises:
            UserError: one of them is damaged, does not belong to the run, or cannot be written.
        """
        run = self.runs[place]
        with _damage_told(self._path):
            for epoch in (None, *self.spec.snapshots[place]):
                target = model_path(folder, epoch)
                target.parent.mkdir(parents=True, exist_ok=True)
                with self._archive.open(self._members[model_member(place, epoch)]) as source:
                    write_atomically(target, partial(shutil.copyfileobj, source))
                _require_same_model(_project(target), run)
            project = _project(model_path(folder))
            history = _history(project)
        metrics = (
            run.model.metrics if repr(history) == repr(run.model.history) else {}
        )  # NaN is not equal to itself
        model = replace(run.model, history=history, metrics=metrics, parameters=project.info.parameters)
        has_verdicts = "detector" in project.extra_json
        return replace(run, model=model, has_verdicts=has_verdicts, snapshots=self.spec.snapshots[place]), project

    def dataset(self, place: int) -> ImageDataset:
        """Return a data set that the file holds.

        Raises:
            UserError: it is damaged.
        """
        described = self.spec.data[place]
        with _damage_told(self._path):
            arrays: dict[str, NDArray[Any]] = {}
            for name in described.arrays:
                member = data_member(place, name)
                dtype = "|u1" if name.startswith("x") else "<i8"
                arrays[name] = npy_bytes.decode(self._content(member, LARGEST_FILE_BYTES), (dtype,))
            _require_data(arrays, described)
            found = ImageDataset(
                described.name,
                "",
                arrays["x_train"],
                arrays.get("y_train"),
                arrays.get("x_test"),
                arrays.get("y_test"),
            )
            if found.identity != described.identity:
                raise ValueError("the data are not those that the file describes")
        return found

    def _run(self, place: int) -> RunInfo:
        run = run_file.decode(self._content(record_member(place), run_file.LARGEST_BYTES), f"run {place}")
        if run.status in (RunStatus.TRAINING, RunStatus.INTERRUPTED):
            return replace(run, status=RunStatus.STOPPED)
        return run

    def _drawing(self) -> Pixels:
        drawing: Pixels = npy_bytes.decode(self._content(DRAWING_MEMBER, _LARGEST_DRAWING_PX**2 + 1_000), ("|u1",))
        if drawing.ndim != 2 or not 1 <= min(drawing.shape) <= max(drawing.shape) <= _LARGEST_DRAWING_PX:
            raise ValueError("the drawing is not an image")
        return drawing

    def _content(self, name: str, largest_bytes: int) -> bytes:
        member = self._members[name]
        if member.file_size > largest_bytes:
            raise ValueError(f"{name} is too large")
        return stored_zip.content(self._archive, member)


@contextmanager
def opened(path: Path) -> Iterator[Experiment]:
    """Open an experiment file.

    Raises:
        UserError: it cannot be read, is not an experiment, is damaged in any way, or is of a newer version.
    """
    size = file_size(path)
    if size > LARGEST_FILE_BYTES:
        raise UserError(
            "{file} is too large for an experiment of Autoencoder Studio; choose another file.", file=shown(path)
        )
    with reading(path):
        stream = path.open("rb")
    with stream:
        with _damage_told(path):
            if not stored_zip.is_zip(stream):
                raise UserError(_NO_EXPERIMENT, file=shown(path))
            stored_zip.require_end(stream, size, _LARGEST_DIRECTORY_BYTES)
            archive = zipfile.ZipFile(stream)
            experiment = Experiment(archive, size, path)
        with archive:
            yield experiment


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    with reading(path):
        try:
            yield
        except stored_zip.READ_ERRORS as error:
            raise UserError(
                "{file} is damaged or was changed, so it was not opened; use another copy.",
                details=f"{type(error).__name__}: {error}",
                file=shown(path),
            ) from error


def _project(file: Path) -> Project:
    """Return a model file that has been extracted, whose own name tells nobody anything."""
    try:
        return project_file.open_project(file)
    except UserError as error:
        raise ValueError(f"{error} {error.details}") from error


def _history(project: Project) -> Mapping[str, tuple[float, ...]]:
    try:
        return state_of(project).history
    except UserError as error:
        raise ValueError(f"a run cannot be continued: {error.details}") from error


def _require_same_model(project: Project, run: RunInfo) -> None:
    """Check that a model file belongs to a run, whose settings say what is built for its weights."""
    spec = run.model.settings.model_spec(run.model.image_shape)
    same_data = project.info.data_identity == run.model.data_identity and project.info.normal == run.model.normal
    if project.spec != spec or project.info.settings.loss != run.model.settings.loss or not same_data:
        raise ValueError("a model file does not belong to its run")


def _require_data(arrays: Mapping[str, NDArray[Any]], described: DataDescription) -> None:
    for part in ("train", "test"):
        images, labels = arrays.get(f"x_{part}"), arrays.get(f"y_{part}")
        if images is None and labels is not None:
            raise ValueError("there are labels without images")
        if images is not None and (
            images.ndim != 4 or images.shape[1:] != described.image_shape or not len(images)
        ):
            raise ValueError("the images have another shape than the file describes")
        if images is not None and labels is not None and labels.shape != images.shape[:1]:
            raise ValueError("there are not as many labels as images")
