"""What the autoencoder adds: the test set judged by each kind of evidence, compared in a sentence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from engine.detection.calibration import is_abnormal
from engine.protocol.events import Judged
from engine.protocol.results import JudgeBy
from gui.look.numbers import fixed, percent

_LEAST = 0.002
"""AUROCs that differ by less are called equal: with 10,000 images they are known to about that."""


def comparison_sentence(judged: Judged, one_in: int) -> str:
    """Return what the autoencoder adds and finds; empty where there is nothing to compare.

    Args:
        judged: a test set.
        one_in: the threshold, at most 1 false alarm in so many normal images.
    """
    error, everything = judged.by.get(JudgeBy.ERROR), judged.by[JudgeBy.ALL]
    code = judged.by.get(JudgeBy.CODE)
    if error is None or code is None or error.roc is None or everything.roc is None or code.roc is None:
        return ""
    by_error, by_code, by_all = error.roc.auroc, code.roc.auroc, everything.roc.auroc
    own = max(by_error, by_code)
    if own < 0.55:
        says = _tr("Your autoencoder alone is no better than guessing (AUROC {own})")
    elif own >= by_all - _LEAST:
        says = _tr("Your autoencoder alone is enough (AUROC {own})")
    else:
        says = _tr("Your autoencoder alone reaches an AUROC of {own}")
    if by_all > own + _LEAST:
        adds = _tr("the image itself raises it to {all}")
    elif by_all >= own - _LEAST:
        adds = _tr("the image itself adds nothing ({all})")
    else:
        adds = _tr("with the image itself it is lower ({all})")
    hits = [_hits(judged, verdicts.p_values, one_in) for verdicts in (error, code, everything)]
    template = _tr(
        "{says}; {adds}. At 1 false alarm in {n:,}, {error} % of the abnormal images are found by the error, {code} % "
        "by error and code, {all_hits} % by all evidence."
    )
    return template.format(
        says=says.format(own=fixed(own, 3)),
        adds=adds.format(all=fixed(by_all, 3)),
        n=one_in,
        error=percent(hits[0]),
        code=percent(hits[1]),
        all_hits=percent(hits[2]),
    )


def _hits(judged: Judged, p_values: NDArray[np.float32], one_in: int) -> float:
    return float(is_abnormal(p_values[~judged.is_normal], (1 + 1e-6) / one_in).mean())


def _tr(text: str) -> str:
    return QCoreApplication.translate("Comparison", text)
