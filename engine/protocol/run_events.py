"""The events about runs that the engine sends to the window. As in `engine.protocol.events`, all are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.protocol.events import Event
from engine.protocol.model_info import Floats, Pixels
from engine.protocol.results import StudyRow
from engine.protocol.run_info import RunInfo
from engine.settings import TrainingSettings


@dataclass(frozen=True, eq=False)
class RunsChanged(Event):
    """The runs that are kept on this machine, the latest first.

    Published at the start of the engine and whenever one of them changes: also after every epoch of a training.

    Attributes:
        runs: all runs except deleted ones.
        current: the key of the run whose model answers; None while another model does, e.g. the bundled one.
        used_bytes: the space that all of them take.
        limit_bytes: the space that they may take.
    """

    runs: tuple[RunInfo, ...]
    current: str | None
    used_bytes: int
    limit_bytes: int


@dataclass(frozen=True, eq=False)
class RunsDropped(Event):
    """The oldest runs that nobody had saved, named or annotated were removed, since the space was used up."""

    names: tuple[str, ...]
    limit_bytes: int


@dataclass(frozen=True, eq=False)
class RunsNotKept(Event):
    """Runs cannot be written at the moment, e.g. because the disk is full; the training goes on without."""

    reason: str


@dataclass(frozen=True, eq=False)
class RunsCompared(Event):
    """Two runs side by side.

    Attributes:
        runs: both.
        samples: (k, height, width, channels) float32, 0..1; None without data that fit both.
        sample_reconstructions: of each run, the same shape; None likewise.
        drawing: (height, width, channels) float32, 0..1, as the models see it; None without a drawing.
        drawing_reconstructions: of each run, the same shape; None likewise.
        drawing_errors: the mean squared error of each run on the drawing; None likewise.
    """

    runs: tuple[RunInfo, RunInfo]
    samples: Floats | None
    sample_reconstructions: tuple[Floats, Floats] | None
    drawing: Floats | None
    drawing_reconstructions: tuple[Floats, Floats] | None
    drawing_errors: tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class RunSaved(Event):
    """A run's model was saved to this file."""

    key: str
    path: Path


@dataclass(frozen=True, eq=False)
class StudyRestored(Event):
    """A study that was measured before, on these data: perhaps not to its end.

    Attributes:
        settings: of its trainings.
        dataset: the name of the data set.
        data_identity: `ImageDataset.identity` of the data.
        rows: as far as it came.
        total: the number of choices that it had.
    """

    settings: TrainingSettings
    dataset: str
    data_identity: str
    rows: tuple[StudyRow, ...]
    total: int


@dataclass(frozen=True, eq=False)
class ExperimentSaved(Event):
    """Runs and what belongs to them were written to this experiment file."""

    path: Path


@dataclass(frozen=True, eq=False)
class ExperimentOpened(Event):
    """An experiment file was opened; its runs are among those of the latest `RunsChanged`.

    Attributes:
        path: the file.
        keys: the runs that it brought, under the keys that they have here.
        notes: what its author wrote.
        false_alarms: the rate of false alarms to set, 0..1; None leaves it.
        drawing: (height, width) uint8 for the canvas; None without.
        missing_data: the names of data sets that were not found here, so that the user can open them.
    """

    path: Path
    keys: tuple[str, ...]
    notes: str
    false_alarms: float | None
    drawing: Pixels | None
    missing_data: tuple[str, ...]
