"""Detectors, scores and judged test sets as the engine would send them, made with NumPy."""

from __future__ import annotations

import numpy as np

from engine.images.damaged_copies import with_damaged_copies
from engine.protocol.events import DetectorReady, Judged, Scored
from engine.protocol.model_info import Floats
from engine.protocol.results import EvidenceKind, RocCurve

KINDS = (
    EvidenceKind("shape", "Shape", "How far the strokes' directions are from those of normal images."),
    EvidenceKind("appearance", "Appearance", "The reconstruction error, against what normal images show."),
    EvidenceKind(
        "largest_error", "Largest local error", "The worst place, for instance a scratch or a stuck pixel."
    ),
    EvidenceKind("exposure", "Exposure", "Too dark or too bright as a whole."),
    EvidenceKind("contrast", "Contrast", "Too flat or too hard."),
    EvidenceKind("sharpness", "Sharpness", "Too soft or too crisp."),
    EvidenceKind("taught", "Taught damage", "What a judge taught with damaged normal images says."),
)


def a_detector(normals: int = 2_000, kinds: int = 7, seed: int = 0) -> DetectorReady:
    rng = np.random.default_rng(seed)
    scores = np.sort(rng.gamma(2.0, 1.0, normals)).astype(np.float32)
    return DetectorReady(KINDS[:kinds], scores)


def p_values(detector: DetectorReady, scores: Floats) -> Floats:
    normals = detector.normal_scores
    as_high = len(normals) - np.searchsorted(normals, scores, side="left")
    return ((1 + as_high) / (len(normals) + 1)).astype(np.float32)


def a_score(detector: DetectorReady, score: float, drawing_id: int = 1, seed: int = 0) -> Scored:
    rng = np.random.default_rng(seed)
    value = np.float32(score)
    as_high = len(detector.normal_scores) - int(np.searchsorted(detector.normal_scores, value, side="left"))
    p_value = (1 + as_high) / (len(detector.normal_scores) + 1)
    surprise = -np.log10(p_value) * rng.uniform(0.2, 1.0, len(detector.kinds))
    surprise[0] = -np.log10(p_value)
    rows, columns = np.mgrid[:28, :28]
    heat = 3.5 * np.exp(-((rows - 9) ** 2 + (columns - 17) ** 2) / 18) + rng.gamma(1.0, 0.25, (28, 28))
    return Scored(drawing_id, float(value), p_value, surprise.astype(np.float32), heat.astype(np.float32))


def images(n: int, channels: int = 1, seed: int = 0) -> np.ndarray:
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
    """Return a judged test set; with damaged copies each is of the fault of its class, where that is abnormal."""
    rng = np.random.default_rng(seed)
    label = np.arange(n, dtype=np.int64) % 10
    is_normal = np.isin(label, normal)
    scores = np.where(is_normal, rng.gamma(2.0, 1.0, n), rng.gamma(2.0, 1.0, n) + 2.0 + 0.8 * label).astype(
        np.float32
    )
    errors = np.where(is_normal, rng.gamma(3.0, 0.01, n), rng.gamma(3.0, 0.013, n)).astype(np.float32)
    if has_damaged_copies:
        copies = with_damaged_copies(images(10), np.arange(10, dtype=np.int64), 0).labels
        assert copies is not None
        label = np.where(is_normal, label, copies[10:][label])
    both = 0 < is_normal.sum() < n
    return Judged(
        images(n),
        label if labels else None,
        is_normal,
        scores,
        p_values(detector, scores),
        errors,
        a_curve(scores, is_normal) if both else None,
        a_curve(errors, is_normal) if both else None,
        has_damaged_copies,
    )


def a_curve(scores: Floats, is_normal: np.ndarray) -> RocCurve:
    order = np.argsort(-scores)
    false = np.concatenate([[0], np.cumsum(is_normal[order]) / is_normal.sum()])
    true = np.concatenate([[0], np.cumsum(~is_normal[order]) / (~is_normal).sum()])
    return RocCurve(false.astype(np.float32), true.astype(np.float32), float(np.trapezoid(true, false)))
