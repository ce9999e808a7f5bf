from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gui.pages.results_page import ResultsPage
from gui.verdict.threshold import Threshold
from tests.gui.pages.results_page_examples import JUDGEABLE, JUDGED


@pytest.fixture
def page(qtbot: QtBot, threshold: Threshold) -> ResultsPage:
    """A Results page that shows a judged test set; modules of other pages have their own."""
    page = ResultsPage(threshold)
    qtbot.addWidget(page)
    page.resize(1_040, 720)
    page.apply_state(JUDGEABLE)
    page.show_judged(JUDGED)
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: page.roc.chart is not None and page.histogram.chart is not None, timeout=20_000)
    page.grab()
    return page
