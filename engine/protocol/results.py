"""The results of evaluations, as plain rows and curves, for events, tables and files."""

from __future__ import annotations

from dataclasses import dataclass

from engine.protocol.model_info import Floats


@dataclass(frozen=True, eq=False)
class ErrorRow:
    """Mean errors over `n` images; `label` is None for all of them."""

    label: int | None
    n: int
    bce: float
    mse: float
    mae: float


@dataclass(frozen=True, eq=False)
class EvidenceKind:
    """One kind of evidence: its name in files, its label in the window, and a sentence of explanation."""

    name: str
    label: str
    explanation: str


@dataclass(frozen=True, eq=False)
class RocCurve:
    """A receiver operating characteristic: false and true positive rates, 0..1, and the area under it."""

    false_positive_rate: Floats
    true_positive_rate: Floats
    auroc: float


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
