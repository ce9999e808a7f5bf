"""``train``, as a script uses it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.model_file import project_file
from tests.engine.cli.headless import (
    TRAINING,
    InterruptedAt,
    Run,
)


def test_train_reports_and_saves_what_it_has_learnt(run: Run, data: Path, tmp_path: Path) -> None:
    output = tmp_path / "größe.aestudio"
    line = f"train --data {data} --preset article --normal 1 --epochs 3 --batch-size 16 --seed 4 --json"
    result = run(*line.split(), "--verdict-images", 0, "--output", output)
    assert result.status == 0
    found = result.json
    assert found["outcome"] == "completed"
    assert len(found["loss"]) == len(found["val_loss"]) == found["epochs"] == 3
    assert found["loss"][2] < found["loss"][0]
    assert found["samples_per_second"] > 0
    assert found["seconds"] > 0
    assert 0 < found["mse"] < found["mae"] < found["bce"]
    project = project_file.open_project(output)
    assert project.info.parameters == found["parameters"]
    assert project.info.settings.seed == 4
    assert project.info.normal == (1,)
    assert list(project.info.history["loss"]) == found["loss"]
    assert dict(project.info.metrics) == {name: found[name] for name in ("bce", "mse", "mae")}
    assert "epoch 3/3" in result.err


@pytest.mark.slow
def test_train_prints_a_table_without_what_there_is_no_test_or_validation_set_for(
    run: Run, tmp_path: Path
) -> None:
    np.save(tmp_path / "images.npy", np.random.default_rng(0).integers(0, 255, (40, 12, 10), dtype=np.uint8))
    line = f"train --data {tmp_path / 'images.npy'} --preset article --epochs 1 --validation-split 0"
    result = run(*line.split(), "--verdict-images", 0, "--output", tmp_path / "model.aestudio")
    assert result.status == 0
    rows = dict(line.split(maxsplit=1) for line in result.out.splitlines())
    assert rows["outcome"] == "completed"
    assert float(rows["loss"]) > 0
    assert rows["val_loss"] == "-"
    assert rows.keys().isdisjoint({"bce", "mse", "mae"})
    assert len(project_file.open_project(tmp_path / "model.aestudio").info.history["loss"]) == 1


@contextmanager
def interrupt_at(word: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let Ctrl-C come when the progress first says a word."""
    begun, is_ended = threading.Event(), threading.Event()

    def interrupt() -> None:
        begun.wait()
        if not is_ended.is_set():
            signal.raise_signal(signal.SIGINT)  # the main thread handles it

    class Stderr:
        def write(self, text: str) -> int:
            if word in text:
                begun.set()
            return len(text)

        def flush(self) -> None: ...

        def isatty(self) -> bool:
            return False

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(sys, "stderr", Stderr())
    interrupter = threading.Thread(target=interrupt)
    interrupter.start()
    try:
        yield
    finally:
        is_ended.set()
        begun.set()
        interrupter.join()
    assert signal.getsignal(signal.SIGINT) is before


LONG_TRAINING = "--preset article --epochs 100000 --batch-size 16 --json --output"


@pytest.mark.slow
def test_the_first_interrupt_stops_the_training_and_keeps_what_was_learnt(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "model.aestudio"
    with interrupt_at("epoch ", monkeypatch):
        result = run(*f"train --data {data} {LONG_TRAINING}".split(), output)
    assert result.status == 130
    found = result.json
    assert found["outcome"] == "stopped"
    assert 0 < found["epochs"] < 100_000
    assert found["verdict_images"] == 0
    assert len(project_file.open_project(output).info.history["loss"]) == found["epochs"]


def test_an_interrupt_while_the_model_is_built_saves_nothing(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "model.aestudio"
    with interrupt_at("Building the model", monkeypatch):
        result = run(*f"train --data {data} {LONG_TRAINING}".split(), output)
    assert (result.status, result.out) == (130, "")
    assert not output.exists()


@pytest.mark.slow
def test_a_training_that_diverges_at_once_saves_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    output = tmp_path / "model.aestudio"
    output.write_bytes(b"older")
    line = f"train --data {data} --preset variational --epochs 5 --batch-size 54 --learning-rate 10 --json --force"
    result = run(*line.split(), "--output", output)
    assert result.status == 1
    assert result.out == ""
    assert result.err.splitlines()[-1] == (
        "The training diverged in its first epoch, so nothing was saved; lower the learning rate."
    )
    assert output.read_bytes() == b"older"


@pytest.mark.slow
def test_a_training_that_diverges_later_saves_the_last_good_weights_and_fails(
    run: Run, data: Path, tmp_path: Path
) -> None:
    output = tmp_path / "model.aestudio"
    line = f"train --data {data} --preset variational --epochs 300 --batch-size 54 --learning-rate 0.1 --json"
    result = run(*line.split(), "--output", output)
    assert result.status == 1
    assert result.json["outcome"] == "diverged"
    assert result.json["verdict_images"] == 0
    assert "holds the last good weights, of epoch" in result.err.splitlines()[-1]
    assert result.json["mae"] > 0  # with finite weights
    assert len(project_file.open_project(output).info.history["loss"]) == result.json["epochs"]


def test_train_learns_verdicts_and_saves_them(with_verdicts: tuple[Path, Any, str]) -> None:
    path, found, _ = with_verdicts
    project = project_file.open_project(path)
    assert found["verdict_images"] == 40
    assert len(project.extra["normal_scores_all"]) == 40
    assert project.info.metrics["mae"] == found["mae"]


def test_too_few_normal_images_leave_a_model_without_verdicts(without_verdicts: tuple[Path, Any, str]) -> None:
    path, found, err = without_verdicts
    assert found["verdict_images"] == 0
    assert not project_file.open_project(path).extra
    assert err.splitlines()[-1] == (
        "The model is saved without verdicts: Verdicts need at least 30 normal images and there are 20; add images "
        "or choose more classes."
    )


@pytest.mark.slow
def test_an_interrupt_while_verdicts_are_learnt_keeps_the_model(
    run: Run, digits: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stderr = InterruptedAt("Rebuilding normal images")
    monkeypatch.setattr(sys, "stderr", stderr)
    result = run("train", "--data", digits, *TRAINING, "--json", "--output", tmp_path / "model.aestudio")
    assert result.status == 130
    assert result.json["outcome"] == "completed"
    assert result.json["verdict_images"] == 0
    project = project_file.open_project(tmp_path / "model.aestudio")
    assert project.info.history["loss"] == tuple(result.json["loss"])
    assert not project.extra
