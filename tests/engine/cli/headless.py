"""A headless command carried out in this process, whose TensorFlow is imported already."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


def no_tour(output: Path, say: Callable[[str], None]) -> Sequence[Path]:
    raise AssertionError("nobody asked for a tour")


def runner(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> Result:
        status = commands.main([str(argument) for argument in arguments], no_tour)
        captured = capsys.readouterr()
        return Result(status, captured.out, captured.err)

    return run
