"""The trainings of a study: by a trainer of their own, so that the current model stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.cancellation import Cancellation, Poll
from engine.datasets.image_dataset import Images
from engine.errors import UserError
from engine.protocol.activity import Outcome
from engine.protocol.run_control import RunControl
from engine.session.study import TrainedModel
from engine.settings import ImageShape, ModelSpec, TrainingSettings
from engine.training.compiling import compile_beside
from engine.training.trainer import Trainer, training_count


class StudyTraining:
    """Trains one autoencoder after the other, and keeps the compiled model from one study to the next."""

    def __init__(self) -> None:
        self._key: object = None
        self._trainer: Trainer | None = None

    def for_settings(
        self, settings: TrainingSettings, image_shape: ImageShape, cancellation: Cancellation, poll: Poll
    ) -> Callable[[Images], TrainedModel]:
        """Return what `engine.session.study.study` trains by.

        Args:
            settings: of every training.
            image_shape: (height, width, channels) in px.
            cancellation: looked at while the model is built and compiled, and after every batch.
            poll: called as often.

        Raises:
            Cancelled: as `cancellation` says.
        """
        key = (settings.model_spec(image_shape), settings.loss)
        compile_beside(lambda: self._build(key), cancellation, poll)
        assert self._trainer is not None
        trainer = self._trainer
        return lambda images: _trained(trainer, images, settings, cancellation, poll)

    def _build(self, key: tuple[ModelSpec, str]) -> None:
        if self._key != key:
            self._key, self._trainer = key, Trainer(*key)


def _trained(
    trainer: Trainer, images: Images, settings: TrainingSettings, cancellation: Cancellation, poll: Poll
) -> TrainedModel:
    trainer.prepare(len(images), settings, cancellation, poll)
    trainer.reset(settings.seed)
    control = RunControl(cancellation=cancellation)
    result = trainer.fit(images, settings, control, 0, lambda _event: None, poll)
    cancellation.raise_if_cancelled()
    if result.outcome is Outcome.DIVERGED:
        raise UserError("A training of the study diverged; lower the learning rate.")
    is_unseen = np.arange(len(images)) >= training_count(len(images), settings.validation_split)
    return TrainedModel(trainer.reconstruct, is_unseen)
