"""How responsive the window is, and how soon Stop and Pause act: ``python -m tests.benchmarks.responsiveness``.

A real window with its real engine. A 5 ms timer on the event loop measures the gaps between its beats, in three
phases: while TensorFlow loads and the first training compiles, while nothing runs, and while the model trains with
the live plot on. Then a stroke is drawn, with each move timed until its reconstruction has been painted, and
Stop, Pause and Step are timed from the click to their effect; at last both while another architecture is compiled for
a training that has just been requested. In between, a picture of 12 megapixels is opened. Times in ms.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from engine.protocol.events import Reconstructed
from engine.settings import PRESETS
from gui.state.app_state import Phase
from gui.window import mouse
from gui.window.application import create_window
from gui.window.memory import WindowMemory

_BEAT_MS = 5
_WAIT_MS = 120_000
_MOVE_S = 1 / 125
_MOVES_WHILE_COMPILING = 30  # in less than half a second; compiling takes more than one


class HeartBeat(QObject):
    """Records the gaps between two beats of a timer that are due every 5 ms."""

    def __init__(self) -> None:
        super().__init__()
        self._gaps_ms: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    @Slot()
    def _beat(self) -> None:
        now = time.perf_counter()
        self._gaps_ms.append((now - self._last) * 1000)
        self._last = now

    def take(self) -> dict[str, float]:
        """Return the gaps since the last call, and start again."""
        gaps, self._gaps_ms = self._gaps_ms, []
        return {
            "longest": max(gaps),
            "p99": float(np.percentile(gaps, 99)),
            "median": statistics.median(gaps),
            "beats": len(gaps),
        }


def wait_until(is_so: Callable[[], bool]) -> None:
    """Run the event loop until a condition is true."""
    loop = QEventLoop()
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: loop.quit() if is_so() else None)
    timer.start()
    QTimer.singleShot(_WAIT_MS, loop.quit)
    loop.exec()
    assert is_so(), "waited in vain"


def spread(values_ms: Sequence[float]) -> dict[str, float]:
    """Return the median, the 95th percentile and the maximum."""
    return {
        "median": statistics.median(values_ms),
        "p95": float(np.percentile(values_ms, 95)),
        "longest": max(values_ms),
    }


def large_picture(folder: Path) -> Path:
    """Make a file with a picture as large as a photograph, 4000 x 3000 px in colour, of some 20 MB."""
    path = folder / "photograph.png"
    coarse = np.random.default_rng(0).integers(0, 256, (375, 500, 3), np.uint8)
    Image.fromarray(coarse).resize((4000, 3000), Image.Resampling.BICUBIC).save(path, compress_level=1)
    return path


class Bench:
    """The window, and the actions that are measured."""

    def __init__(self, own_folder: Path) -> None:
        self.window = create_window([], WindowMemory(own_folder))
        QApplication.processEvents()  # the window is painted; from now on it has to answer
        self.heart = HeartBeat()
        self.canvas = self.window.answer_row.canvas
        self.answers = 0
        self.verdicts_of_stroke = 0
        self.finished = 0
        self.window.client.reconstructed.connect(self._count_answer)
        self.window.client.training_finished.connect(self._count_finish)

    @Slot(object)
    def _count_answer(self, event: Reconstructed) -> None:
        self.answers += event.drawing_id > 0  # not that to the start page's example

    @Slot(object)
    def _count_finish(self, _event: object) -> None:
        self.finished += 1

    def is_in(self, phase: Phase) -> Callable[[], bool]:
        return lambda: self.window.state.phase is phase

    def set_epochs(self, epochs: int) -> None:
        form = self.window.training_panel.settings_form
        settings = form.settings()
        assert settings is not None
        form.set_settings(replace(settings, epochs=epochs))

    def train_what_is_not_compiled(self) -> None:
        """Request a training before the window has had time to compile it in advance."""
        form = self.window.training_panel.settings_form
        form.set_settings(replace(PRESETS["convolutional"], batch_size=96))
        self.train()

    def train(self) -> None:
        self.window.training_panel.train_requested.emit()

    def run_for(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        wait_until(lambda: time.perf_counter() > until)

    def latencies_ms(self, moves: int) -> list[float]:
        """Draw a spiral in one stroke, and time each move until the answer to it has been painted.

        The mouse moves 125 times a second, or whenever the answer has arrived, if that takes longer.
        """
        shown: list[int] = []
        verdicts: list[int] = []
        self.window.client.reconstructed.connect(lambda event: shown.append(event.drawing_id))
        self.window.client.scored.connect(lambda event: verdicts.append(event.drawing_id))
        self.canvas.clear()
        pen = mouse.Pen(self.canvas)
        pen.press((0.5, 0.5))
        times = []
        for index in range(moves):
            angle, radius = index * 0.15, 0.02 + 0.36 * index / moves
            before = self.canvas.drawing_id
            started = time.perf_counter()
            pen.move((0.5 + radius * math.cos(angle), 0.5 + radius * math.sin(angle)))
            self._run_until(
                lambda before=before: (
                    self.canvas.drawing_id > before and bool(shown) and shown[-1] >= self.canvas.drawing_id
                )
            )
            QApplication.processEvents()  # what the answer has changed is painted
            times.append((time.perf_counter() - started) * 1000)
            left_ms = round((started + _MOVE_S - time.perf_counter()) * 1000)
            if left_ms > 0:
                loop = QEventLoop()
                QTimer.singleShot(left_ms, loop.quit)
                loop.exec()
        pen.release()
        self._run_until(lambda: shown[-1] == self.canvas.drawing_id)  # the stroke's end is answered
        if self.window.state.phase is Phase.READY:
            self._run_until(lambda: bool(verdicts) and verdicts[-1] == self.canvas.drawing_id)
        self.verdicts_of_stroke = len(set(verdicts))
        return times

    def open_picture_ms(self, path: Path) -> float:
        """Return how long it takes from dropping a picture to its reconstruction."""
        answers = self.answers
        started = time.perf_counter()
        self.canvas.open_picture(path)
        wait_until(lambda: self.answers > answers)
        return (time.perf_counter() - started) * 1000

    def _run_until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def reins_ms(self, click: Callable[[], None], has_acted: Callable[[], bool]) -> float:
        started = time.perf_counter()
        click()
        wait_until(has_acted)
        return (time.perf_counter() - started) * 1000


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    application = QApplication([])
    own_folder = tempfile.TemporaryDirectory()  # so that the user's own settings are not changed
    photograph = large_picture(Path(own_folder.name))
    bench = Bench(Path(own_folder.name))
    client = bench.window.client
    bench.set_epochs(100_000)
    bench.train()
    wait_until(bench.is_in(Phase.TRAINING))
    bench.run_for(1.0)
    results: dict[str, object] = {"gap_starting_and_compiling_ms": bench.heart.take()}
    bench.run_for(5.0)
    results["gap_training_ms"] = bench.heart.take()
    results["move_to_reconstruction_training_ms"] = spread(bench.latencies_ms(arguments.moves))
    pauses, stops = [], []
    for _ in range(arguments.rounds):
        pauses.append(bench.reins_ms(client.pause, bench.is_in(Phase.PAUSED)))
        bench.reins_ms(client.resume, bench.is_in(Phase.TRAINING))
        bench.run_for(0.3)
        finished = bench.finished
        stops.append(bench.reins_ms(client.stop, lambda before=finished: bench.finished > before))
        wait_until(bench.is_in(Phase.READY))
        bench.train()
        wait_until(bench.is_in(Phase.TRAINING))
        bench.run_for(0.3)
    bench.run_for(3.0)  # whole epochs, so that verdicts are learnt
    client.stop()
    wait_until(bench.is_in(Phase.READY))
    results["pause_ms"], results["stop_ms"] = spread(pauses), spread(stops)
    bench.heart.take()
    bench.run_for(2.0)
    results["gap_idle_ms"] = bench.heart.take()
    wait_until(bench.is_in(Phase.READY))
    results["move_to_reconstruction_idle_ms"] = spread(bench.latencies_ms(arguments.moves))
    results["verdicts_of_the_idle_stroke"] = bench.verdicts_of_stroke
    bench.heart.take()
    results["picture_open_ms"] = bench.open_picture_ms(photograph)
    results["gap_opening_picture_ms"] = bench.heart.take()
    bench.train_what_is_not_compiled()
    results["move_to_reconstruction_compiling_ms"] = spread(bench.latencies_ms(_MOVES_WHILE_COMPILING))
    assert not bench.is_in(Phase.TRAINING)(), "compiled too soon; draw fewer moves"
    finished = bench.finished
    results["stop_compiling_ms"] = bench.reins_ms(client.stop, lambda: bench.finished > finished)
    wait_until(bench.is_in(Phase.READY))
    results["bars"] = {
        "gap_starting_and_compiling_ms": {"longest": 100},
        "gap_training_ms": {"p99": 16, "longest": 50},
        "move_to_reconstruction_training_ms": {"median": 25, "p95": 50},
        "move_to_reconstruction_idle_ms": {"median": 8, "p95": 16},
        "gap_opening_picture_ms": {"longest": 100},
        "stop_ms": {"longest": 500},
        "stop_compiling_ms": 500,
    }
    bench.window.close_without_saving()
    application.processEvents()
    own_folder.cleanup()
    print(json.dumps(results))


if __name__ == "__main__":
    main()
