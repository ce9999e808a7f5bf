"""A training cut into executions of about 20 ms, each of as many steps as the model's speed allows."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import Images
from engine.images.corruption import corrupted
from engine.settings import TrainingSettings
from engine.training.batches import Batches
from engine.training.fused_steps import FusedSteps

EXECUTION_S = 0.02


class Executions:
    """Returns the losses of one training's batches, one after the other, and computes many of them at once.

    An execution never goes beyond the end of an epoch. The result depends only on the settings, not on how the steps
    are grouped.

    Args:
        steps: computes them.
        images: (n, height, width, channels) uint8 to learn from.
        settings: of the training.
        epochs_done: where it continues: so many whole epochs are done,
        batch_losses: and so many steps of the next one, with these losses. `next_batch` returns them again first, so
            that whoever counts batches sees a whole epoch.

    Attributes:
        learning_rate: of the next steps, before its decay.
        current_rate: of the latest step.
        steps_per_epoch: number of batches an epoch.
    """

    def __init__(
        self,
        steps: FusedSteps,
        images: Images,
        settings: TrainingSettings,
        epochs_done: int = 0,
        batch_losses: Sequence[float] = (),
    ) -> None:
        self.learning_rate = self.current_rate = settings.learning_rate
        self._steps = steps
        self._settings = settings
        self._batches = Batches(images, settings.batch_size, settings.seed)
        self.steps_per_epoch = self._batches.steps_per_epoch
        self._chunk = steps.new_chunk(settings.batch_size)
        self._steps_done = epochs_done * self.steps_per_epoch + len(batch_losses)
        self._step_s = EXECUTION_S  # so the first execution is one step, which measures its time
        self._epochs_begun = epochs_done
        self._batch_losses = list(batch_losses)
        if batch_losses:
            self._batches.start_epoch(epochs_done)
            self._batches.skip(len(batch_losses))
            self._epochs_begun += 1
        counts = self._batches.counts(len(batch_losses))
        self._computed: deque[tuple[float, int]] = deque(zip(batch_losses, counts, strict=True))

    @property
    def is_between(self) -> bool:
        """Whether `next_batch` has returned the losses of all steps that were computed."""
        return not self._computed

    def losses_after(self, epochs_done: int) -> tuple[float, ...]:
        """Return the losses of the steps that are computed after so many whole epochs, for `batch_losses`."""
        return tuple(self._batch_losses) if self._epochs_begun > epochs_done else ()

    def next_batch(self) -> tuple[float, int]:
        """Return the loss of the next batch and its number of images, after learning from it."""
        if not self._computed:
            self._execute()
        return self._computed.popleft()

    def _execute(self) -> None:
        if self._batches.steps_left == 0:
            self._batches.start_epoch(self._epochs_begun)
            self._epochs_begun += 1
            self._batch_losses.clear()
        steps = min(max(1, int(EXECUTION_S / self._step_s)), len(self._chunk), self._batches.steps_left)
        counts = self._batches.fill(self._chunk, steps)
        rates = self._rates(len(self._chunk))
        started = time.perf_counter()
        losses = self._steps.train(self._inputs(steps), self._chunk, counts, rates, steps)
        self._step_s = (time.perf_counter() - started) / steps
        self._steps_done += steps
        self.current_rate = float(rates[steps - 1])
        self._batch_losses.extend(losses.tolist())
        self._computed.extend(zip(losses.tolist(), counts[:steps].tolist(), strict=True))

    def _inputs(self, steps: int) -> Images:
        """Return the chunk, or a corrupted copy of its first batches if the settings ask for it."""
        settings = self._settings
        if not settings.noise_sd and not settings.mask_fraction:
            return self._chunk
        inputs = self._chunk.copy()
        for index in range(steps):  # one by one, so that the result does not depend on the grouping
            random = np.random.default_rng((settings.seed, self._steps_done + index))
            inputs[index] = corrupted(inputs[index], settings.noise_sd, settings.mask_fraction, random)
        return inputs

    def _rates(self, count: int) -> NDArray[np.float32]:
        """Return the learning rates of the next steps, (count,)."""
        rates = np.full(count, self.learning_rate)
        if self._settings.decay:  # half a cosine: I. Loshchilov and F. Hutter, "SGDR", 2016
            total = self._settings.epochs * self.steps_per_epoch
            done = np.minimum((self._steps_done + np.arange(count)) / total, 1)
            rates *= 0.5 * (1 + np.cos(np.pi * done))
        return rates.astype(np.float32)
