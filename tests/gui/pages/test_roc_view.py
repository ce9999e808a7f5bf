from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.protocol.results import JudgeBy, RocCurve
from gui.pages.roc_view import RocView

RATES = np.array([0.0, 1.0], np.float32)


@pytest.mark.parametrize("choices", [(JudgeBy.ALL,), tuple(JudgeBy)])
def test_the_last_figure_of_an_auroc_is_never_cut(qtbot: QtBot, choices: tuple[JudgeBy, ...]) -> None:
    view = RocView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    view.show_curves({choice: RocCurve(RATES, RATES, 0.9641) for choice in choices}, JudgeBy.ALL)
    qtbot.waitUntil(lambda: view.chart is not None, timeout=20_000)
    for width in range(200, 420, 12):
        view.resize(width, 300)
        qtbot.wait(1)
        view.grab()
        assert view.chart is not None
        legend = view.chart.axes.get_legend()
        assert legend is not None
        right = view.chart.figure.bbox.x1
        for text in legend.get_texts():
            assert text.get_window_extent().x1 <= right, (width, text.get_text())
