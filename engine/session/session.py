"""All that the window and the headless commands can do: data, training, evaluating, files and verdicts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.cancellation import Cancellation, Poll
from engine.datasets import catalogue
from engine.datasets.image_dataset import ImageDataset
from engine.detection.finite import probe_images
from engine.errors import Cancelled, UserError
from engine.image_shape import ImageShape
from engine.images.error_table import error_table
from engine.model_file import project_file
from engine.protocol.activity import Outcome
from engine.protocol.commands import Drawing
from engine.protocol.events import Evaluated, Event, ProjectSaved, TrainingFinished, Working
from engine.protocol.inbox import Inbox
from engine.protocol.model_info import ModelInfo, Normal
from engine.protocol.run_control import RunControl
from engine.session.trainers import Trainers
from engine.session.verdicts import Verdicts
from engine.session.workspace import Workspace
from engine.settings import PRESET_LABELS, TrainingSettings, validated
from engine.startup import preview
from engine.training.compiling import let_compiling_end
from engine.training.trainer import Trainer, training_count


class Session:
    """Works on one data set and one model, on the thread that created it, except for building and compiling.

    Args:
        publish: receives every event.
        inbox: where drawings wait, which are answered during longer work, too; None without a window.

    Attributes:
        workspace: the data and the model.
        verdicts: what can be done with verdicts.
    """

    def __init__(self, publish: Callable[[Event], None], *, inbox: Inbox | None = None) -> None:
        self._publish = publish
        self._inbox = inbox
        self.workspace = Workspace(publish, inbox)
        self.verdicts = Verdicts(self.workspace)
        self._trainers = Trainers(lambda: self.workspace.current_trainer)

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
            trainer = self._trainer_for(settings, dataset.image_shape, ending, poll)
            trainer.prepare(count, settings, ending, poll)

    def train(
        self, settings: TrainingSettings, normal: Normal, control: RunControl, run_id: int
    ) -> TrainingFinished:
        """Train a fresh model, which becomes the current one.

        Returns:
            How it ended; published as well.

        Raises:
            UserError: the settings do not fit the data; the current model is kept.
        """
        validated(settings)
        workspace = self.workspace
        ending, poll = workspace.ending_with_window(control.cancellation), workspace.live.serve
        try:
            ending.raise_if_cancelled()  # it may have been stopped while it waited in the queue
            workspace.require_samples(settings.samples, ending)
            images = workspace.dataset.normal_train(normal, settings.samples)
            trainer = self._trainer_for(settings, workspace.dataset.image_shape, ending, poll)
            trainer.prepare(len(images), settings, ending, poll)
        except Cancelled:  # the current model is kept
            return self._finish(TrainingFinished(run_id, Outcome.STOPPED, 0, 0.0, 0.0, has_begun=False))
        trainer.reset(settings.seed)
        info = ModelInfo(
            name=f"{PRESET_LABELS[settings.preset][0]} · {workspace.dataset.name}",
            settings=settings,
            image_shape=workspace.dataset.image_shape,
            parameters=trainer.parameters,
            trained_on=workspace.dataset.name,
            data_identity=workspace.dataset.identity,
            normal=normal,
        )
        workspace.take_model(trainer, info)
        workspace.judge.forget("The model is still learning.")
        workspace.live.is_training = True
        finished = TrainingFinished(run_id, Outcome.STOPPED, 0, 0.0, 0.0)
        try:
            result = trainer.fit(images, settings, control, run_id, self._publish, poll)
            finished = TrainingFinished(
                run_id, result.outcome, result.epochs, result.seconds, result.samples_per_second
            )
            workspace.note(replace(info, history=result.history))
        finally:  # in any case, so that no one waits for the end of a run that is over
            workspace.live.is_training = False
            workspace.judge.forget()
            self._finish(finished)
        return finished

    def _finish(self, finished: TrainingFinished) -> TrainingFinished:
        self._publish(finished)
        return finished

    def evaluate(self, normal: Normal) -> Evaluated:
        """Evaluate the current model on the current test set, and publish the table.

        Args:
            normal: the overall figures are taken over the images of these classes; None means all.

        Raises:
            UserError: there is no test set, or it does not fit the model.
        """
        workspace = self.workspace
        dataset, images = workspace.dataset, workspace.test_images
        self._publish(Working("Evaluating on the test set"))
        errors = workspace.errors_of(images)
        labels = dataset.y_test
        is_counted = np.ones(len(images), bool) if normal is None else dataset.is_normal(labels, normal)
        rows = error_table(errors, labels, is_counted)
        evaluated = Evaluated(dataset.name, rows)
        info = workspace.model_info
        if normal == info.normal and dataset.identity == info.data_identity:
            metrics = {"bce": rows[0].bce, "mse": rows[0].mse, "mae": rows[0].mae}
            workspace.note(replace(info, metrics=metrics))
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
        self._publish(ProjectSaved(path))

    def open(self, path: Path) -> ModelInfo:
        """Make the model from a file the current one.

        Raises:
            UserError: the file cannot be read or is not a model; the current model is kept.
        """
        workspace = self.workspace
        project = project_file.open_project(path)
        project_file.check_weights(project)
        info = project.info
        trainer = self._trainer_for(
            info.settings, info.image_shape, workspace.ending_with_window(None), workspace.live.serve
        )
        let_compiling_end(workspace.live.serve)
        trainer.set_weights(project.weights)
        if not np.isfinite(trainer.reconstruct(probe_images(info.image_shape))).all():
            raise UserError(
                "The model {name} gives no finite numbers, so it was not opened; use another copy or train it again.",
                name=info.name,
            )
        workspace.take_model(trainer, info, None if path == preview.BUNDLED_MODEL else path)
        try:
            workspace.judge.from_extra(project.extra, project.extra_json, info.image_shape, trainer.reconstruct)
        except UserError as error:  # the model itself can be used
            workspace.judge.forget(str(error))
        return info

    def open_bundled(self) -> ModelInfo:
        """Make the bundled model the current one."""
        return self.open(preview.BUNDLED_MODEL)

    # ----------------------------------------------------------------------------------- the drawing

    def answer(self, drawing: Drawing) -> None:
        """Publish the current model's reconstruction and scores of a drawing."""
        self.workspace.live.answer(drawing)

    # ------------------------------------------------------------------------------------- helpers

    def _trainer_for(
        self, settings: TrainingSettings, image_shape: ImageShape, cancellation: Cancellation, poll: Poll
    ) -> Trainer:
        """Return the compiled model of this architecture; build it if it is not kept.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        key = (settings.model_spec(image_shape), settings.loss)
        if key not in self._trainers:
            self._publish(Working("Building the model"))
        return self._trainers.for_key(key, cancellation, poll)
