from __future__ import annotations

from typing import Any

import pytest

from gui.loss.plot import LossPlot


@pytest.fixture
def plot(qtbot: Any) -> LossPlot:
    """A plot in a window of its own; matplotlib may not be imported yet."""
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.resize(800, 320)
    plot.show()
    return plot


@pytest.fixture
def ready_plot(plot: LossPlot, qtbot: Any) -> LossPlot:
    """The same, once matplotlib is imported."""
    qtbot.waitUntil(lambda: plot.display.chart is not None, timeout=20_000)
    return plot
