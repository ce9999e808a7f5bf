"""The events that the engine sends to the window.

Every event is a frozen dataclass; its arrays are read-only. Events with the `run_id` of an older run are ignored.

*Surprise*, the scale of heat maps, is -log10 of a conformal p-value: 1 is "one normal image in 10 is like this". So
the window can move the threshold, log10(N) for 1 false alarm in N, without asking the engine again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError
from engine.protocol.activity import Activity, Outcome
from engine.protocol.commands import Command
from engine.protocol.model_info import Floats, ModelInfo
from engine.protocol.results import (
    DrawingVerdict,
    ErrorRow,
    EvidenceKind,
    FaultRow,
    JudgeBy,
    RocCurve,
    SetVerdicts,
    StudyRow,
)
from engine.settings import TrainingSettings


@dataclass(frozen=True, eq=False)
class Event:
    """Something that happened in the engine."""


@dataclass(frozen=True, eq=False)
class EngineReady(Event):
    """Keras is imported and the engine accepts commands."""

    seconds: float


@dataclass(frozen=True, eq=False)
class ModelReady(Event):
    """Another model answers drawings from now on: the bundled one, an opened one or a trained one."""

    model: ModelInfo
    path: Path | None = None


@dataclass(frozen=True, eq=False)
class Working(Event):
    """What the engine is doing, for the status line and the progress bar.

    Attributes:
        template: a sentence without its full stop, e.g. "Opening {file}", with ``str.format`` fields. It is only
            shown; no code depends on it.
        fraction: 0..1, or None if it is not known.
        values: what fills the template's fields; separate, as in a `UserError`, so that a window can translate.
    """

    template: str
    fraction: float | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def doing(self) -> str:
        """The sentence in English."""
        return self.template.format(**self.values)


@dataclass(frozen=True, eq=False)
class DatasetLoaded(Event):
    """The current data set, shared read-only."""

    dataset: ImageDataset


@dataclass(frozen=True, eq=False)
class TrainingStarted(Event):
    """A run began, with the number of its images, of batches an epoch, and of the model's weights."""

    run_id: int
    settings: TrainingSettings
    samples: int
    steps_per_epoch: int
    parameters: int


@dataclass(frozen=True, eq=False)
class BatchEnded(Event):
    """The progress of a run. Published at most every 50 ms.

    Attributes:
        epoch, batch: the current epoch, from 1, and the batches done in it.
        loss: mean loss of the batches since the last such event.
        samples_per_second, seconds_left: training speed without pauses, and an estimate of the time to the end, in s.
    """

    run_id: int
    epoch: int
    batch: int
    loss: float
    samples_per_second: float
    seconds_left: float


@dataclass(frozen=True, eq=False)
class EpochEnded(Event):
    """One epoch is done. `epoch` counts from 1; `val_loss` is None without validation."""

    run_id: int
    epoch: int
    loss: float
    val_loss: float | None
    learning_rate: float


@dataclass(frozen=True, eq=False)
class TrainingPaused(Event):
    """The run waits; drawings are still answered."""

    run_id: int


@dataclass(frozen=True, eq=False)
class TrainingResumed(Event):
    """The run continues."""

    run_id: int


@dataclass(frozen=True, eq=False)
class SamplesReconstructed(Event):
    """Fixed test samples beside their reconstructions, both (k, height, width, channels) float32, 0..1."""

    images: Floats
    reconstructions: Floats


@dataclass(frozen=True, eq=False)
class TrainingFinished(Event):
    """A run ended.

    Attributes:
        epochs: whole epochs done.
        seconds: wall time of the training, without compiling and pauses.
        samples_per_second: training speed.
        has_begun: whether the model has learnt at all; a run stopped before that does not change the current model.
    """

    run_id: int
    outcome: Outcome
    epochs: int
    seconds: float
    samples_per_second: float
    has_begun: bool = True


