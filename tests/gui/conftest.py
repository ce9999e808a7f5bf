from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from gui.verdict.threshold import Threshold


@pytest.fixture
def threshold(request: pytest.FixtureRequest) -> Threshold:
    """The window's threshold, with the normal scores of the test module's `DETECTOR`."""
    threshold = Threshold()
    threshold.set_normal_scores(request.module.DETECTOR.normal_scores)
    return threshold


@pytest.fixture(autouse=True)
def deleted_widgets() -> Iterator[None]:
    """Delete the widgets of a test after it: those that are left would be styled again with every theme."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
