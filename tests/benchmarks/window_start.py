"""How soon the window and the first reconstruction are there: ``python -m tests.benchmarks.window_start``.

Each round starts two fresh processes: ours, until the window is painted and until a drawing made at once is
answered on screen; and the rival ``python -c "import PySide6.QtWidgets, numpy"``, which no such window can beat.
Times are from the start of the process, in s; medians over the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]

OURS = """
import json, os, sys, time
started = float(sys.argv[1])
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from gui import hand
from main import create_window

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched is canvas and "painted" not in times:
            times["painted"] = time.time() - started
            QTimer.singleShot(0, draw)
        return False

times = {}
application = QApplication([])
watch = Watch()
window = create_window()
canvas = window.reconstruction_view.canvas
canvas.installEventFilter(watch)

def draw():
    hand.draw(canvas, hand.THREE)

def answered(event):
    application.processEvents()
    times["reconstructed"] = time.time() - started
    times["is_keras_there"] = "keras" in sys.modules and window.state.is_started
    application.quit()

window.client.reconstructed.connect(answered)
application.exec()
sys.stdout.write(json.dumps(times))
sys.stdout.flush()
os._exit(0)
"""
RIVAL = "import PySide6.QtWidgets, numpy"


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    ours, rival = [], []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-c", OURS, repr(time.time())], cwd=REPOSITORY, stdout=subprocess.PIPE, check=True
        )
        ours.append(json.loads(done.stdout))
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", RIVAL], cwd=REPOSITORY, check=True)
        rival.append(time.perf_counter() - started)
    painted = statistics.median(times["painted"] for times in ours)
    print(
        json.dumps(
            {
                "window_painted_seconds": painted,
                "rival_import_seconds": statistics.median(rival),
                "ratio": painted / statistics.median(rival),
                "first_reconstruction_seconds": statistics.median(times["reconstructed"] for times in ours),
                "rounds_answered_before_keras": sum(not times["is_keras_there"] for times in ours),
                "rounds": rounds,
                "bars": {"window_painted_seconds": 0.6, "ratio": 2.0, "first_reconstruction_seconds": 1.5},
            }
        )
    )


if __name__ == "__main__":
    main()
