"""The data of an experiment: what goes into its file, and finding them again where it is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from engine.cancellation import Cancellation
from engine.datasets import catalogue, mnist
from engine.datasets.image_dataset import ImageDataset
from engine.datasets.left_out import split_source
from engine.errors import UserError
from engine.protocol.run_info import RunInfo
from engine.runs.data_folder import DataFolder, write_data
from engine.runs.experiment_file import arrays_of
from engine.runs.experiment_reading import Experiment
from engine.runs.experiment_spec import BUILT_IN, DataDescription, describe, describe_unseen
from engine.session.run_data import find_data, load_source
from engine.session.workspace import Workspace

SMALL_BYTES = 20 << 20
"""Data that take no more are put into the file unless the user says otherwise."""

_MOST_GENERATED = 200_000  # so that a file that claims billions of pen digits does not fill the memory


def outgoing_data(
    workspace: Workspace, runs: Sequence[RunInfo], with_data: bool | None, cancellation: Cancellation
) -> tuple[tuple[DataDescription, ...], Mapping[str, ImageDataset]]:
    """Return the descriptions of the data of these runs, and the data that are put into the file, by identity.

    Without runs they are the current data.

    Args:
        workspace: holds the current data.
        runs: those of the experiment.
        with_data: put data in that are not built in; None does so where they are small.
        cancellation: ends the loading.

    Raises:
        UserError: they must be put in, and are not found.
        Cancelled: `cancellation` was requested.
    """
    descriptions: dict[str, DataDescription] = {}
    held: dict[str, ImageDataset] = {}

    def take(dataset: ImageDataset) -> None:
        if dataset.plan is not None and with_data:
            raise UserError(
                "{data} is a folder of pictures, which is not put into the file; hand it on beside the file, and leave "
                "the data out.",
                data=dataset.name,
            )
        is_held = (
            dataset.source not in BUILT_IN
            and dataset.plan is None
            and (_bytes_of(dataset) <= SMALL_BYTES if with_data is None else with_data)
        )
        descriptions[dataset.identity] = describe(dataset, arrays_of(dataset) if is_held else ())
        if is_held:
            held[dataset.identity] = dataset

    if not runs and workspace.has_dataset:
        take(workspace.dataset)
    for run in runs:
        identity = run.model.data_identity
        if identity is None or identity in descriptions:
            continue
        dataset = _at_hand(workspace, run, cancellation)
        if dataset is not None:
            take(dataset)
        elif with_data and run.data_source not in BUILT_IN:
            raise UserError(
                "{data} was not found, so it cannot be put into the file; open it first, or leave the data out.",
                data=run.model.trained_on,
            )
        else:
            descriptions[identity] = describe_unseen(run.model, run.data_source)
    return tuple(descriptions.values()), held


def _at_hand(workspace: Workspace, run: RunInfo, cancellation: Cancellation) -> ImageDataset | None:
    """Return the data of a run without using the network; None if they are not found."""
    if workspace.has_dataset and workspace.dataset.identity == run.model.data_identity:
        return workspace.dataset
    if run.data_source == "mnist" and mnist.cached_file() is None:
        return None
    return find_data(workspace, run, cancellation)


def _bytes_of(dataset: ImageDataset) -> int:
    return sum(getattr(dataset, name).nbytes for name in arrays_of(dataset))


@dataclass(frozen=True)
class _Found:
    """Where data are, and the data themselves, unless they have not been loaded."""

    source: str
    dataset: ImageDataset | None = None


class IncomingData:
    """Finds the data of an experiment: in its file, by their name, beside the file, or where other runs have theirs.

    Args:
        workspace: holds the current data.
        folder: keeps data that came with experiments.
        runs: those of this machine.
        beside: the folder of the experiment file.
        cancellation: ends the loading.
    """

    def __init__(
        self,
        workspace: Workspace,
        folder: DataFolder,
        runs: Sequence[RunInfo],
        beside: Path,
        cancellation: Cancellation,
    ) -> None:
        self._workspace = workspace
        self._folder = folder
        self._runs = runs
        self._beside = beside
        self._cancellation = cancellation
        self._descriptions: tuple[DataDescription, ...] = ()
        self._files: dict[str, Path] = {}
        self._found: dict[str, _Found] = {}

    def extract(self, experiment: Experiment, scratch: Path) -> None:
        """Check all data in the file, and write them into a folder that will be deleted.

        Raises:
            UserError: they are damaged, or cannot be written.
            Cancelled: `cancellation` was requested.
        """
        self._descriptions = experiment.spec.data
        for place, described in enumerate(self._descriptions):
            if not described.arrays:
                continue
            self._cancellation.raise_if_cancelled()
            folder = scratch / f"data-{place:04}"
            folder.mkdir()
            file = write_data(folder, experiment.dataset(place))
            if self._opened(file).identity != described.identity:
                raise UserError("The data {name} in the file cannot be used here.", name=described.name)
            self._files[described.identity] = file

    def take_in(self) -> None:
        """Keep the data that were in the file, and look for the others.

        Raises:
            UserError: they cannot be written.
            Cancelled: `cancellation` was requested.
        """
        for described in self._descriptions:
            found = self._in_file(described) or self._elsewhere(described)
            if found is not None:
                self._found[described.identity] = found

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the data that were not found."""
        return tuple(d.name for d in self._descriptions if d.identity not in self._found)

    def source_of(self, run: RunInfo) -> str | None:
        """Return what loads the data of a run here; None if they were not found."""
        found = self._found.get(run.model.data_identity or "")
        return None if found is None else found.source

    def dataset_for(self, run: RunInfo | None) -> ImageDataset | None:
        """Return the data of a run, or without one the first of the experiment; None if they are not found.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        identity = self._descriptions[0].identity if self._descriptions else ""
        if run is not None:
            identity = run.model.data_identity or ""
        found = self._found.get(identity)
        if found is None:
            return None
        if found.dataset is not None:
            return found.dataset
        with suppress(UserError):  # e.g. of a download: it is missing then
            described = next(d for d in self._descriptions if d.identity == identity)
            count = min(described.train_images or 0, _MOST_GENERATED)
            dataset = load_source(self._workspace, found.source, count, self._cancellation)
            if dataset.identity == identity:
                return dataset
        del self._found[identity]
        return None

    # ------------------------------------------------------------------------------------------- helpers

    def _in_file(self, described: DataDescription) -> _Found | None:
        file = self._files.get(described.identity)
        if file is None:
            return None
        path = self._folder.take(file, described.identity)
        return _Found(str(path), replace(self._opened(path), name=described.name))

    def _elsewhere(self, described: DataDescription) -> _Found | None:
        workspace = self._workspace
        if workspace.has_dataset and workspace.dataset.identity == described.identity:
            return _Found(workspace.dataset.source, workspace.dataset)
        if described.source is not None and split_source(described.source)[0] in BUILT_IN:
            return _Found(described.source)
        paths = [self._folder.find(described.identity)]
        if described.source is not None:
            paths.append(self._beside / described.source)
        paths += [
            Path(run.data_source)
            for run in self._runs
            if run.data_source not in (None, *BUILT_IN) and run.model.data_identity == described.identity
        ]
        for path in paths:
            with suppress(UserError):
                if path is not None and (dataset := self._opened(path)).identity == described.identity:
                    return _Found(str(path.absolute()), dataset)
        return None

    def _opened(self, path: Path) -> ImageDataset:
        source = str(path.absolute())
        return catalogue.load(source, self._workspace.report, self._cancellation, stand_in=False)
