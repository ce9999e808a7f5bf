"""The verdict in sentences: how rare the image is, where it is unusual, and what the autoencoder is worth."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from engine.protocol.results import DrawingVerdict, EvidenceKind, JudgeBy
from gui.look.numbers import percent
from gui.verdict.contributions import groups_of, largest
from gui.verdict.threshold import Threshold

_UNTRAINED = 0.3
"""An autoencoder that rebuilds less than this share of what differs between normal images is as good as untrained."""


def is_untrained(explained: float | None) -> bool:
    """Return whether an autoencoder has learnt next to nothing; see `DetectorReady.explained`."""
    return explained is not None and explained < _UNTRAINED


def rank_sentence(verdict: DrawingVerdict, threshold: Threshold) -> str:
    """Return "Score higher than 97 of 100 normal images", or the same of the error, by what is judged by."""
    normals = threshold.normals
    below = normals + 1 - round(verdict.p_value * (normals + 1))
    templates = {
        JudgeBy.ERROR: _tr("Error higher than in {below:,} of {normals:,} normal images."),
        JudgeBy.CODE: _tr("Error and code more unusual than in {below:,} of {normals:,} normal images."),
        JudgeBy.ALL: _tr("Score higher than {below:,} of {normals:,} normal images."),
    }
    return templates[threshold.judge_by].format(below=below, normals=normals)


def where_sentence(verdict: DrawingVerdict, kinds: Sequence[EvidenceKind], threshold: Threshold) -> str:
    """Return where an abnormal image is unusual: at a place that the map outlines, or as a whole."""
    if threshold.is_surprising(verdict.heat_map).any():
        return _tr("The surprise map outlines where.")
    kind = largest(groups_of(kinds, verdict.contributions.tolist(), verdict.score))
    return _tr("No single place: as a whole, by {kind}.").format(kind=kind.label.lower())


def reason_sentences(
    verdict: DrawingVerdict, kinds: Sequence[EvidenceKind], threshold: Threshold, explained: float | None
) -> list[str]:
    """Return the sentences below the verdict's word, in their order; where there is no room for all, the first goes.

    Args:
        verdict: of the drawing, by what is judged by.
        kinds: of evidence.
        threshold: what the verdict compares with.
        explained: see `DetectorReady.explained`.
    """
    sentences = [rank_sentence(verdict, threshold)]
    if threshold.is_abnormal(verdict.p_value):
        sentences.append(where_sentence(verdict, kinds, threshold))
    if explained is not None and is_untrained(explained):
        template = _tr("Your autoencoder is as good as untrained: it rebuilds {share} %.")
        share = template.format(share=percent(max(explained, 0.0)))
        sentences.append(share.replace(" %", "\N{NO-BREAK SPACE}%"))
    return sentences


def _tr(text: str) -> str:
    return QCoreApplication.translate("VerdictWording", text)
