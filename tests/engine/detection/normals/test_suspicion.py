"""Abnormal images among the normal ones are found by comparing all with each other, and are not learnt from."""

from __future__ import annotations

import numpy as np
import pytest

from engine.cancellation import Cancellation
from engine.datasets.pen_digits import generate
from engine.detection.normals.findings import Findings
from engine.detection.normals.suspicion import suspicion
from engine.errors import Cancelled
from tests.engine.detection.detector_examples import Floats

IMAGES, LABELS = generate(6_000, 5)


def threes(share: float) -> tuple[Floats, np.ndarray]:
    """Return threes, with a share of other digits among them, and which are others."""
    good, other = np.flatnonzero(LABELS == 3), np.flatnonzero(LABELS != 3)
    order = np.random.default_rng(0).permutation(
        np.concatenate([good, other[: round(len(good) * share / (1 - share))]])
    )
    return IMAGES[order, ..., 0].astype(np.float32) / np.float32(255), LABELS[order] != 3


@pytest.mark.parametrize(("share", "least_found"), [(0.02, 0.6), (0.1, 0.75)])
def test_most_wrong_digits_are_not_trusted_and_few_right_ones(share: float, least_found: float) -> None:
    images, is_wrong = threes(share)
    scores, is_trusted = suspicion(images)
    assert (~is_trusted[is_wrong]).mean() >= least_found
    assert is_trusted[~is_wrong].mean() > 0.93
    assert is_wrong[np.argsort(-scores)[: is_wrong.sum() // 2]].mean() > 0.6


def test_of_clean_images_nearly_all_are_trusted() -> None:
    _, is_trusted = suspicion(threes(0)[0])
    assert is_trusted.mean() > 0.94


def test_of_few_images_nearly_all_are_trusted() -> None:
    _, is_trusted = suspicion(threes(0)[0][:60])
    assert is_trusted.mean() >= 0.95


def test_images_without_edges_and_equal_ones_give_finite_numbers() -> None:
    scores, is_trusted = suspicion(np.repeat(threes(0)[0][:1], 40, axis=0))
    assert np.isfinite(scores).all()
    assert is_trusted.all()


def test_it_ends_when_cancelled() -> None:
    asked = iter(range(1_000))
    with pytest.raises(Cancelled):
        suspicion(threes(0)[0], cancellation=Cancellation(question=lambda: next(asked) > 1))


def test_the_most_suspicious_are_kept_the_most_suspicious_first() -> None:
    found = Findings(2).with_suspicious(np.array([7, 5, 9]), np.array([0.5, 3.0, -1.0], np.float32))
    assert found.most_suspicious == (5, 7, 9)
    assert Findings.from_facts(found.facts()) == found
    many = Findings().with_suspicious(np.arange(500), np.arange(500, dtype=np.float32))
    assert many.most_suspicious == tuple(range(499, 399, -1))


@pytest.mark.parametrize(
    "facts",
    [
        None,
        [],
        {"copies_left_out": -1},
        {"copies_left_out": True},
        {"most_suspicious": [1], "suspicions": []},
        {"most_suspicious": [1], "suspicions": [float("nan")]},
        {"most_suspicious": [0.5], "suspicions": [1.0]},
        {"most_suspicious": "12", "suspicions": [1.0, 2.0]},
        {"most_suspicious": list(range(101)), "suspicions": [1.0] * 101},
    ],
)
def test_findings_from_a_file_are_not_trusted(facts: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Findings.from_facts(facts)
