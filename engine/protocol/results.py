"""The results of evaluations, as plain rows and curves, for events, tables and files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.protocol.model_info import Floats


@dataclass(frozen=True, eq=False)
class ErrorRow:
    """Mean errors over `n` images; `label` is None for all of them."""

    label: int | None
    n: int
    bce: float
    mse: float
    mae: float


class JudgeBy(StrEnum):
    """What verdicts are judged by; the values are those of files and of the command line."""

    ERROR = "error"
    """The autoencoder's reconstruction error alone, as in the article."""
    CODE = "error-and-code"
    """The reconstruction error, and how far the code lies from those of normal images."""
    ALL = "all"
    """All evidence: the autoencoder's and that of the image itself."""


@dataclass(frozen=True, eq=False)
class EvidenceKind:
    """One kind of evidence.

    Attributes:
        name: in files.
        label: in the window.
        explanation: a sentence.
        is_of_autoencoder: whether the trained autoencoder gives it; else the image itself does.
    """

    name: str
    label: str
    explanation: str
    is_of_autoencoder: bool = False


@dataclass(frozen=True, eq=False)
class RocCurve:
    """A receiver operating characteristic: false and true positive rates, 0..1, and the area under it."""

    false_positive_rate: Floats
    true_positive_rate: Floats
    auroc: float


@dataclass(frozen=True, eq=False)
class DrawingVerdict:
    """What one drawing is judged to be, by one choice of evidence.

    Attributes:
        score: at least 0, higher is more abnormal; on the same scale as `DetectorReady.normal_scores`.
        p_value: conformal, (1 + number of normals scored at least as high) / (n + 1); 0 < p <= 1.
        contributions: (k,) float32, at least 0, of each kind of evidence; they add up to the score.
        heat_map: (height, width) float32, the surprise of each pixel's neighbourhood.
    """

    score: float
    p_value: float
    contributions: Floats
    heat_map: Floats


@dataclass(frozen=True, eq=False)
class SetVerdicts:
    """What n images are judged to be, by one choice of evidence.

    Attributes:
        scores: (n,) float32.
        p_values: (n,) float32.
        roc: None if there is no abnormal image, or no normal one.
    """

    scores: Floats
    p_values: Floats
    roc: RocCurve | None


@dataclass(frozen=True, eq=False)
class StudyRow:
    """One choice of normal classes. AUROC 0..1: ours, the plain error's, and nearest neighbours on pixels."""

    normal: tuple[int, ...]
    auroc: float
    auroc_error: float
    auroc_neighbours: float
    seconds: float


@dataclass(frozen=True, eq=False)
class FaultRow:
    """One fault at one strength: AUROC of ours and of the plain error, 0..1."""

    name: str
    strength: float
    auroc: float
    auroc_error: float
