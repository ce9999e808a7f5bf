"""The real program as a process of its own, off-screen and in a home of its own, and how it ended."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO

import numpy as np

from engine.datasets.pen_digits import generate
from tests.conftest import REPOSITORY
from tests.endings.plans import Plan

MARK = "#> "
"""Begins the lines on stdout by which the actor inside the program tells how far it is."""

_ENDED = None
_KEPT = ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "TF_CPP_MIN_LOG_LEVEL")


def write_digits(path: Path, count: int = 600) -> Path:
    """Write a data file of so many pen digits, a sixth of them to test with, and return it."""
    images, labels = generate(count, 1)
    cut = count * 5 // 6
    np.savez(path, x_train=images[:cut], y_train=labels[:cut], x_test=images[cut:], y_test=labels[cut:])
    return path


def home_environment(home: Path) -> dict[str, str]:
    """Return the environment of a user whose folders are all in `home`, without a screen."""
    folders = {
        name: home / name.lower()
        for name in (
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_CACHE_HOME",
            "XDG_RUNTIME_DIR",
            "TMPDIR",
            "KERAS_HOME",
        )
    }
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return (
        kept
        | {name: str(folder) for name, folder in folders.items()}
        | {
            "HOME": str(home),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(REPOSITORY),
            "PYTHONUNBUFFERED": "1",
        }
    )


class Program:
    """The running program, with an actor in it that follows a plan and tells on stdout how far it is.

    Attributes:
        process: the process.
    """

    def __init__(self, plan: Plan, home: Path, files: list[Path]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.endings.actor", json.dumps(asdict(plan)), *map(str, files)],
            cwd=home,
            env=home_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        self._marks: queue.Queue[tuple[str, float] | None] = queue.Queue()
        self._output: list[str] = []
        self._readers = [
            threading.Thread(target=self._read, args=(stream,), daemon=True)
            for stream in (self.process.stdout, self.process.stderr)
        ]
        for reader in self._readers:
            reader.start()

    def wait_for(self, mark: str, limit_s: float) -> float | None:
        """Return the moment, of `time.monotonic`, at which the actor said this; None when it never does."""
        deadline = time.monotonic() + limit_s
        while True:
            try:
                said = self._marks.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return None
            if said is _ENDED:
                return None
            if said[0] == mark:
                return said[1]

    def marks(self) -> list[tuple[str, float]]:
        """Return what the ended process had said since the last `wait_for`, each with its moment."""
        for reader in self._readers:
            reader.join(5)
        return [said for said in iter(self._marks.get_nowait, _ENDED) if said is not None]

    def wait_for_end(self, limit_s: float) -> float | None:
        """Return the moment at which the process ended; None, and it is killed, when it lives longer."""
        try:
            self.process.wait(limit_s)
        except subprocess.TimeoutExpired:
            return None
        return time.monotonic()

    def send(self, number: signal.Signals) -> None:
        """Send a signal; a process that has ended gets none."""
        self.process.send_signal(number)

    @property
    def output(self) -> str:
        """What it has written to both streams, without the actor's marks."""
        for reader in self._readers:
            reader.join(2)
        return "".join(self._output)

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            if line.startswith(MARK):
                self._marks.put((line.removeprefix(MARK).strip(), time.monotonic()))
            else:
                self._output.append(line)
        self._marks.put(_ENDED)


@contextmanager
def started(plan: Plan, home: Path, files: list[Path]) -> Iterator[Program]:
    """Start the program, and kill what is left of it at the end."""
    program = Program(plan, home, files)
    try:
        yield program
    finally:
        program.process.kill()
        program.process.wait()
        for stream in (program.process.stdout, program.process.stderr):
            stream.close()
