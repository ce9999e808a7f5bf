"""Runs as the engine publishes them, for tests of what shows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from engine.protocol.model_info import ModelInfo, Normal
from engine.protocol.run_events import RunsChanged
from engine.protocol.run_info import RunInfo, RunStatus
from engine.settings import PRESETS, TrainingSettings
from tests.gui.states import DATASET

_START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def a_run(
    key: str,
    name: str = "",
    *,
    status: RunStatus = RunStatus.COMPLETED,
    epochs: int = 12,
    settings: TrainingSettings | None = None,
    normal: Normal = None,
    note: str = "",
    days: int = 0,
    metrics: dict[str, float] | None = None,
    size_bytes: int = 12 << 20,
) -> RunInfo:
    """Return a run on the tests' data set.

    Args:
        key: its key, and its name where none is given.
        epochs: how many are done.
        days: how many days after the first it began.
    """
    losses = tuple(0.3 / (1 + epoch) + 0.08 for epoch in range(epochs))
    history = {"loss": losses, "val_loss": tuple(loss + 0.005 for loss in losses)} if epochs else {}
    return RunInfo(
        key,
        ModelInfo(
            name or key,
            settings or PRESETS["clear"],
            (28, 28, 1),
            1_000,
            "digits",
            normal,
            history,
            {"bce": 0.09, "mse": 0.0085, "mae": 0.03, "auroc": 0.977} if metrics is None else metrics,
            DATASET.identity,
        ),
        status=status,
        note=note,
        seconds=4.0 * epochs,
        created=_START + timedelta(days=days),
        data_source="digits.npz",
        size_bytes=size_bytes,
    )


def interrupted(key: str, name: str = "Clear on MNIST", *, epochs: int = 31) -> RunInfo:
    """Return a run of 50 epochs that was cut off after so many."""
    settings = replace(PRESETS["clear"], epochs=50)
    return a_run(key, name, status=RunStatus.INTERRUPTED, epochs=epochs, settings=settings, metrics={})


def changed(*runs: RunInfo, current: str | None = None) -> RunsChanged:
    """Return the event that there are these runs now."""
    return RunsChanged(runs, current, sum(run.size_bytes for run in runs), 1 << 30)
