"""Small trainings that several test modules run, on 8 x 8 px images that a model can learn something from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.protocol.events import Event
from engine.protocol.run_control import RunControl
from engine.settings import TrainingSettings
from engine.training.trainer import Trainer, TrainingResult

SHAPE = (8, 8, 1)
SETTINGS = TrainingSettings(
    architecture="dense", epochs=3, batch_size=32, learning_rate=3e-3, validation_split=0.25, latent_dim=4
)
RUN_ID = 7

_Event = TypeVar("_Event", bound=Event)


def small_images(count: int, seed: int = 0) -> NDArray[np.uint8]:
    """Return bright bars at random places on black, (count, 8, 8, 1)."""
    random = np.random.default_rng(seed)
    images = np.zeros((count, *SHAPE), np.uint8)
    for image, place, is_upright in zip(
        images, random.integers(0, 7, count), random.random(count) < 0.5, strict=True
    ):
        bar = np.s_[:, place : place + 2] if is_upright else np.s_[place : place + 2]
        image[bar] = 230
    return images


class Run:
    """One training, from the seed on, and all that was published in it.

    Args:
        trainer: is reset first.
        images: to train on.
        on_batch: called between batches, with this run.
        is_stepping: pause after each epoch.
        **changes: to `SETTINGS`.
    """

    def __init__(
        self,
        trainer: Trainer,
        images: NDArray[np.uint8],
        on_batch: Callable[[Run], object] = lambda run: None,
        *,
        is_stepping: bool = False,
        **changes: Any,
    ) -> None:
        self.trainer = trainer
        self.settings = replace(SETTINGS, **changes)
        self.control = RunControl(is_stepping=is_stepping)
        self.events: list[Event] = []
        self.calls = 0
        self._on_batch = on_batch
        trainer.reset(self.settings.seed)
        self.result: TrainingResult = trainer.fit(
            images, self.settings, self.control, RUN_ID, self.events.append, self._between_batches
        )

    def published(self, kind: type[_Event]) -> list[_Event]:
        """Return the events of one kind, in their order."""
        return [event for event in self.events if isinstance(event, kind)]

    def _between_batches(self) -> None:
        self.calls += 1
        self._on_batch(self)
