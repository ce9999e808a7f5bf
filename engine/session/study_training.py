"""The trainings of a study: by a trainer of their own, so that the current model stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.datasets.image_dataset import Images
from engine.errors import Cancelled, UserError
from engine.protocol.asking import ending
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
        self, settings: TrainingSettings, image_shape: ImageShape, cancelled: Callable[[], bool]
    ) -> Callable[[Images], TrainedModel]:
        """Return what `engine.session.study.study` trains by.

        Args:
            settings: of every training.
            image_shape: (height, width, channels) in px.
            cancelled: asked while the model is built and compiled, and after every batch.

        Raises:
            Cancelled: as `cancelled` says.
        """
        key = (settings.model_spec(image_shape), settings.loss)
        compile_beside(lambda: self._build(key), ending(cancelled))
        assert self._trainer is not None
        trainer = self._trainer
        return lambda images: _trained(trainer, images, settings, cancelled)

    def _build(self, key: tuple[ModelSpec, str]) -> None:
        if self._key != key:
            self._key, self._trainer = key, Trainer(*key)


def _trained(
    trainer: Trainer, images: Images, settings: TrainingSettings, cancelled: Callable[[], bool]
) -> TrainedModel:
    control = RunControl()

    def look() -> None:
        if cancelled():
            control.stop()

    trainer.prepare(len(images), settings, ending(cancelled))
    trainer.reset(settings.seed)
    result = trainer.fit(images, settings, control, 0, lambda _event: None, look)
    if control.is_stopped:
        raise Cancelled
    if result.outcome == "diverged":
        raise UserError("A training of the study diverged; lower the learning rate.")
    is_unseen = np.arange(len(images)) >= training_count(len(images), settings.validation_split)
    return TrainedModel(trainer.reconstruct, is_unseen)
