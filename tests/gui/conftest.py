from __future__ import annotations

import pytest

from gui.verdict.threshold import Threshold


@pytest.fixture
def threshold(request: pytest.FixtureRequest) -> Threshold:
    """The window's threshold, with the normal scores of the test module's `DETECTOR`."""
    threshold = Threshold()
    threshold.set_normal_scores(request.module.DETECTOR.normal_scores)
    return threshold
