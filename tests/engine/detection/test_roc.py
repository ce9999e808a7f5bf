from __future__ import annotations

import numpy as np
import pytest

from engine.detection.roc import auroc, confusion, roc_curve

IS_NORMAL = np.array([True, True, True, False, False])
SCORES = np.array([0.1, 0.5, 0.3, 0.4, 0.9], np.float32)
P_VALUES = np.array([1.0, 0.05, 0.5, 0.2, 0.01])


def test_the_area_is_how_often_an_abnormal_image_scores_higher() -> None:
    assert auroc(IS_NORMAL, SCORES) == pytest.approx(5 / 6)


def test_one_sort_of_images_has_no_roc() -> None:
    assert auroc(np.ones(5, bool), SCORES) is None
    assert roc_curve(np.zeros(5, bool), SCORES) is None


def test_the_curve_runs_from_corner_to_corner_over_its_area() -> None:
    curve = roc_curve(IS_NORMAL, SCORES)
    assert curve is not None
    x, y = curve.false_positive_rate, curve.true_positive_rate
    assert (x[0], y[0], x[-1], y[-1]) == (0, 0, 1, 1)
    assert float(((x[1:] - x[:-1]) * (y[1:] + y[:-1]) / 2).sum()) == pytest.approx(curve.auroc)


def test_the_confusion_counts_every_image_once() -> None:
    counted = confusion(IS_NORMAL, P_VALUES, 0.05)
    assert (counted.hits, counted.misses, counted.false_alarms, counted.passes) == (1, 1, 1, 2)
    looser = confusion(IS_NORMAL, P_VALUES, 0.2)
    assert (looser.hits, looser.misses, looser.false_alarms, looser.passes) == (2, 0, 1, 2)
    assert counted.false_alarm_rate == pytest.approx(1 / 3)
    assert counted.detection_rate == pytest.approx(1 / 2)


def test_without_abnormal_images_there_is_no_detection_rate() -> None:
    counted = confusion(np.ones(2, bool), np.array([0.5, 0.01]), 0.05)
    assert (counted.detection_rate, counted.false_alarm_rate) == (None, 0.5)
