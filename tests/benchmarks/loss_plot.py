"""The cost of a redraw of the live loss plot, and how long importing it blocks the window.

Run `python -m tests.benchmarks.loss_plot [rounds]`; prints one JSON object, times in ms. A redraw is everything that
happens on the window's thread from the timer to the painted widget, at 900 x 320 px:

- `follow`: ten finished runs and a live one that has gained a batch.
- `lay_out`: the same with a new layout, as when the curve leaves the limits.
- `minutes_4` and `hours_4`: a live run alone that has published every 50 ms for so long, an epoch a second.
- `loading_gap`: the longest pause between beats of a 5 ms timer while matplotlib is imported and shown first.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from engine.protocol.activity import Outcome
from engine.protocol.events import BatchEnded, EpochEnded, TrainingFinished, TrainingStarted
from engine.settings import TrainingSettings
from gui.look.theme import apply_theme
from gui.loss.plot import LossPlot

STEPS_PER_EPOCH = 20  # published batches
SECONDS_PER_EPOCH = 1.0  # as preset Clear on MNIST on two cores, about


class HeartBeat(QObject):
    """A 5 ms timer that keeps the times of its beats."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def longest_gap_ms(self) -> float:
        return float(np.diff(self.times).max() * 1e3)

    @Slot()
    def _beat(self) -> None:
        self.times.append(time.perf_counter())


def feed(plot: LossPlot, run_id: int, epochs: int, *, is_over: bool) -> None:
    """Let a run publish as the engine does."""
    noise = np.random.default_rng(run_id)
    plot.start_run(TrainingStarted(run_id, TrainingSettings(epochs=100_000), 60_000, STEPS_PER_EPOCH, 100_000))
    for epoch in range(1, epochs + 1):
        for batch in range(1, STEPS_PER_EPOCH + 1):
            plot.add_batch(
                BatchEnded(run_id, epoch, batch, _loss(epoch - 1 + batch / STEPS_PER_EPOCH, noise), 0.0, 0.0)
            )
        plot.add_epoch(EpochEnded(run_id, epoch, _loss(epoch, noise), _loss(epoch, noise), 1e-3))
    if is_over:
        plot.finish_run(TrainingFinished(run_id, Outcome.COMPLETED, epochs, 0.0, 0.0))


def _loss(position: float, noise: np.random.Generator) -> float:
    return float(0.08 + 0.6 * np.exp(-position / 2) + 0.01 * noise.random())


def timed(act: Callable[[], None], rounds: int) -> dict[str, float]:
    """Return the median and 95th percentile of an act's wall time, and the median of its CPU time, in ms."""
    walls, own = [], []
    for _ in range(rounds):
        wall_start, own_start = time.perf_counter(), time.thread_time()
        act()
        QCoreApplication.processEvents()  # paints
        walls.append((time.perf_counter() - wall_start) * 1e3)
        own.append((time.thread_time() - own_start) * 1e3)
    figures = {"median": np.median(walls), "p95": np.percentile(walls, 95), "own_median": np.median(own)}
    return {name: round(float(value), 2) for name, value in figures.items()}


def shown_plot() -> LossPlot:
    """Return a plot on the screen, with matplotlib loaded."""
    plot = LossPlot()
    plot.resize(900, 320)
    plot.show()
    while plot.display.chart is None:
        QCoreApplication.processEvents()
        time.sleep(0.002)
    return plot


def loading_gap_ms() -> float:
    beat = HeartBeat()
    plot = LossPlot()
    plot.resize(900, 320)
    plot.show()
    feed(plot, 0, 1, is_over=False)
    for _ in range(50):
        QCoreApplication.processEvents()
        time.sleep(0.001)
    beat.times.clear()
    end = None
    while end is None or time.perf_counter() < end:
        QCoreApplication.processEvents()
        time.sleep(0.0005)
        if end is None and plot.display.chart is not None:
            end = time.perf_counter() + 0.3
    return beat.longest_gap_ms()


def growing_run_times(epochs: int, rounds: int) -> dict[str, float]:
    plot = shown_plot()
    feed(plot, 0, epochs, is_over=False)
    plot.display.redraw()
    result = timed(plot.display.redraw, rounds)
    plot.close()
    return result


def main(rounds: int = 200) -> None:
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    figures: dict[str, object] = {"loading_gap": round(loading_gap_ms(), 1)}

    plot = shown_plot()
    for run_id in range(10):
        feed(plot, run_id, 20, is_over=True)
    feed(plot, 10, 15, is_over=False)
    plot.display.redraw()
    figures["follow"] = timed(plot.display.redraw, rounds)

    def lay_out() -> None:
        plot.display.renew()
        plot.display.redraw()

    figures["lay_out"] = timed(lay_out, rounds)
    plot.close()
    for name, seconds in (("minutes_4", 240), ("hours_4", 14_400)):
        figures[name] = growing_run_times(round(seconds / SECONDS_PER_EPOCH), rounds)
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