@dataclass(frozen=True, eq=False)
class Evaluated(Event):
    """The model's errors on the test set: first overall, then a row for each class, which may have a name."""

    dataset: str
    rows: tuple[ErrorRow, ...]
    label_names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Reconstructed(Event):
    """The answer to a drawing.

    Attributes:
        drawing_id: the drawing that this answers.
        model_input: (height, width, channels) float32, 0..1: the model's input.
        reconstruction: the same shape and range.
        error_map: (height, width) float32, 0..1: absolute error, the mean over the channels.
        mae: mean absolute error, 0..1.
        mse: mean squared error, 0..1.
        bce: mean binary cross-entropy, in nats a pixel.
        is_training: whether it was answered during a training, by a model that is still learning.
    """

    drawing_id: int
    model_input: Floats
    reconstruction: Floats
    error_map: Floats
    mae: float
    mse: float
    bce: float
    is_training: bool = False


@dataclass(frozen=True, eq=False)
class ProjectSaved(Event):
    """The current model was saved to this file."""

    path: Path


@dataclass(frozen=True, eq=False)
class CommandEnded(Event):
    """The engine has finished a command, successfully or not, and waits for the next."""

    command: Command


@dataclass(frozen=True, eq=False)
class EngineFailed(Event):
    """A command could not be carried out. `details` are shown on request, e.g. a traceback; they may be empty."""

    activity: Activity
    error: UserError
    details: str = ""


@dataclass(frozen=True, eq=False)
class DetectorReady(Event):
    """The current model can give verdicts from now on.

    Attributes:
        kinds: the kinds of evidence, in the order of every vector of contributions.
        normal_scores: by each choice of what to judge by, (n,) float32, ascending: scores of held-out normal images.
        explained: see `engine.detection.autoencoder_evidence.AutoencoderEvidence`; None if it is not known.
        copies_left_out: how many of the images were copies of others, or nearly, and do not count.
    """

    kinds: tuple[EvidenceKind, ...]
    normal_scores: Mapping[JudgeBy, Floats]
    explained: float | None = None
    copies_left_out: int = 0


@dataclass(frozen=True, eq=False)
class DetectorMissing(Event):
    """The current model gives no verdicts; `reason` says why."""

    reason: str


@dataclass(frozen=True, eq=False)
class Scored(Event):
    """The verdicts on one drawing, published right after its `Reconstructed`.

    Attributes:
        drawing_id: the drawing that this answers.
        by: the verdict by each choice of what to judge by, as in `DetectorReady.normal_scores`.
        nearest_normal: the normal image that is most like it in shape, (height, width, channels) uint8.
    """

    drawing_id: int
    by: Mapping[JudgeBy, DrawingVerdict]
    nearest_normal: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Judged(Event):
    """The test set with verdicts; where all of it is normal, damaged copies of it follow as the abnormal ones.

    Attributes:
        images: (n, height, width, channels) uint8, the test set, shared read-only.
        labels: (n,) int64, or None; those of damaged copies are of `engine.images.damaged_copies`.
        is_normal: (n,) bool: the ground truth.
        errors: (n,) float32: the plain reconstruction error (MSE); `roc_error` is its ROC, None as in `SetVerdicts`.
        by: the verdicts by each choice of what to judge by, as in `DetectorReady.normal_scores`.
        has_damaged_copies: whether the abnormal images are damaged copies of the test images.
        label_names: `ImageDataset.label_names`.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int64] | None
    is_normal: NDArray[np.bool_]
    errors: Floats
    roc_error: RocCurve | None
    by: Mapping[JudgeBy, SetVerdicts]
    has_damaged_copies: bool = False
    label_names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class StudyAdvanced(Event):
    """A study has done `done` of `total` choices; `row` is the latest, None at the start."""

    row: StudyRow | None
    done: int
    total: int


@dataclass(frozen=True, eq=False)
class FaultAdvanced(Event):
    """The fault panel has done `done` of `total` rows; `row` is the latest, None at the start."""

    row: FaultRow | None
    done: int
    total: int
