"""Facts about runs as short texts."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from engine.protocol.model_info import ModelInfo
from engine.protocol.run_info import RunInfo, RunStatus
from gui.state.class_names import classes_text
from gui.training.progress import duration

_GIGABYTE = 1 << 30


def status_text(run: RunInfo) -> str:
    """Return what became of a run, e.g. "interrupted at epoch 31 of 50"."""
    planned = max(run.model.settings.epochs, run.epochs)
    templates = {
        RunStatus.TRAINING: _tr("training, epoch {done:,} of {planned:,}"),
        RunStatus.COMPLETED: _tr("completed, {done:,} epochs") if run.epochs != 1 else _tr("completed, 1 epoch"),
        RunStatus.STOPPED: _tr("stopped at epoch {done:,} of {planned:,}"),
        RunStatus.DIVERGED: _tr("diverged after epoch {done:,}"),
        RunStatus.INTERRUPTED: _tr("interrupted at epoch {done:,} of {planned:,}"),
    }
    return templates[run.status].format(done=run.epochs, planned=planned)


def data_text(run: RunInfo) -> str:
    """Return which data a run was trained on, and which of their classes were normal."""
    if run.model.normal is None:
        return run.model.trained_on
    return _tr("{data}, normal: {classes}").format(data=run.model.trained_on, classes=normal_text(run.model))


def normal_text(model: ModelInfo) -> str:
    """Return the normal classes of a model by their names, or by the numbers that the data give them."""
    return _tr("all") if model.normal is None else classes_text(model.normal, model.label_names)


def date_text(run: RunInfo) -> str:
    """Return when a run began, in the user's time zone and way of writing."""
    return QLocale().toString(
        QDateTime.fromSecsSinceEpoch(int(run.created.timestamp())), QLocale.FormatType.ShortFormat
    )


def size_text(size_bytes: int) -> str:
    """Return a size as people read it, e.g. "143 MB", of 1,024 kB."""
    decimals = 0 if size_bytes < _GIGABYTE or size_bytes % _GIGABYTE == 0 else 1
    return QLocale().formattedDataSize(size_bytes, decimals, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def space_text(count: int, used_bytes: int, limit_bytes: int) -> str:
    """Return how many runs there are and which space they take."""
    if count == 0 or limit_bytes == 0:
        return ""
    runs = _tr("1 run") if count == 1 else _tr("{count:,} runs").format(count=count)
    return _tr("{runs}, {used} of {limit}").format(
        runs=runs, used=size_text(used_bytes), limit=size_text(limit_bytes)
    )


def test_error(run: RunInfo) -> float | None:
    """Return a run's mean squared error on the test set, or what it was trained to make small; None if unknown."""
    error = metric(run, "mse")
    return metric(run, run.model.settings.loss) if error is None else error


def metric(run: RunInfo, name: str) -> float | None:
    """Return one of a run's metrics; None where it is unknown or no finite number."""
    value = run.model.metrics.get(name)
    return value if value is not None and math.isfinite(value) else None


def number_text(value: float | None, decimals: int) -> str:
    """Return a number with so many decimals, or a dash where there is none."""
    return "–" if value is None else f"{value:.{decimals}f}"


def time_text(run: RunInfo) -> str:
    """Return how long a run was trained."""
    return duration(run.seconds) if math.isfinite(run.seconds) else "–"


def quoted(names: tuple[str, ...]) -> str:
    """Return names as one text: “A”, or “3 runs”."""
    return f"“{names[0]}”" if len(names) == 1 else _tr("{count:,} runs").format(count=len(names))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)
