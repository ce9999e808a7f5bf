from __future__ import annotations

import pytest

from engine.cancellation import Cancellation
from engine.detection.detector import Detector
from engine.errors import Cancelled, UserError
from engine.images.faults import FAULTS
from engine.session.fault_panel import ROWS, measure_faults
from tests.engine.cancellations import cancelled
from tests.engine.detection.detector_examples import MeanImage, bars, mean_autoencoder


@pytest.fixture(scope="module")
def detector() -> Detector:
    images = bars(60)
    return Detector.fit(images, mean_autoencoder(images))


@pytest.mark.slow
def test_every_fault_is_measured_beside_the_plain_error(detector: Detector) -> None:
    rows = list(measure_faults(detector, MeanImage(bars(60)), bars(40, seed=1), seed=0))
    assert [(row.name, row.strength) for row in rows] == list(ROWS)
    assert {row.name for row in rows} == set(FAULTS)
    assert all(0 <= row.auroc <= 1 and 0 <= row.auroc_error <= 1 for row in rows)
    by_name = {row.name: row for row in rows}
    assert by_name["noise"].auroc == 1  # no damaged image is as ordinary as a whole one
    assert by_name["low_light"].auroc > 0.9 > by_name["low_light"].auroc_error


@pytest.mark.slow
def test_it_ends_when_it_is_cancelled_in_the_middle(detector: Detector) -> None:
    cancellation = Cancellation()
    rows = measure_faults(detector, MeanImage(bars(60)), bars(40, seed=1), seed=0, cancellation=cancellation)
    next(rows)
    cancellation.cancel()
    with pytest.raises(Cancelled):
        next(rows)


def test_it_ends_when_cancelled_and_needs_normal_images(detector: Detector) -> None:
    with pytest.raises(Cancelled):
        list(measure_faults(detector, MeanImage(bars(60)), bars(4), seed=0, cancellation=cancelled()))
    with pytest.raises(UserError, match="needs normal test images"):
        list(measure_faults(detector, MeanImage(bars(60)), bars(4)[:0], seed=0))
