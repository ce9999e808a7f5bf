"""How well scores separate abnormal from normal images: ROC, AUROC, and the confusion at a threshold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.detection.calibration import is_abnormal
from engine.protocol.results import RocCurve

Labels = NDArray[np.int64]
Mask = NDArray[np.bool_]
Floats = NDArray[np.floating]


def auroc(is_normal: Mask, scores: Floats) -> float | None:
    """Return the area under the ROC curve, 0..1: how often an abnormal image scores higher than a normal one.

    None if there are only normal or only abnormal images.

    Args:
        is_normal: (n,) bool, the ground truth.
        scores: (n,), higher is more abnormal.
    """
    if is_normal.all() or not is_normal.any():
        return None
    from sklearn.metrics import roc_auc_score  # imported here, since it takes a second

    return float(roc_auc_score(~is_normal, scores))


def roc_curve(is_normal: Mask, scores: Floats) -> RocCurve | None:
    """Return the ROC curve without points between collinear ones, or None like `auroc`; the same arguments."""
    area = auroc(is_normal, scores)
    if area is None:
        return None
    from sklearn.metrics import roc_curve as sklearn_roc_curve

    false_positive_rate, true_positive_rate, _ = sklearn_roc_curve(~is_normal, scores)
    return RocCurve(false_positive_rate.astype(np.float32), true_positive_rate.astype(np.float32), area)


@dataclass(frozen=True, slots=True)
class Confusion:
    """Verdicts against the ground truth, counted.

    Attributes:
        hits: abnormal images called abnormal.
        misses: abnormal images called normal.
        false_alarms: normal images called abnormal.
        passes: normal images called normal.
    """

    hits: int
    misses: int
    false_alarms: int
    passes: int

    @property
    def false_alarm_rate(self) -> float | None:
        """The share of normal images called abnormal; None where there are none."""
        normal = self.false_alarms + self.passes
        return self.false_alarms / normal if normal else None

    @property
    def detection_rate(self) -> float | None:
        """The share of abnormal images called abnormal; None where there are none."""
        abnormal = self.hits + self.misses
        return self.hits / abnormal if abnormal else None


def confusion(is_normal: Mask, p_values: Floats, false_alarm_rate: float) -> Confusion:
    """Return the confusion where at most this share of normal images may be called abnormal.

    Args:
        is_normal: (n,) bool, the ground truth.
        p_values: (n,), of the detector.
        false_alarm_rate: the share of normal images that may be called abnormal, e.g. 0.01.
    """
    from sklearn.metrics import confusion_matrix

    counts = confusion_matrix(~is_normal, is_abnormal(p_values, false_alarm_rate), labels=[False, True])
    return Confusion(
        hits=int(counts[1, 1]),
        misses=int(counts[1, 0]),
        false_alarms=int(counts[0, 1]),
        passes=int(counts[0, 0]),
    )
