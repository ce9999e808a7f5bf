"""What crosses the thread about verdicts: the detector, its scores, results, studies and faults.

*Surprise* is the one scale of all evidence: -log10 of a conformal p-value, so 0 is "as ordinary as can be", 1 is
"one normal image in 10 looks like this", 2 is "one in 100". A false-alarm rate of 1 in N puts the threshold at
log10(N), for the verdict, for each kind of evidence and for each pixel alike; so the window can move the threshold
without asking the engine again.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.messages import Command, Event, FloatImages, Normal
from engine.settings import TrainingSettings

Floats = NDArray[np.float32]


# ------------------------------------------------------------------------------------------- commands


@dataclass(frozen=True, eq=False)
class FitDetector(Command):
    """Learn from the images that the current model counts as normal what its scores of normal images are."""

    cancelled: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, eq=False)
class JudgeTestSet(Command):
    """Score the whole test set. `normal` says which classes count as normal; None means all."""

    normal: Normal
    cancelled: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, eq=False)
class RunStudy(Command):
    """Train and judge once for each choice of normal classes."""

    settings: TrainingSettings
    choices: tuple[tuple[int, ...], ...]
    cancelled: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, eq=False)
class MeasureFaults(Command):
    """Measure how well every fault is told from normal test images by the current model."""

    normal: Normal
    cancelled: threading.Event = field(default_factory=threading.Event)


# --------------------------------------------------------------------------------------------- events


@dataclass(frozen=True, eq=False)
class EvidenceKind:
    """One kind of evidence: its name in files, its label for a person, and a sentence of explanation."""

    name: str
    label: str
    explanation: str


@dataclass(frozen=True, eq=False)
class DetectorReady(Event):
    """The current model can give verdicts from now on.

    Attributes:
        kinds: the kinds of evidence, in the order of every `evidence` vector.
        normal_scores: (n,) float32, ascending: scores of held-out normal images; higher is more abnormal.
    """

    kinds: tuple[EvidenceKind, ...]
    normal_scores: Floats


@dataclass(frozen=True, eq=False)
class DetectorMissing(Event):
    """The current model gives no verdicts: it is still learning, or comes from before the detector."""

    reason: str


@dataclass(frozen=True, eq=False)
class Scored(Event):
    """The verdict's grounds for one drawing, published right after its `Reconstructed`.

    Attributes:
        drawing_id: the drawing that this answers.
        score: higher is more abnormal; on the scale of `DetectorReady.normal_scores`.
        p_value: conformal, (1 + number of normals scored at least as high) / (n + 1); 0 < p <= 1.
        evidence: (k,) float32 surprise of each kind.
        heat_map: (height, width) float32 surprise of each pixel's neighbourhood.
    """

    drawing_id: int
    score: float
    p_value: float
    evidence: Floats
    heat_map: FloatImages


@dataclass(frozen=True, eq=False)
class RocCurve:
    """A receiver operating characteristic: false and true positive rates, 0..1, and the area under it."""

    false_positive_rate: Floats
    true_positive_rate: Floats
    auroc: float


@dataclass(frozen=True, eq=False)
class Judged(Event):
    """The test set with verdicts.

    Attributes:
        images: (n, height, width, channels) uint8, the test set, shared read-only.
        labels: (n,) int64, or None.
        is_normal: (n,) bool: the truth.
        scores: (n,) float32.
        p_values: (n,) float32.
        errors: (n,) float32: the plain reconstruction error (MSE) of each image.
        roc: of our score; None where the test set holds no abnormal image.
        roc_error: of the plain error; None likewise.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int64] | None
    is_normal: NDArray[np.bool_]
    scores: Floats
    p_values: Floats
    errors: Floats
    roc: RocCurve | None
    roc_error: RocCurve | None


@dataclass(frozen=True, eq=False)
class StudyRow:
    """One choice of normal classes. AUROC 0..1: ours, the plain error's, and nearest neighbours on pixels."""

    normal: tuple[int, ...]
    auroc: float
    auroc_error: float
    auroc_neighbours: float
    seconds: float


@dataclass(frozen=True, eq=False)
class StudyAdvanced(Event):
    """A study is at `done` of `total` choices; `row` is the latest, None at the start."""

    row: StudyRow | None
    done: int
    total: int


@dataclass(frozen=True, eq=False)
class FaultRow:
    """One fault at one strength: AUROC of ours and of the plain error, 0..1."""

    name: str
    strength: float
    auroc: float
    auroc_error: float


@dataclass(frozen=True, eq=False)
class FaultAdvanced(Event):
    """The fault panel is at `done` of `total` faults; `row` is the latest, None at the start."""

    row: FaultRow | None
    done: int
    total: int
