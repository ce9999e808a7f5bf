"""Where the time goes in a training step, at start-up and in a canvas update.

Run from the root of the repository: python -m tests.benchmarks.where_time_goes
The figures of the section in CONTRIBUTING. Nothing is compared; the parts of each are medians, printed as one JSON
object. Start-up is measured in fresh processes, in CPU time; the rest is wall time in this process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from engine.datasets.pen_digits import generate
from engine.images.preparation import prepare
from engine.protocol.events import Event
from engine.protocol.run_control import RunControl
from engine.session.session import Session
from engine.settings import PRESETS
from engine.startup import preview
from engine.training.batches import Batches
from engine.training.fused_steps import FusedSteps
from engine.training.trainer import Trainer
from gui.window import mouse
from gui.window.main_window import MainWindow
from gui.window.memory import WindowMemory
from tests.benchmarks.fresh_process import environment

REPOSITORY = Path(__file__).parents[2]
IMAGES = 20_000
ROUNDS = 5
START = """
import resource, sys, tempfile
from pathlib import Path

def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime

marks = [used()]
import PySide6.QtWidgets, numpy
marks.append(used())
import gui.window.main_window
from gui.window.memory import WindowMemory
marks.append(used())
application = PySide6.QtWidgets.QApplication([])
window = gui.window.main_window.MainWindow(memory=WindowMemory(Path(tempfile.mkdtemp())))
marks.append(used())
window.show()
application.processEvents()
marks.append(used())
sys.stdout.write(repr(marks))
sys.stdout.flush()
import os
os._exit(0)
"""


def main() -> None:
    """Measure and print one JSON object."""
    figures = {
        "training_step_us": training_step(),
        "start_up_ms": start_up(),
        "canvas_update_ms": canvas_update(),
    }
    print(json.dumps(figures))


def training_step() -> dict[str, float]:
    """Return the parts of a step of 128 images with the article's architecture, in microseconds."""
    images = np.resize(generate(2_000, seed=0)[0], (IMAGES, 28, 28, 1))
    settings = replace(PRESETS["article"], samples=None, epochs=1, validation_split=0.0)
    trainer = Trainer(settings.model_spec((28, 28, 1)), settings.loss)
    parts: dict[str, list[float]] = {"executions": [], "gathering": [], "all": []}
    steps = -(-IMAGES // settings.batch_size)
    for _ in range(ROUNDS + 1):
        spent = {"executions": 0.0, "gathering": 0.0}
        with ExitStack() as context:
            for name, owner, method in (("executions", FusedSteps, "train"), ("gathering", Batches, "fill")):
                context.enter_context(patch.object(owner, method, _timed(getattr(owner, method), spent, name)))
            started = time.perf_counter()
            trainer.fit(images, settings, RunControl(), 1, lambda event: None, lambda: None)
            spent["all"] = time.perf_counter() - started
        for name, seconds in spent.items():
            parts[name].append(seconds / steps * 1e6)
    of = {name: median(values[1:]) for name, values in parts.items()}
    return {
        "XLA's execution of the step": round(of["executions"]),
        "gathering the images": round(of["gathering"]),
        "Keras's fit, callbacks, events": round(of["all"] - of["executions"] - of["gathering"]),
        "all": round(of["all"]),
    }


def start_up() -> dict[str, float]:
    """Return the parts of a start until the window is painted, in ms of CPU time."""
    parts = []
    with tempfile.TemporaryDirectory() as kept:
        for _ in range(ROUNDS + 1):
            done = subprocess.run(
                [sys.executable, "-c", START],
                cwd=REPOSITORY,
                env=environment(Path(kept)),
                stdout=subprocess.PIPE,
                check=True,
            )
            parts.append(np.diff([0.0, *json.loads(done.stdout)]))
    names = (
        "Python",
        "importing QtWidgets and NumPy",
        "importing our modules",
        "building the window",
        "first paint",
    )
    return {name: round(float(ms), 1) for name, ms in zip(names, np.median(parts[1:], axis=0) * 1e3, strict=True)}


def canvas_update() -> dict[str, float]:
    """Return the parts of what follows a mouse move, in ms, each measured alone on an idle machine."""
    application = QApplication.instance() or QApplication([])
    events: list[Event] = []
    session = Session(events.append)  # which writes no run, since it trains none
    session.open_bundled()
    bundled = preview.load_bundled()
    with tempfile.TemporaryDirectory() as own_folder:
        window = MainWindow(memory=WindowMemory(Path(own_folder)))
        window.show()
        for event in events:
            window.client._deliver(event)
        application.processEvents()
        view = window.answer_row
        drawn: list[Any] = []
        view.canvas.drawing_changed.connect(drawn.append)
        mouse.draw(view.canvas, mouse.FIVE)
        drawing = drawn[-1]
        session.answer(drawing)
        answer, verdict = events[-2], events[-1]
        light = prepare(drawing.pixels, (28, 28, 1), is_centred=True)
        pen = mouse.Pen(view.canvas)
        pen.press((0.3, 0.3))
        places = iter(np.random.default_rng(0).uniform(0.2, 0.8, (1_000, 2)).tolist())
        parts: dict[str, Callable[[], object]] = {
            "the stroke's piece, and sending the pixels": lambda: pen.move(next(places)),
            "painting the canvas": application.processEvents,
            "preparing as MNIST was": lambda: prepare(drawing.pixels, (28, 28, 1), is_centred=True),
            "the model": lambda: session.workspace.reconstruct(light[None]),
            "the bundled model in NumPy, preparation and all": lambda: bundled.answer(drawing),
            "showing and painting the answer": lambda: _show(window, answer),
            "then: all evidence and the map": lambda: session.workspace.judge.detector.examine(light, light),
            "then: showing and painting the verdict": lambda: _show(window, verdict),
        }
        spent: dict[str, list[float]] = {name: [] for name in parts}
        for _ in range(120):
            for name, act in parts.items():
                started = time.perf_counter()
                act()
                spent[name].append((time.perf_counter() - started) * 1e3)
        pen.release()
        window.close_without_saving()
    return {name: round(median(values[20:]), 2) for name, values in spent.items()}


def _show(window: MainWindow, event: Event) -> None:
    window.client._deliver(event)
    QApplication.processEvents()


def _timed(method: Callable[..., Any], spent: dict[str, float], name: str) -> Callable[..., Any]:
    def timed(*arguments: Any) -> Any:
        started = time.perf_counter()
        result = method(*arguments)
        spent[name] += time.perf_counter() - started
        return result

    return timed


if __name__ == "__main__":
    main()
