"""Experiments: carrying runs, and what belongs to them, to another machine as one file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.cancellation import Cancellation
from engine.datasets.image_dataset import ImageDataset
from engine.model_file.project_file import check_weights
from engine.protocol.commands import SaveExperiment
from engine.protocol.events import Working
from engine.protocol.run_events import ExperimentOpened, ExperimentSaved
from engine.protocol.run_info import RunInfo, RunStatus
from engine.runs import experiment_file
from engine.runs.data_folder import DataFolder
from engine.runs.experiment_file import Contents
from engine.runs.experiment_reading import Experiment, opened
from engine.session.data_finding import IncomingData, outgoing_data
from engine.session.run_keeper import RunKeeper
from engine.session.runs import Runs
from engine.session.studies import Studies
from engine.session.workspace import Workspace


class Experiments:
    """Saves and opens experiment files.

    Args:
        workspace: the data and the model.
        keeper: keeps the runs.
        runs: makes one of them the current one.
        studies: keeps the studies.
    """

    def __init__(self, workspace: Workspace, keeper: RunKeeper, runs: Runs, studies: Studies) -> None:
        self._workspace = workspace
        self._keeper = keeper
        self._runs = runs
        self._studies = studies
        self._data_folder = DataFolder(keeper.store.base / "data")

    def purge_data(self) -> None:
        """Delete the data that came with experiments of which no run is left."""
        runs = self._keeper.store.runs
        self._data_folder.purge({run.model.data_identity for run in runs if run.model.data_identity is not None})

    def save(self, request: SaveExperiment) -> None:
        """Write an experiment file, and publish that it is done; the runs count as kept then.

        Raises:
            UserError: a run is not there or cannot be read, data that must be in it are not found, or it cannot be
                written; an old file is unchanged.
        """
        workspace, keeper = self._workspace, self._keeper
        ending = workspace.ending_with_window(None)
        workspace.publish(Working("Saving the experiment"))
        runs = tuple(keeper.store.run(key) for key in request.keys)
        data, datasets = outgoing_data(workspace, runs, request.with_data, ending)
        contents = Contents(
            runs=runs,
            current=request.keys.index(keeper.current) if keeper.current in request.keys else None,
            studies=self._studies.of({described.identity for described in data}),
            data=data,
            datasets=datasets,
            notes=request.notes,
            false_alarms=request.false_alarms,
            drawing=request.drawing,
        )
        experiment_file.save(request.path, contents, keeper.store)
        for run in runs:
            if run.status is not RunStatus.TRAINING:  # by another window, which writes it
                keeper.mark_kept(run.key)
        workspace.publish(ExperimentSaved(request.path))

    def open(self, path: Path) -> ExperimentOpened:
        """Take in the runs and studies of an experiment file, load its data where they are found, and publish it.

        The run that was the current one becomes it, on its own data. Until everything in the file has been checked,
        nothing changes.

        Returns:
            What was published.

        Raises:
            UserError: the file cannot be read or is damaged in any way, or the runs cannot be written.
            Cancelled: the window was closed.
        """
        workspace, keeper = self._workspace, self._keeper
        ending = workspace.ending_with_window(None)
        workspace.publish(Working("Opening the experiment"))
        with opened(path) as experiment, keeper.store.scratch() as scratch:
            extracted = [
                self._extracted(experiment, place, scratch / f"run-{place:04}", ending)
                for place in range(len(experiment.runs))
            ]
            data = IncomingData(workspace, self._data_folder, keeper.store.runs, path.parent, ending)
            data.extract(experiment, scratch)
            data.take_in()
            placed = [(replace(run, data_source=data.source_of(run)), folder) for run, folder in extracted]
            imported = keeper.import_runs(placed)
            spec = experiment.spec
            current = None if spec.current is None else imported[spec.current]
            self._show(data.dataset_for(current), current)
            for record in experiment.studies:
                self._studies.take_in(record)
            drawing = experiment.drawing
        event = ExperimentOpened(
            path=path,
            keys=tuple(run.key for run in imported),
            notes=spec.notes,
            false_alarms=spec.false_alarms,
            drawing=drawing,
            missing_data=data.missing,
        )
        workspace.publish(event)
        return event

    def _extracted(
        self, experiment: Experiment, place: int, folder: Path, ending: Cancellation
    ) -> tuple[RunInfo, Path]:
        """Return a run's facts and the folder of its files, which are complete and can be used."""
        ending.raise_if_cancelled()
        run, project = experiment.extract_run(place, folder)
        check_weights(project)
        if place == experiment.spec.current:
            self._workspace.require_usable(project)
        return run, folder

    def _show(self, dataset: ImageDataset | None, current: RunInfo | None) -> None:
        workspace = self._workspace
        if dataset is not None and not (workspace.has_dataset and workspace.dataset.identity == dataset.identity):
            workspace.take_dataset(dataset)
        if current is not None:
            self._runs.make_current(current.key)
