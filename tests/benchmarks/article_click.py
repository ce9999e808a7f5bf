"""The article's own run, from click to finished: ``python -m tests.benchmarks.article_click``.

500 images, 10 epochs. Each round starts two fresh processes. Ours opens the window, chooses preset Article, waits until
the engine is ready and has compiled for the settings in the form, as it does by itself, and clicks Train. It is
compared with a stock script that builds, compiles and fits the same; importing Keras is not counted. Medians, in s.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]

OURS = """
import os, sys, tempfile, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from engine.protocol.commands import WarmUp
from engine.settings import PRESETS
from gui.state.app_state import Phase
from gui.window.memory import WindowMemory
from gui.window.application import create_window
from tests.benchmarks.responsiveness import wait_until

application = QApplication([])
with tempfile.TemporaryDirectory() as own_folder:
    window = create_window([], WindowMemory(Path(own_folder)))
    ended = []
    window.client.command_ended.connect(lambda event: ended.append(event.command))
    window.client.training_finished.connect(lambda event: finished.append((time.perf_counter(), event)))
    wait_until(lambda: window.state.phase is Phase.READY and window.state.dataset is not None)
    window.training_panel.settings_form.set_settings(PRESETS["article"])
    wait_until(lambda: any(
        isinstance(command, WarmUp) and command.settings.preset == "article" for command in ended
    ))
    finished = []
    clicked = time.perf_counter()
    window.training_panel.train_requested.emit()
    wait_until(lambda: bool(finished))
    moment, event = finished[0]
    assert event.epochs == 10, event
    sys.stdout.write(repr(moment - clicked))
    sys.stdout.flush()
    os._exit(0)
"""
STOCK = """
import os, sys, time
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
from keras import layers
from engine.datasets.pen_digits import generate
images = generate(500, seed=0)[0].astype("float32") / 255
started = time.perf_counter()
model = keras.Sequential([
    layers.Input((28, 28, 1)), layers.Flatten(),
    layers.Dense(128, "relu"), layers.Dense(64, "relu"), layers.Dense(64),
    layers.Dense(64, "relu"), layers.Dense(128, "relu"), layers.Dense(784, "sigmoid"), layers.Reshape((28, 28, 1)),
])
model.compile("adam", "binary_crossentropy")
model.fit(images, images, epochs=10, batch_size=128, validation_split=0.1, verbose=0)
sys.stdout.write(repr(time.perf_counter() - started))
"""


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    ours, stock = [], []
    for _ in range(rounds):
        ours.append(_seconds(OURS))
        stock.append(_seconds(STOCK))
    print(
        json.dumps(
            {
                "click_to_finished_seconds": round(statistics.median(ours), 3),
                "longest": round(max(ours), 3),
                "stock_script_seconds": round(statistics.median(stock), 3),
                "rounds": rounds,
                "bar_seconds": 1.0,
            }
        )
    )


def _seconds(program: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return float(done.stdout)


if __name__ == "__main__":
    main()
