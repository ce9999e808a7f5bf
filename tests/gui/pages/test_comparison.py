"""The sentence above the results: what the autoencoder finds alone, and what the image itself adds."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pytest

from engine.protocol.events import Judged
from engine.protocol.results import JudgeBy, RocCurve, SetVerdicts
from gui.pages.comparison import comparison_sentence
from tests.gui.verdict_examples import a_detector, a_judged_set, images

RATES = np.array([0, 1], np.float32)


def judged(error: float, code: float, everything: float, *, found: tuple[int, int, int] = (1, 2, 4)) -> Judged:
    """Return 10 normal images and 4 abnormal ones with these AUROCs, of which so many are found at 1 in 100."""
    is_normal = np.arange(14) < 10
    by = {}
    for choice, auroc, hits in zip(JudgeBy, (error, code, everything), found, strict=True):
        p_values = np.full(14, 0.5, np.float32)
        p_values[10 : 10 + hits] = 0.01
        by[choice] = SetVerdicts(np.zeros(14, np.float32), p_values, RocCurve(RATES, RATES, auroc))
    errors = np.zeros(14, np.float32)
    return Judged(images(14), None, is_normal, errors, None, MappingProxyType(by))


@pytest.mark.parametrize(
    ("aurocs", "begins"),
    [
        (
            (0.4, 0.549, 0.91),
            "Your autoencoder alone is no better than guessing (AUROC 0.549); the image itself raises it to 0.910.",
        ),
        (
            (0.52, 0.51, 0.521),
            "Your autoencoder alone is no better than guessing (AUROC 0.520); the image itself adds nothing (0.521).",
        ),
        (
            (0.97, 0.983, 0.984),
            "Your autoencoder alone is enough (AUROC 0.983); the image itself adds nothing (0.984).",
        ),
        (
            (0.983, 0.97, 0.95),
            "Your autoencoder alone is enough (AUROC 0.983); with the image itself it is lower (0.950).",
        ),
        (
            (0.7, 0.8, 0.95),
            "Your autoencoder alone reaches an AUROC of 0.800; the image itself raises it to 0.950.",
        ),
    ],
)
def test_it_says_what_the_autoencoder_does_alone_and_what_the_image_adds(
    aurocs: tuple[float, float, float], begins: str
) -> None:
    assert comparison_sentence(judged(*aurocs), 100).startswith(begins)


def test_it_says_how_many_abnormal_images_each_finds_at_the_threshold() -> None:
    sentence = comparison_sentence(judged(0.7, 0.8, 0.95), 100)
    assert sentence.endswith(
        "At 1 false alarm in 100, 25 % of the abnormal images are found by the error, 50 % by error and code, 100 % "
        "by all evidence."
    )
    assert " 0 % of the abnormal images are found by the error, 0 % by" in comparison_sentence(
        judged(0.7, 0.8, 0.95), 101
    )


def test_without_abnormal_images_or_an_autoencoder_there_is_nothing_to_compare() -> None:
    assert comparison_sentence(a_judged_set(a_detector(), 100, normal=tuple(range(10))), 100) == ""
    assert comparison_sentence(a_judged_set(a_detector(), 100, normal=()), 100) == ""
    assert comparison_sentence(a_judged_set(a_detector(only_all=True), 100), 100) == ""
