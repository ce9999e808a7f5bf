"""Everything that a training needs to go on as if it had never stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class TrainingState:
    """A training between two steps: what it has learnt, and where it stands.

    The batches' order and the noise follow from the seed, the epoch and the step, so they are not part of it.

    Attributes:
        weights: float32, in the order of Keras's ``get_weights``.
        seeds: (k, 2) uint32, the states of the model's random numbers; k = 0 without a variational code.
        optimizer: the optimizer's variables except the learning rate.
        history: loss lists by name, one number a whole epoch.
        batch_losses: the losses of the steps that are done of the next epoch, in order.
        learning_rate: before its decay.
        untrained_loss: the very first batch's loss; None before it.
        seconds: wall time so far, without compiling and pauses.
    """

    weights: tuple[NDArray[np.float32], ...]
    seeds: NDArray[np.uint32]
    optimizer: tuple[NDArray[Any], ...]
    history: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    batch_losses: tuple[float, ...] = ()
    learning_rate: float = 0.0
    untrained_loss: float | None = None
    seconds: float = 0.0

    @property
    def epochs(self) -> int:
        """How many whole epochs are done."""
        return len(self.history.get("loss", ()))
