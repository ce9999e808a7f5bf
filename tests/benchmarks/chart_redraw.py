"""The cost of a redraw of the charts that follow the mouse or a training.

Run `python -m tests.benchmarks.chart_redraw [rounds]`; prints one JSON object, times in ms. A redraw is everything that
happens on the window's thread from the change to the painted widget:

- `histogram_drag`: the threshold of two kinds of scores, 10,000 each, is moved; 520 x 340 px.
- `roc_point`: the point at the threshold is moved on curves of 10,000 steps; 320 x 320 px.
- `results_drag`: the threshold is moved while the whole results page of 10,000 judged images follows; 1040 x 720 px.
- `loss`: ten finished runs and a live one that has gained a batch; 900 x 320 px, as `loss_plot`.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import time

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QWidget

from engine.protocol.results import JudgeBy, RocCurve
from gui.look.theme import apply_theme
from gui.pages.results_page import ResultsPage
from gui.pages.roc_view import RocView
from gui.plots.display import ChartDisplay
from gui.verdict.histogram_view import HistogramView
from gui.verdict.threshold import Threshold
from tests.benchmarks.loss_plot import feed, shown_plot, timed
from tests.gui.verdict_examples import a_detector, a_judged_set


def shown(display: ChartDisplay, width: int, height: int) -> None:
    """Put a chart on the screen and wait until it is drawn."""
    display.resize(width, height)
    display.show()
    while display.chart is None:
        QCoreApplication.processEvents()
        time.sleep(0.002)
    QCoreApplication.processEvents()


def histogram_drag(rounds: int) -> dict[str, float]:
    noise = np.random.default_rng(0)
    threshold = Threshold()
    threshold.set_normal_scores({JudgeBy.ALL: np.sort(noise.gamma(2.0, 1.0, 10_000)).astype(np.float32)})
    view = HistogramView(threshold)
    abnormal = noise.gamma(9.0, 1.0, 10_000).astype(np.float32)
    view.show_series([("normal images", threshold.normal_scores), ("abnormal images", abnormal)])
    view.show_mark(7.0, "yours")
    shown(view, 520, 340)
    requests = itertools.cycle(range(20, 900, 7))
    return timed(lambda: threshold.request(next(requests)), rounds)


def roc_point(rounds: int) -> dict[str, float]:
    rate = np.linspace(0.0, 1.0, 10_000)
    view = RocView()
    curves = {JudgeBy.ALL: RocCurve(rate, rate**0.05, 0.95), JudgeBy.ERROR: RocCurve(rate, rate**0.2, 0.83)}
    view.show_curves(curves, JudgeBy.ALL)
    shown(view, 320, 320)
    places = itertools.cycle(np.linspace(0.001, 0.1, 100).tolist())

    def move() -> None:
        place = next(places)
        view.show_point((place, place**0.05), round(1 / place))

    return timed(move, rounds)


def results_drag(rounds: int) -> dict[str, float]:
    detector = a_detector()
    threshold = Threshold()
    threshold.set_normal_scores(detector.normal_scores)
    page = ResultsPage(threshold)
    page.show_judged(a_judged_set(detector, 10_000))
    page.resize(1_040, 720)
    page.show()
    while page.roc.chart is None or page.histogram.chart is None:
        QCoreApplication.processEvents()
        time.sleep(0.002)
    requests = itertools.cycle(range(20, 100, 3))
    return timed(lambda: threshold.request(next(requests)), rounds)


def loss(rounds: int) -> dict[str, float]:
    plot: QWidget = shown_plot()
    for run_id in range(10):
        feed(plot, run_id, 20, is_over=True)
    feed(plot, 10, 15, is_over=False)
    plot.display.redraw()
    return timed(plot.display.redraw, rounds)


def main(rounds: int = 200) -> None:
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    figures = {act.__name__: act(rounds) for act in (histogram_drag, roc_point, results_drag, loss)}
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
