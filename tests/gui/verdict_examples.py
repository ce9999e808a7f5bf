"""Detectors, scores and judged test sets as the engine would send them, made with NumPy."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.images.damaged_copies import with_damaged_copies
from engine.protocol.events import DetectorReady, Judged, Scored
from engine.protocol.model_info import Floats
from engine.protocol.results import DrawingVerdict, EvidenceKind, JudgeBy, RocCurve, SetVerdicts

KINDS = (
    EvidenceKind("reconstruction", "Reconstruction error", "How badly it is rebuilt.", is_of_autoencoder=True),
    EvidenceKind("code", "Code", "How far its code lies from those of normal images.", is_of_autoencoder=True),
    EvidenceKind("shape", "Shape", "How far the directions of its strokes are from those of normal images."),
    EvidenceKind("exposure", "Exposure", "Too dark or too bright as a whole."),
    EvidenceKind("sharpness", "Sharpness", "Too soft or too crisp."),
    EvidenceKind("detail", "Detail", "Single pixels that normal images do not have."),
    EvidenceKind("damage", "Damage", "Whether it looks like damaged copies of normal images."),
)
_HAS_SHARE = {
    JudgeBy.ERROR: np.array([1, 0, 0, 0, 0, 0, 0], bool),
    JudgeBy.CODE: np.array([1, 1, 0, 0, 0, 0, 0], bool),
    JudgeBy.ALL: np.ones(7, bool),
}
"""Which of `KINDS` each choice is judged by."""


def a_detector(
    normals: int = 2_000, seed: int = 0, *, only_all: bool = False, explained: float | None = 0.9
) -> DetectorReady:
    """Return a detector with other normal scores by each choice; `only_all` is one without an autoencoder."""
    rng = np.random.default_rng(seed)
    everything = np.sort(rng.gamma(2.0, 1.0, normals)).astype(np.float32)
    if only_all:
        return DetectorReady(KINDS[2:], MappingProxyType({JudgeBy.ALL: everything}), None)
    scores = {
        JudgeBy.ERROR: np.sort(rng.gamma(1.0, 0.5, normals)).astype(np.float32),
        JudgeBy.CODE: np.sort(rng.gamma(1.5, 0.7, normals)).astype(np.float32),
        JudgeBy.ALL: everything,
    }
    return DetectorReady(KINDS, MappingProxyType(scores), explained)


def normal_scores(detector: DetectorReady, judge_by: JudgeBy = JudgeBy.ALL) -> Floats:
    return detector.normal_scores[judge_by]


def p_values(detector: DetectorReady, scores: Floats, judge_by: JudgeBy = JudgeBy.ALL) -> Floats:
    return conformal(normal_scores(detector, judge_by), scores).astype(np.float32)


def conformal(normals: Floats, scores: Floats | np.float32) -> NDArray[np.float64]:
    """Return (1 + number of normals scored at least as high) / (n + 1), of any shape."""
    as_high = len(normals) - np.searchsorted(normals, scores, side="left")
    return np.asarray((1 + as_high) / (len(normals) + 1), np.float64)


def a_verdict(
    detector: DetectorReady,
    score: float,
    judge_by: JudgeBy = JudgeBy.ALL,
    *,
    parts: Floats | None = None,
    heat_map: Floats | None = None,
    seed: int = 0,
) -> DrawingVerdict:
    """Return a verdict whose contributions add up to the score.

    Args:
        detector: what it is given by.
        score: at least 0.
        judge_by: the choice.
        parts: (k,) relative sizes of the contributions; random ones, with the shape's the largest of the image's.
        heat_map: (28, 28) float32; one with a hot place in it.
        seed: of what is random.
    """
    rng = np.random.default_rng(seed)
    value = np.float32(score)
    if parts is None:
        parts = rng.uniform(0.01, 0.2, len(detector.kinds)).astype(np.float32)
        parts[[kind.name for kind in detector.kinds].index("shape")] = 1.0
        parts = parts * _HAS_SHARE[judge_by][len(KINDS) - len(parts) :]
    contributions = (parts.astype(np.float64) / parts.sum() * float(value)).astype(np.float32)
    p_value = float(conformal(normal_scores(detector, judge_by), value))
    return DrawingVerdict(
        float(value), p_value, contributions, a_heat_map(seed=seed) if heat_map is None else heat_map
    )


def a_heat_map(peak: float = 3.5, seed: int = 0) -> Floats:
    """Return (28, 28) float32 with one hot place."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[:28, :28]
    heat = peak * np.exp(-((rows - 9) ** 2 + (columns - 17) ** 2) / 18) + rng.uniform(0, 0.2, (28, 28))
    return np.asarray(np.minimum(heat, peak), np.float32)


