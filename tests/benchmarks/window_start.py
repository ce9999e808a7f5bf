"""How soon the window and the first reconstruction appear: ``python -m tests.benchmarks.window_start``.

Each round starts two fresh processes: ours, until the window is painted and until a drawing made at once is
answered on screen; and ``python -c "import PySide6.QtWidgets, numpy"``, a lower bound for any such window.
Times are from the start of the process, in s; medians over the rounds. Bytecode is kept between the rounds,
whatever the environment says, so both are measured as any start but a user's first; the first start, in which Python
compiles our modules, is given separately.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.fresh_process import environment

REPOSITORY = Path(__file__).parents[2]

OURS = """
import json, os, sys, time
started = float(sys.argv[1])
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from gui.window import mouse
from gui.window.application import create_window

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
canvas = window.answer_row.canvas
canvas.installEventFilter(watch)

def draw():
    mouse.draw(canvas, mouse.THREE)

def answered(event):
    if event.drawing_id < 0:  # the start page's example
        return
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
    with tempfile.TemporaryDirectory() as kept:
        environment_of_both = environment(Path(kept))
        rival_seconds(environment_of_both)  # the libraries' bytecode, which an installer may have made
        first = start(environment_of_both)
        ours, rival = [], []
        for _ in range(rounds):
            ours.append(start(environment_of_both))
            rival.append(rival_seconds(environment_of_both))
    painted = statistics.median(times["painted"] for times in ours)
    print(
        json.dumps(
            {
                "window_painted_seconds": painted,
                "rival_import_seconds": statistics.median(rival),
                "ratio": painted / statistics.median(rival),
                "first_start_painted_seconds": first["painted"],
                "first_reconstruction_seconds": statistics.median(times["reconstructed"] for times in ours),
                "rounds_answered_before_keras": sum(not times["is_keras_there"] for times in ours),
                "rounds": rounds,
                "bars": {"window_painted_seconds": 0.6, "ratio": 2.0, "first_reconstruction_seconds": 1.5},
            }
        )
    )


def start(environment_of_both: Mapping[str, str]) -> dict[str, float]:
    """Return when the window of a fresh process was painted and had answered, in s."""
    done = subprocess.run(
        [sys.executable, "-c", OURS, repr(time.time())],
        cwd=REPOSITORY,
        env=environment_of_both,
        stdout=subprocess.PIPE,
        check=True,
    )
    times: dict[str, float] = json.loads(done.stdout)
    return times


def rival_seconds(environment_of_both: Mapping[str, str]) -> float:
    """Return how long the process that only imports took, from start to end, in s."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", RIVAL], cwd=REPOSITORY, env=environment_of_both, check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
