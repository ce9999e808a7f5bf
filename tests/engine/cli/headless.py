"""A headless command carried out in this process, whose TensorFlow is imported already."""

import contextlib
import io
import json
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.cli import commands


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Result]

REPOSITORY = Path(__file__).parents[3]
KINDS = ["reconstruction", "code", "shape", "exposure", "sharpness", "detail", "lines", "place", "damage"]
COLUMNS = ["file", "score", "mae", "mse", "p_value", "verdict"]
TRAINING = ["--preset", "article", "--epochs", "1", "--batch-size", "16", "--validation-split", "0.2"]
FROM_40 = 0.05  # a share of false alarms that 40 normal images can promise; 0.01 takes 99


def no_tour(output: Path, say: Callable[[str], None]) -> Sequence[Path]:
    raise AssertionError("nobody asked for a tour")


def runner(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> Result:
        status = commands.main([str(argument) for argument in arguments], no_tour)
        captured = capsys.readouterr()
        return Result(status, captured.out, captured.err)

    return run


class InterruptedAt:
    """A stderr at which Ctrl-C is pressed as soon as it is told something."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.told = ""

    def write(self, text: str) -> int:
        is_pressed = self._text in self.told
        self.told += text
        if self._text in self.told and not is_pressed:
            signal.raise_signal(signal.SIGINT)
        return len(text)

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return False


def save_images(path: Path, n: int = 60, shape: tuple[int, int] = (12, 10)) -> None:
    """Save images of two kinds, 1 a bright top and 4 a bright left side, and their labels."""
    random = np.random.default_rng(0)
    labels = np.resize([1, 4], n)
    images = random.integers(0, 60, (n, *shape), dtype=np.uint8)
    images[labels == 1, :4] += 180
    images[labels == 4, :, :4] += 180
    np.savez(path, x_train=images, y_train=labels, x_test=images[: n // 2], y_test=labels[: n // 2])


def trained(folder: Path, data: Path, *options: str) -> tuple[Path, Any, str]:
    """Train on the ones; return the model, the results and what was said on stderr."""
    path = folder / "ones.aestudio"
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        line = ["train", "--data", str(data), "--normal", "1", *TRAINING, *options, "--json"]
        assert commands.main([*line, "--output", str(path)], no_tour) == 0
    return path, json.loads(out.getvalue()), err.getvalue()
