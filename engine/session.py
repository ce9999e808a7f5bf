"""The one owner of data, model and detector: all that the window and the headless commands can do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine import preview, project_file
from engine.asking import Asked, ending
from engine.compiling import compile_beside, let_compiling_end
from engine.datasets import catalogue
from engine.datasets.fixed_samples import fixed_samples
from engine.datasets.image_dataset import ImageDataset, Images
from engine.detector import MOST_NORMALS, Detector
from engine.error_table import error_table
from engine.errors import Cancelled, UserError
from engine.fault_panel import ROWS, measure_faults
from engine.inbox import Inbox
from engine.judge import Judge
from engine.live_answers import LiveAnswers
from engine.messages import (
    DatasetLoaded,
    Drawing,
    Evaluated,
    Event,
    FloatImages,
    ModelInfo,
    ModelReady,
    Normal,
    ProjectSaved,
    TrainingFinished,
    Working,
)
from engine.run_control import RunControl
from engine.settings import PRESET_LABELS, ImageShape, ModelSpec, TrainingSettings, validated
from engine.study import study
from engine.study_training import StudyTraining
from engine.training import Trainer, training_count
from engine.verdict_messages import FaultAdvanced, FaultRow, Judged, StudyAdvanced, StudyRow


class Session:
    """Holds one data set and one model, and works on them on the thread that made it, but for building and compiling.

    Args:
        publish: takes every event.
        inbox: where drawings wait that are answered in the middle of longer work; None where nobody draws.
    """

    def __init__(self, publish: Callable[[Event], None], *, inbox: Inbox | None = None) -> None:
        self._publish = publish
        self._trainers: dict[tuple[ModelSpec, str], Trainer] = {}
        self.judge = Judge(publish)
        self._inbox = inbox
        self._live = LiveAnswers(publish, self.judge, inbox)
        self._study_training = StudyTraining()
        self._dataset: ImageDataset | None = None
        self._trainer: Trainer | None = None
        self._info: ModelInfo | None = None

    # ------------------------------------------------------------------------------------------ data

    @property
    def dataset(self) -> ImageDataset:
        """The current data set.

        Raises:
            UserError: there is none yet.
        """
        if self._dataset is None:
            raise UserError("There are no images yet; choose a data set first.")
        return self._dataset

    def load_dataset(
        self, source: str, *, cancelled: threading.Event | None = None, stand_in: bool = True
    ) -> ImageDataset:
        """Load and publish a data set; `catalogue.load` says from where.

        Args:
            source: "mnist", "pen-digits", "auto" or a file's path.
            cancelled: set by another thread to give up.
            stand_in: take the pen digits where MNIST cannot be had, instead of raising.

        Raises:
            UserError: the data cannot be had; the current ones stay.
            Cancelled: as it says.
        """
        dataset = catalogue.load(source, self._report, cancelled or threading.Event(), stand_in=stand_in)
        self._take_dataset(dataset)
        return dataset

    def _take_dataset(self, dataset: ImageDataset) -> None:
        self._dataset = dataset
        self._publish(DatasetLoaded(dataset))
        self._live.take_samples(fixed_samples(dataset))

    def _report(self, doing: str, fraction: float | None) -> None:
        self._publish(Working(doing, fraction))

    def _make_pen_digits(self, count: int | None, cancelled: threading.Event) -> None:
        """Generate more pen digits where more are wished than there are: they come in any number."""
        if count is not None and self.dataset.source == "pen-digits" and count > len(self.dataset.x_train):
            self._take_dataset(catalogue.pen_digits(self._report, cancelled, count=count))

    # ------------------------------------------------------------------------------------- the model

    @property
    def model_info(self) -> ModelInfo:
        """The current model.

        Raises:
            UserError: there is none yet.
        """
        if self._info is None:
            raise UserError("There is no model yet; train one or open a model file first.")
        return self._info

    def reconstruct(self, images: FloatImages) -> FloatImages:
        """Return the model's reconstructions, (n, h, w, c) float32 in 0..1 for images of the same form."""
        return self._current_trainer().reconstruct(images)

    def errors_of(self, images: Images) -> Mapping[str, NDArray[np.float32]]:
        """Return "bce", "mse" and "mae" of each image, (n,) float32, for (n, h, w, c) uint8 images.

        Raises:
            UserError: the images are of another shape than the model's.
        """
        self._require_shape(images.shape[1:], "These images")
        return self._current_trainer().errors(images, self._live.serve)

    def warm_up(self, settings: TrainingSettings) -> None:
        """Compile ahead what a training with these settings on the current data set needs.

        Raises:
            Cancelled: another command waits; the compiling goes on.
        """
        is_waited_for = Asked(lambda: self._inbox is not None and self._inbox.has_command)
        attend = ending(self._is_cancelled_by(is_waited_for))
        self._trainer_for(settings, attend).warm_up(settings.batch_size, attend)

    def train(
        self, settings: TrainingSettings, normal: Normal, control: RunControl, run_id: int
    ) -> TrainingFinished:
        """Train a fresh model, which becomes the current one.

        Returns:
            How it ended; published as well.

        Raises:
            UserError: the settings do not fit the data; the current model stays.
        """
        validated(settings)
        attend = ending(self._is_cancelled_by(Asked(lambda: control.is_stopped)))
        try:
            attend()  # it may have been stopped while it waited in the queue
            self._make_pen_digits(settings.samples, Asked(lambda: control.is_stopped or self._live.is_closed))
            images = self.dataset.normal_train(normal, settings.samples)
            trainer = self._trainer_for(settings, attend)
            trainer.prepare(len(images), settings, attend)
        except Cancelled:  # the current model stays
            return self._finish(TrainingFinished(run_id, "stopped", 0, 0.0, 0.0, has_begun=False))
        trainer.reset(settings.seed)
        self._take_model(
            trainer,
            ModelInfo(
                name=f"{PRESET_LABELS[settings.preset][0]} · {self.dataset.name}",
                settings=settings,
                image_shape=self.dataset.image_shape,
                parameters=trainer.parameters,
                trained_on=self.dataset.name,
                normal=normal,
            ),
        )
        self.judge.forget("The model is still learning.")
        self._live.is_training = True
        finished = TrainingFinished(run_id, "stopped", 0, 0.0, 0.0)
        try:
            result = trainer.fit(images, settings, control, run_id, self._publish, self._live.serve)
            finished = TrainingFinished(
                run_id, result.outcome, result.epochs, result.seconds, result.samples_per_second
            )
            self._info = replace(self.model_info, history=result.history)
        finally:  # whatever happened, nobody may wait for the end of a run that is over
            self._live.is_training = False
            self.judge.forget()
            self._finish(finished)
        return finished

    def _finish(self, finished: TrainingFinished) -> TrainingFinished:
        self._publish(finished)
        return finished

    def evaluate(self, normal: Normal) -> Evaluated:
        """Judge the current model on the current test set, and publish the table.

        Args:
            normal: the overall figures are taken over the images of these classes; None means all.

        Raises:
            UserError: there is no test set, or it does not fit the model.
        """
        dataset = self.dataset
        images = self._test_images()
        self._publish(Working("Evaluating on the test set"))
        errors = self.errors_of(images)
        labels = dataset.y_test
        is_counted = np.ones(len(images), bool) if normal is None else dataset.is_normal(labels, normal)
        rows = error_table(errors, labels, is_counted)
        evaluated = Evaluated(dataset.name, rows)
        if normal == self.model_info.normal and dataset.name == self.model_info.trained_on:
            metrics = {"bce": rows[0].bce, "mse": rows[0].mse, "mae": rows[0].mae}
            self._info = replace(self.model_info, metrics=metrics)
        self._publish(evaluated)
        return evaluated

    # ---------------------------------------------------------------------------------- the verdicts

    def learn_normal(self, cancelled: threading.Event | None = None, *, most: int = MOST_NORMALS) -> None:
        """Learn from the model's own normal classes of the current data set what their scores are.

        Args:
            cancelled: set by another thread to give up.
            most: learn from so many images at most.

        Raises:
            UserError: the images do not fit the model, or are too few.
            Cancelled: as it says; the model then gives no verdicts.
        """
        info, dataset = self.model_info, self.dataset
        self._require_shape(dataset.image_shape, "These images")
        is_own = dataset.name == info.trained_on
        images = dataset.normal_train(info.normal if dataset.labels else None, info.settings.samples)
        is_unseen = None
        if is_own:  # what it has learnt from, it reconstructs too well
            is_unseen = np.arange(len(images)) >= training_count(len(images), info.settings.validation_split)
        self.judge.take(
            Detector.fit(
                images,
                self._current_trainer().reconstruct,
                is_unseen=is_unseen,
                seed=info.settings.seed,
                most_normals=most,
                report=self._report,
                cancelled=self._is_cancelled_by(cancelled),
            )
        )

    def judge_test_set(self, normal: Normal, cancelled: threading.Event | None = None) -> Judged:
        """Score the whole test set, and publish the verdicts.

        Raises:
            UserError: there is no detector or no test set, or the images do not fit the model.
        """
        images = self._test_images()
        self._publish(Working("Scoring the test set"))
        errors = self.errors_of(images)["mse"]
        return self.judge.judge(self.dataset, normal, errors, self._is_cancelled_by(cancelled))

    def study(
        self,
        settings: TrainingSettings,
        choices: Sequence[tuple[int, ...]],
        cancelled: threading.Event | None = None,
    ) -> list[StudyRow]:
        """Train and judge once for each choice of normal classes, and publish each row. The model stays as it is.

        Raises:
            UserError: the data or a choice do not allow it.
            Cancelled: as it says; the rows so far have been published.
        """
        validated(settings)
        self._make_pen_digits(settings.samples, Asked(self._is_cancelled_by(cancelled)))
        ask = self._is_cancelled_by(cancelled)
        train = self._study_training.for_settings(settings, self.dataset.image_shape, ask)
        self._publish(StudyAdvanced(None, 0, len(choices)))
        rows: list[StudyRow] = []
        for row in study(
            self.dataset,
            choices,
            train,
            seed=settings.seed,
            samples=settings.samples,
            report=self._report,
            cancelled=ask,
        ):
            rows.append(row)
            self._publish(StudyAdvanced(row, len(rows), len(choices)))
        return rows

    def measure_faults(self, normal: Normal, cancelled: threading.Event | None = None) -> list[FaultRow]:
        """Measure how well every fault is told from whole test images of the normal classes; publish each row.

        Raises:
            UserError: there is no detector or no test set, or the images do not fit the model or are too few.
            Cancelled: as it says.
        """
        images = self._test_images()
        self._require_shape(images.shape[1:], "These images")
        if normal is not None:
            images = images[self.dataset.is_normal(self.dataset.y_test, normal)]
        detector = self.judge.detector
        self._publish(FaultAdvanced(None, 0, len(ROWS)))
        rows: list[FaultRow] = []
        for row in measure_faults(
            detector,
            self._current_trainer().reconstruct,
            images,
            seed=self.model_info.settings.seed,
            cancelled=self._is_cancelled_by(cancelled),
        ):
            rows.append(row)
            self._publish(FaultAdvanced(row, len(rows), len(ROWS)))
        return rows

    def _is_cancelled_by(self, cancelled: threading.Event | None) -> Callable[[], bool]:
        """Return what long work should ask often: it answers drawings meanwhile."""

        def ask() -> bool:
            self._live.serve()
            return self._live.is_closed or (cancelled is not None and cancelled.is_set())

        return ask

    def _test_images(self) -> Images:
        if self.dataset.x_test is None:
            raise UserError(
                "{name} has no test images to evaluate on; open a data set with x_test.", name=self.dataset.name
            )
        return self.dataset.x_test

    # ------------------------------------------------------------------------------------- the files

    def save(self, path: Path) -> None:
        """Save the current model as one file, atomically.

        Raises:
            UserError: it cannot be written; what stood there before still does.
        """
        trainer = self._current_trainer()
        let_compiling_end(self._live.serve)
        weights = tuple(trainer.weights())
        extra, extra_json = self.judge.to_extra()
        project = project_file.Project(self.model_info, weights, extra=extra, extra_json=extra_json)
        project_file.save(path, project)
        self._publish(ProjectSaved(path))

    def open(self, path: Path) -> ModelInfo:
        """Make the model of a file the current one.

        Raises:
            UserError: the file cannot be read or is no model; the current model stays.
        """
        project = project_file.open_project(path)
        info = project.info
        trainer = self._trainer_for(info.settings, self._live.serve, info.image_shape)
        let_compiling_end(self._live.serve)
        project_file.check_weights(project, trainer.weight_shapes())
        trainer.set_weights(project.weights)
        self._take_model(trainer, info, None if path == preview.BUNDLED_MODEL else path)
        try:
            self.judge.from_extra(project.extra, project.extra_json, info.image_shape, trainer.reconstruct)
        except UserError as error:  # the model is whole all the same
            self.judge.forget(str(error))
        return info

    def open_bundled(self) -> ModelInfo:
        """Make the bundled model the current one."""
        return self.open(preview.BUNDLED_MODEL)

    # --------------------------------------------------------------------------------- the drawing

    def answer(self, drawing: Drawing) -> None:
        """Publish what the current model makes of a drawing."""
        self._live.answer(drawing)

    # ---------------------------------------------------------------------------------- its parts

    def _take_model(self, trainer: Trainer, info: ModelInfo, path: Path | None = None) -> None:
        self._trainer, self._info = trainer, info
        self._publish(ModelReady(info, path))
        self._live.take_model(trainer.reconstruct, info.image_shape)

    def _trainer_for(
        self, settings: TrainingSettings, attend: Callable[[], None], image_shape: ImageShape | None = None
    ) -> Trainer:
        """Return the one compiled model of this architecture, since each build leaks memory.

        Raises what `attend` raises, which is called in the course of it.
        """
        key = (settings.model_spec(image_shape or self.dataset.image_shape), settings.loss)
        if key not in self._trainers:
            self._publish(Working("Building the model"))
            compile_beside(lambda: self._build(key), attend)
        return self._trainers[key]

    def _build(self, key: tuple[ModelSpec, str]) -> None:
        if key not in self._trainers:  # while this waited in line
            self._trainers[key] = Trainer(*key)

    def _current_trainer(self) -> Trainer:
        if self._trainer is None:
            raise UserError("There is no model yet; train one or open a model file first.")
        return self._trainer

    def _require_shape(self, shape: tuple[int, ...], what: str) -> None:
        expected = self.model_info.image_shape
        if tuple(shape) != expected:
            raise UserError(
                "{what} are {width} × {height} px, but the model was trained on {model_width} × {model_height} "
                "px; train on images like these first.",
                what=what,
                height=shape[0],
                width=shape[1],
                model_height=expected[0],
                model_width=expected[1],
            )
