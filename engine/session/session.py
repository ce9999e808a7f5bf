"""All that the window and the headless commands can do: data, training, evaluating, files and verdicts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.cancellation import Cancellation
from engine.datasets import catalogue
from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError
from engine.images.error_table import error_table
from engine.model_file import project_file
from engine.protocol.commands import Drawing
from engine.protocol.events import Evaluated, Event, ProjectSaved, Working
from engine.protocol.inbox import Inbox
from engine.protocol.model_info import ModelInfo, Normal
from engine.runs.run_store import RunStore
from engine.runs.study_file import StudyStore
from engine.session.experiments import Experiments
from engine.session.run_keeper import RunKeeper
from engine.session.runs import Runs
from engine.session.studies import Studies
from engine.session.training import Training
from engine.session.verdicts import Verdicts
from engine.session.workspace import Workspace
from engine.settings import TrainingSettings
from engine.startup import preview
from engine.training.compiling import let_compiling_end
from engine.training.image_counts import training_count


class Session:
    """Works on one data set and one model, on the thread that created it, except for building and compiling.

    Args:
        publish: receives every event.
        inbox: where drawings wait, which are answered during longer work, too; None without a window.
        runs_folder: where runs are kept; None means the user's own folder.

    Attributes:
        workspace: the data and the model.
        verdicts: what can be done with verdicts.
        training: begins and continues runs.
        runs: what can be done with runs that are kept.
        experiments: carries runs and what belongs to them to other machines.
    """

    def __init__(
        self, publish: Callable[[Event], None], *, inbox: Inbox | None = None, runs_folder: Path | None = None
    ) -> None:
        self._publish = publish
        self._inbox = inbox
        self.workspace = Workspace(publish, inbox)
        keeper = self._keeper = RunKeeper(publish, RunStore(runs_folder))
        self._studies = Studies(publish, StudyStore(keeper.store.base / "studies"))
        self.workspace.dataset_taken = self._studies.publish_of
        self.verdicts = Verdicts(self.workspace, keeper, self._studies)
        self.training = Training(self.workspace, keeper, self._begin_beside)
        self.runs = Runs(self.workspace, keeper)
        self.experiments = Experiments(self.workspace, keeper, self.runs, self._studies)

    def load_dataset(
        self, source: str, *, cancellation: Cancellation | None = None, stand_in: bool = True
    ) -> ImageDataset:
        """Load and publish a data set, by `catalogue.load`.

        Args:
            source: "mnist", "pen-digits", "auto" or a file's path.
            cancellation: ends the loading.
            stand_in: take the pen digits if MNIST cannot be loaded, instead of raising.

        Raises:
            UserError: the data cannot be loaded; the current data set is kept.
            Cancelled: `cancellation` was requested; the current data set is kept.
        """
        ending = self.workspace.ending_with_window(cancellation)
        dataset = catalogue.load(source, self.workspace.report, ending, stand_in=stand_in)
        self.workspace.take_dataset(dataset)
        return dataset

    # ---------------------------------------------------------------------------------- the training

    def _begin_beside(self, dataset: ImageDataset, normal: Normal, settings: TrainingSettings) -> None:
        if self._inbox is not None:  # a window learns verdicts after the training; a command says whether it does
            self.verdicts.begin_to_learn(dataset, normal, settings)

    def warm_up(self, settings: TrainingSettings, normal: Normal) -> None:
        """Compile in advance what a training with these settings on the current data set needs, if it is possible.

        It assumes the images that are loaded now; a training may generate more.

        Raises:
            Cancelled: another command waits; the compilation continues.
        """
        inbox = self._inbox
        ending = self.workspace.ending_with_window(
            Cancellation(question=lambda: inbox is not None and inbox.has_command)
        )
        poll = self.workspace.live.serve
        with suppress(UserError):  # a training with these settings will report it
            dataset = self.workspace.dataset
            count = dataset.normal_count(normal, settings.samples)
            training_count(count, settings.validation_split)
            trainer = self.workspace.trainer_for(settings, dataset.image_shape, ending)
            trainer.prepare(count, settings, ending, poll)

    def evaluate(self, normal: Normal) -> Evaluated:
        """Evaluate the current model on the current test set, and publish the table.

        Args:
            normal: the overall figures are taken over the images of these classes; None means all.

        Raises:
            UserError: there is no test set, or it does not fit the model.
            Cancelled: the window was closed.
        """
        workspace = self.workspace
        dataset, images = workspace.dataset, workspace.test_images
        self._publish(Working("Evaluating on the test set"))
        errors = workspace.errors_of(images, workspace.ending_with_window(None))
        labels = dataset.y_test
        is_counted = np.ones(len(images), bool) if normal is None else dataset.is_normal(labels, normal)
        rows = error_table(errors, labels, is_counted)
        evaluated = Evaluated(dataset.name, rows, dataset.label_names)
        info = workspace.model_info
        if normal == info.normal and dataset.identity == info.data_identity:
            metrics = {"bce": rows[0].bce, "mse": rows[0].mse, "mae": rows[0].mae}
            workspace.note(replace(info, metrics=metrics))
            self._keeper.note_metrics(metrics)
        self._publish(evaluated)
        return evaluated

    # ------------------------------------------------------------------------------------- the files

    def save(self, path: Path) -> None:
        """Save the current model as one file, atomically.

        Raises:
            UserError: it cannot be written; an old file is unchanged.
        """
        workspace = self.workspace
        trainer = workspace.trainer
        let_compiling_end(workspace.live.serve)
        extra, extra_json = workspace.judge.to_extra()
        project = project_file.Project(
            workspace.model_info, tuple(trainer.weights()), extra=extra, extra_json=extra_json
        )
        project_file.save(path, project)
        if self._keeper.current is not None:
            self._keeper.mark_kept(self._keeper.current)
        self._publish(ProjectSaved(path))

    def start_keeping_runs(self) -> None:
        """Read the runs that are kept on this machine, and publish them and the newest study."""
        self._keeper.store.load()
        self._keeper.publish_all()
        self._studies.publish_newest()
        self.experiments.purge_data()

    def close(self) -> None:
        """Wait a bounded time for what is still being written about runs, and for learning beside a training."""
        self.verdicts.close()
        self._keeper.close()

    def open(self, path: Path) -> ModelInfo:
        """Make the model from a file the current one.

        Raises:
            UserError: the file cannot be read or is not a model; the current model is kept.
            Cancelled: the window was closed.
        """
        project = project_file.open_project(path)
        self.workspace.open_project(project, None if path == preview.BUNDLED_MODEL else path)
        self._keeper.leave()
        return project.info

    def open_bundled(self) -> ModelInfo:
        """Make the bundled model the current one."""
        return self.open(preview.BUNDLED_MODEL)

    # ----------------------------------------------------------------------------------- the drawing

    def answer(self, drawing: Drawing) -> None:
        """Publish the current model's reconstruction and scores of a drawing."""
        self.workspace.live.answer(drawing)
