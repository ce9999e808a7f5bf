"""One whole use of the program in a process with an environment of the caller's: what it computes and says."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

REPOSITORY = Path(__file__).parents[2]
SLOWEST_S = 300

_HEADLESS = """
import contextlib, io, json, sys
import main

def result_of(*arguments):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = main.main([*arguments, "--json"])
    assert status == 0, status
    return json.loads(said.getvalue())

data, model, picture, architecture = sys.argv[1:]
train = ["train", "--data", data, "--preset", architecture, "--epochs", "2", "--batch-size", "32", "--samples", "400"]
training = result_of(*train, "--verdict-images", "60", "--output", model)
score = result_of("score", model, picture, "--false-alarms", "0.05")
print(json.dumps({"training": training, "score": score}))
"""

_WINDOW = """
import sys
import main
import gui.window.application as application

create = application.create_window

def create_and_close(*arguments):
    window = create(*arguments)
    waits_for = {"engine", "plot"}

    def arrived(what):
        waits_for.discard(what)
        if not waits_for:
            window.close()

    window.closed.connect(lambda: print("closed"))
    window.client.engine_ready.connect(lambda event: arrived("engine"))
    put = window.loss_plot.display._put
    window.loss_plot.display._put = lambda chart: (put(chart), arrived("plot"))
    return window

application.create_window = create_and_close
sys.exit(main.main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Outcome:
    """How a process ended.

    Attributes:
        status: its exit status; below 0 it is the signal that ended it; None where it had to be killed.
        seconds: how long it took.
        out: the JSON object that it printed; None where it did not get so far.
        stdout: what it printed.
        stderr: what it said.
    """

    status: int | None
    seconds: float
    out: Any
    stdout: str
    stderr: str

    @property
    def numbers(self) -> dict[str, Any]:
        """All that was computed: losses, errors, and the score of a picture; without times and file names."""
        training = {name: value for name, value in self.out["training"].items() if name not in _OF_THE_RUN}
        scored = {f"score {name}": value for name, value in self.out["score"]["pictures"][0].items()}
        return training | {name: value for name, value in scored.items() if name != "score file"}

    @property
    def has_crashed(self) -> bool:
        return self.status is None or self.status < 0 or "Traceback" in self.stderr


_OF_THE_RUN = ("output", "seconds", "samples_per_second")


def largest_difference(one: Outcome, other: Outcome) -> float | None:
    """Return by how much the losses of two trainings differ at most; None where there are not as many."""
    both = [[*outcome.out["training"]["loss"], *outcome.out["training"]["val_loss"]] for outcome in (one, other)]
    if len(both[0]) != len(both[1]):
        return None
    return float(np.abs(np.subtract(*both)).max())


def write_inputs(folder: Path) -> None:
    """Write images of 28 x 28 px to train on, and a picture to score, which a training can learn something from."""
    random = np.random.default_rng(0)
    places = np.arange(28)
    centres = random.uniform(6, 22, (500, 2, 1))
    rows, columns = (np.exp(-((places - centres[:, axis]) ** 2) / 12) for axis in (0, 1))
    images = np.uint8(255 * rows[:, :, None] * columns[:, None, :])
    np.savez(folder / "data.npz", x_train=images[:400], x_test=images[400:])
    Image.fromarray(images[450]).save(folder / "picture.png")


def train_and_score(
    folder: Path, home: Path, variables: Mapping[str, str | None], preset: str = "clear"
) -> Outcome:
    """Train, and score a picture, with these variables; one that is None is taken out."""
    model = home / "model.aestudio"
    arguments = [str(folder / "data.npz"), str(model), str(folder / "picture.png"), preset]
    return run_python(_HEADLESS, arguments, home, variables)


def open_window(home: Path, variables: Mapping[str, str | None], *arguments: str) -> Outcome:
    """Open the window and close it once TensorFlow and the plot are there."""
    return run_python(_WINDOW, arguments, home, variables)


def run_python(
    program: str, arguments: list[str] | tuple[str, ...], home: Path, variables: Mapping[str, str | None]
) -> Outcome:
    """Run a program in a process of its own, with a home of its own and these variables."""
    environment = plain_environment(home)
    for name, value in variables.items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    status: int | None
    try:
        stdout, stderr = process.communicate(timeout=SLOWEST_S)
        status = process.returncode
    except subprocess.TimeoutExpired:
        process.kill()
        stdout, stderr = process.communicate()
        status = None
    said = stdout.decode("utf-8", "replace")
    return Outcome(status, time.monotonic() - began, _json(said), said, stderr.decode("utf-8", "replace"))


def plain_environment(home: Path) -> dict[str, str]:
    """Return an environment with nothing that any of our libraries reads, but for a screen that is none."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG", "DISPLAY") if name in os.environ}
    user = hashlib.sha256(str(home).encode()).hexdigest()[:12]  # so that no window of another test is found open
    return kept | {"HOME": str(home), "USER": user, "LOGNAME": user, "QT_QPA_PLATFORM": "offscreen"}


def _json(said: str) -> Any:
    try:
        return json.loads(said)
    except ValueError:
        return None
