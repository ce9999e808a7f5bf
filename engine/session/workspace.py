"""The current state: the data set, the model with its verdicts, and its live answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation
from engine.datasets import catalogue
from engine.datasets.fixed_samples import fixed_samples
from engine.datasets.image_dataset import ImageDataset, Images
from engine.datasets.left_out import split_source, without
from engine.detection.finite import probe_images
from engine.errors import UserError
from engine.image_shape import ImageShape
from engine.model_file.kept_files import keep
from engine.model_file.project_file import Project, check_weights
from engine.protocol.events import DatasetLoaded, Event, ModelReady, Working
from engine.protocol.inbox import Inbox
from engine.protocol.model_info import Floats, ModelInfo
from engine.session.judge import Judge
from engine.session.live_answers import LiveAnswers
from engine.session.trainers import Trainers
from engine.settings import TrainingSettings
from engine.training.compiling import let_compiling_end
from engine.training.trainer import Trainer


class Workspace:
    """The data set and the model that the engine works on, and the events about both.

    Args:
        publish: receives every event.
        inbox: where drawings wait, which are answered during longer work, too; None without a window.

    Attributes:
        publish: receives every event.
        judge: the verdicts of the model.
        live: the answers of the model to what is drawn.
        dataset_taken: called after another data set has been published.
    """

    def __init__(self, publish: Callable[[Event], None], inbox: Inbox | None) -> None:
        self.publish = publish
        self.judge = Judge(publish)
        self.live = LiveAnswers(publish, self.judge, inbox)
        self.dataset_taken: Callable[[ImageDataset], None] = lambda _dataset: None
        self._inbox = inbox
        self._dataset: ImageDataset | None = None
        self._trainer: Trainer | None = None
        self._info: ModelInfo | None = None
        self._trainers = Trainers(lambda: self._trainer)

    # ------------------------------------------------------------------------------------------ data

    @property
    def dataset(self) -> ImageDataset:
        """The data set.

        Raises:
            UserError: there is none yet.
        """
        if self._dataset is None:
            raise UserError("There are no images yet; choose a data set first.")
        return self._dataset

    @property
    def test_images(self) -> Images:
        """The data set's test images, (n, height, width, channels) uint8.

        Raises:
            UserError: it has none.
        """
        if self.dataset.x_test is None:
            raise UserError(
                "{name} has no test images to evaluate on; open a data set with x_test.", name=self.dataset.name
            )
        return self.dataset.x_test

    @property
    def has_dataset(self) -> bool:
        """Whether there is a data set."""
        return self._dataset is not None

    def take_dataset(self, dataset: ImageDataset) -> None:
        """Work on another data set from now on."""
        _ = dataset.identity  # compute it now, not on the window's thread
        self._dataset = dataset
        keep(dataset.files)
        self.publish(DatasetLoaded(dataset))
        self.dataset_taken(dataset)
        self.live.take_samples(fixed_samples(dataset))

    def require_samples(self, count: int | None, cancellation: Cancellation) -> None:
        """Generate more pen digits if `count` is more than there are; other data sets are left as they are.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        whole, left_out = split_source(self.dataset.source)
        if count is not None and whole == "pen-digits" and count > len(self.dataset.x_train):
            digits = catalogue.pen_digits(self.report, cancellation, count=count + len(left_out))
            self.take_dataset(without(digits, left_out))

    # ------------------------------------------------------------------------------------- the model

    @property
    def model_info(self) -> ModelInfo:
        """The facts about the model.

        Raises:
            UserError: there is none yet.
        """
        if self._info is None:
            raise UserError("There is no model yet; train one or open a model file first.")
        return self._info

    @property
    def trainer(self) -> Trainer:
        """The model.

        Raises:
            UserError: there is none yet.
        """
        if self._trainer is None:
            raise UserError("There is no model yet; train one or open a model file first.")
        return self._trainer

    def trainer_for(
        self, settings: TrainingSettings, image_shape: ImageShape, cancellation: Cancellation
    ) -> Trainer:
        """Return the compiled model of this architecture; build it if it is not kept.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        key = (settings.model_spec(image_shape), settings.loss)
        if key not in self._trainers:
            self.publish(Working("Building the model"))
        return self._trainers.for_key(key, cancellation, self.live.serve)

    def take_model(self, trainer: Trainer, info: ModelInfo, path: Path | None = None) -> None:
        """Answer by another model from now on; `path` is its file, where it has one."""
        self._trainer, self._info = trainer, info
        self.publish(ModelReady(info, path))
        self.live.take_model(trainer.reconstruct, info.image_shape)

    def open_project(self, project: Project, path: Path | None) -> None:
        """Answer by the model of a model file, with its verdicts; `path` is the file's, where the user has one.

        Raises:
            UserError: its weights do not fit its settings, or give no finite numbers; the current model is kept.
            Cancelled: the window was closed.
        """
        info = project.info
        self.require_usable(project)
        trainer = self._trainer_with_room(project)
        trainer.set_weights(project.weights)
        self.take_model(trainer, info, path)
        try:
            self.judge.from_extra(project.extra, project.extra_json, info.image_shape, trainer.autoencoder)
        except UserError as error:  # the model itself can be used
            self.judge.forget(str(error))

    def require_usable(self, project: Project) -> None:
        """Check the model of a model file by a few images.

        Raises:
            UserError: its weights do not fit its settings, or give no finite numbers.
            Cancelled: the window was closed.
        """
        with self.borrowed(project) as reconstruct:
            if not np.isfinite(reconstruct(probe_images(project.info.image_shape))).all():
                raise UserError(
                    "The model {name} gives no finite numbers, so it was not opened; use another copy or train it "
                    "again.",
                    name=project.info.name,
                )

    @contextmanager
    def borrowed(self, project: Project) -> Iterator[Callable[[Floats], Floats]]:
        """Return, for a while, what reconstructs by the model of a model file; the current model stays.

        Raises:
            UserError: its weights do not fit its settings.
        """
        trainer = self._trainer_with_room(project)
        own = trainer.weights()
        trainer.set_weights(project.weights)
        try:
            yield trainer.reconstruct
        finally:
            trainer.set_weights(own)

    def _trainer_with_room(self, project: Project) -> Trainer:
        """Return the compiled model that the weights of a model file fit."""
        check_weights(project)
        info = project.info
        ending = self.ending_with_window(None)
        trainer = self.trainer_for(info.settings, info.image_shape, ending)
        let_compiling_end(self.live.serve, ending)
        return trainer

    def note(self, info: ModelInfo) -> None:
        """Keep new facts about the model."""
        self._info = info

    def reconstruct(self, images: Floats) -> Floats:
        """Return the model's reconstructions, (n, h, w, c) float32 in 0..1, for images of the same shape and range."""
        return self.trainer.reconstruct(images)

    def errors_of(
        self, images: Images, cancellation: Cancellation | None = None
    ) -> Mapping[str, NDArray[np.float32]]:
        """Return "bce", "mse" and "mae" of each image, (n,) float32, for (n, h, w, c) uint8 images.

        Raises:
            UserError: the images are of another shape than the model's.
            Cancelled: `cancellation` was requested.
        """
        self.require_shape(images.shape[1:])
        return self.trainer.errors(images, cancellation, self.live.serve)

    def require_shape(self, shape: tuple[int, ...]) -> None:
        """Check that images of (height, width, channels) px fit the model.

        Raises:
            UserError: they do not.
        """
        expected = self.model_info.image_shape
        if tuple(shape) != expected:
            raise UserError(
                "These images are {width} × {height} px, but the model was trained on {model_width} × "
                "{model_height} px; train on images like these first.",
                height=shape[0],
                width=shape[1],
                model_height=expected[0],
                model_width=expected[1],
            )

    # ------------------------------------------------------------------------------------ longer work

    def report(self, template: str, fraction: float | None, /, **values: object) -> None:
        """Publish what longer work is doing; `fraction`, 0..1, is done, None if it is not known."""
        self.publish(Working(template, fraction, values))

    @property
    def is_closing(self) -> bool:
        """Whether the window is being closed."""
        return self._inbox is not None and self._inbox.is_closed

    def ending_with_window(self, cancellation: Cancellation | None) -> Cancellation:
        """Return a cancellation for long work that is cancelled by the given one and by closing the window."""
        parents = [] if cancellation is None else [cancellation]
        if self._inbox is not None:
            parents.append(self._inbox.closing)
        return Cancellation(*parents)
