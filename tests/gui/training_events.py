"""Events of a training as the engine publishes them, for tests of what shows them."""

from __future__ import annotations

from dataclasses import replace

from engine.protocol.activity import Outcome
from engine.protocol.events import BatchEnded, EpochEnded, TrainingFinished, TrainingStarted
from engine.settings import PRESETS

STEPS_PER_EPOCH = 10


def started(run_id: int, preset: str = "clear", epochs: int = 10) -> TrainingStarted:
    return TrainingStarted(run_id, replace(PRESETS[preset], epochs=epochs), 1_280, STEPS_PER_EPOCH, 1_000)


def batch(run_id: int, epoch: int, number: int, loss: float) -> BatchEnded:
    return BatchEnded(run_id, epoch, number, loss, 0.0, 0.0)


def epoch(run_id: int, number: int, loss: float, val_loss: float | None = None) -> EpochEnded:
    return EpochEnded(run_id, number, loss, val_loss, 1e-3)


def finished(run_id: int, outcome: Outcome = Outcome.COMPLETED) -> TrainingFinished:
    return TrainingFinished(run_id, outcome, 3, 1.0, 1_280.0)
