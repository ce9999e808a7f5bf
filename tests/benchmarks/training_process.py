"""A training in another process, for `training_speed`: PyTorch and JAX crash beside TensorFlow or take its cores."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType


class TrainingProcess:
    """Runs a module that trains one epoch for each line that it reads and prints a line when it is done.

    It is idle otherwise, and ends with its context.

    Args:
        module: the module's name, e.g. "tests.benchmarks.torch_training".
    """

    def __init__(self, module: str) -> None:
        self._module = module

    def __enter__(self) -> TrainingProcess:
        self._process = subprocess.Popen(
            [sys.executable, "-m", self._module],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.train_epoch()  # warm-up
        return self

    def train_epoch(self) -> None:
        """Train one epoch."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        if not self._process.stdout.readline():
            raise OSError(f"The process of {self._module} has ended; see what it wrote to stderr.")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()


def train_on_request(train_epoch: Callable[[], None]) -> None:
    """Train one epoch for each line on stdin: the other side of `TrainingProcess`."""
    for _ in sys.stdin:
        train_epoch()
        print("done", flush=True)