def a_score(
    detector: DetectorReady,
    score: float | Mapping[JudgeBy, float],
    drawing_id: int = 1,
    *,
    heat_map: Floats | None = None,
    seed: int = 0,
) -> Scored:
    """Return the same score by every choice that the detector knows, or one for each."""
    scores = score if isinstance(score, Mapping) else dict.fromkeys(detector.normal_scores, score)
    verdicts = {
        judge_by: a_verdict(detector, scores[judge_by], judge_by, heat_map=heat_map, seed=seed)
        for judge_by in detector.normal_scores
    }
    return Scored(drawing_id, MappingProxyType(verdicts), images(1)[0])


def images(n: int, channels: int = 1, seed: int = 0) -> NDArray[np.uint8]:
    """Return rings, (n, 28, 28, channels) uint8; after 200 they begin again."""
    if n > 200:
        return np.resize(images(200, channels, seed), (n, 28, 28, channels))
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[:28, :28]
    radius = rng.uniform(3, 10, n)[:, None, None]
    tilt = rng.uniform(0.6, 1.6, n)[:, None, None]
    distance = np.hypot((rows - 14)[None], (columns - 14)[None] * tilt)
    grey = 255 * np.exp(-(((distance - radius) / 1.6) ** 2))
    return np.repeat(grey[..., None], channels, axis=3).astype(np.uint8)


def a_judged_set(
    detector: DetectorReady,
    n: int = 1_000,
    *,
    labels: bool = True,
    normal: tuple[int, ...] = (1, 3),
    seed: int = 1,
    has_damaged_copies: bool = False,
) -> Judged:
    """Return a test set that all evidence separates best, and the plain error worst.

    With damaged copies each is of the fault of its class, where that is abnormal.
    """
    rng = np.random.default_rng(seed)
    label = np.arange(n, dtype=np.int64) % 10
    is_normal = np.isin(label, normal)
    errors = np.where(is_normal, rng.gamma(1.0, 0.5, n), rng.gamma(1.0, 0.8, n)).astype(np.float32)
    usual = rng.gamma(2.0, 1.0, n)
    scores = {
        JudgeBy.ERROR: errors,
        JudgeBy.CODE: np.where(is_normal, rng.gamma(1.5, 0.7, n), rng.gamma(1.5, 0.7, n) + 1).astype(np.float32),
        JudgeBy.ALL: np.where(is_normal, usual, usual + 2.0 + 0.8 * label).astype(np.float32),
    }
    if has_damaged_copies:
        copies = with_damaged_copies(images(10), np.arange(10, dtype=np.int64), 0).labels
        assert copies is not None
        label = np.where(is_normal, label, copies[10:][label])
    return Judged(
        images(n),
        label if labels else None,
        is_normal,
        errors,
        a_curve(errors, is_normal),
        MappingProxyType(
            {choice: a_judgement(detector, scores[choice], is_normal, choice) for choice in detector.normal_scores}
        ),
        has_damaged_copies,
    )


def a_judgement(
    detector: DetectorReady, scores: Floats, is_normal: NDArray[np.bool_], choice: JudgeBy
) -> SetVerdicts:
    return SetVerdicts(scores, p_values(detector, scores, choice), a_curve(scores, is_normal))


def a_curve(scores: Floats, is_normal: NDArray[np.bool_]) -> RocCurve | None:
    if not 0 < is_normal.sum() < len(is_normal):
        return None
    order = np.argsort(-scores)
    false = np.concatenate([[0], np.cumsum(is_normal[order]) / is_normal.sum()])
    true = np.concatenate([[0], np.cumsum(~is_normal[order]) / (~is_normal).sum()])
    return RocCurve(false.astype(np.float32), true.astype(np.float32), float(np.trapezoid(true, false)))
