"""Does the canvas keep up with a hand at 4K? ``python -m tests.benchmarks.canvas_paint``.

The real window at 3840 x 2160 px, its engine not started. One long curved stroke is drawn, move by move; each move is
timed until it has been painted on the canvas: the event, the stroke's new segment, and the painting. Times in ms; 60
frames a second leave 16.7. The last tenth of the stroke is given separately, since a long stroke must not get slower.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from gui.window import mouse
from gui.window.main_window import MainWindow
from gui.window.memory import WindowMemory

BAR_MS = 1000 / 60


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=600)
    moves = parser.parse_args().moves
    application = QApplication([])  # noqa: F841  # must exist while this runs
    with tempfile.TemporaryDirectory() as own_folder:  # so that the user's own settings are not changed
        figures = measure(MainWindow(memory=WindowMemory(Path(own_folder))), moves)
    print(json.dumps(figures))


def measure(window: MainWindow, moves: int) -> dict[str, object]:
    """Draw, and return the figures."""
    window.resize(3840, 2160)
    window.show()
    QApplication.processEvents()
    canvas = window.answer_row.canvas
    pen = mouse.Pen(canvas)
    pen.press((0.5, 0.5))
    times = []
    for index in range(moves):
        angle, radius = index * 0.1, 0.02 + 0.4 * index / moves
        started = time.perf_counter()
        pen.move((0.5 + radius * math.cos(angle), 0.5 + radius * math.sin(angle)))
        QApplication.processEvents()
        times.append((time.perf_counter() - started) * 1000)
    pen.release()
    window.close_without_saving()
    return {
        "canvas_px": [canvas.width(), canvas.height()],
        "move_and_paint_ms": {
            "median": round(statistics.median(times), 2),
            "p95": round(float(np.percentile(times, 95)), 2),
            "longest": round(max(times), 2),
        },
        "last_tenth_median_ms": round(statistics.median(times[-moves // 10 :]), 2),
        "bar_ms": round(BAR_MS, 2),
    }


if __name__ == "__main__":
    main()
