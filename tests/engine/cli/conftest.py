"""Data, pictures and models that several headless commands are tried on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.cli import commands
from engine.datasets.pen_digits import generate
from tests.engine.cli.headless import (
    Run,
    no_tour,
    runner,
    save_images,
    trained,
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "sides.npz"
    save_images(path)
    return path


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    path = tmp_path_factory.mktemp("model") / "sides.aestudio"
    line = ["train", "--data", str(data), "--preset", "article", "--epochs", "2", "--batch-size", "16"]
    line += ["--verdict-images", "0"]
    assert commands.main([*line, "--output", str(path)], no_tour) == 0
    return path


@pytest.fixture(scope="session")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of 60 ones and 60 fours to train on, and 25 of each to test with, 14 x 14 px."""
    images, labels = generate(1_200, 5)
    images = images[:, ::2, ::2]
    ones, fours = images[labels == 1], images[labels == 4]
    path = tmp_path_factory.mktemp("data") / "digits.npz"
    np.savez(
        path,
        x_train=np.concatenate([ones[:60], fours[:60]]),
        y_train=np.repeat([1, 4], 60),
        x_test=np.concatenate([ones[60:85], fours[60:85]]),
        y_test=np.repeat([1, 4], 25),
    )
    return path


@pytest.fixture(scope="session")
def digit_pictures(tmp_path_factory: pytest.TempPathFactory, digits: Path) -> Path:
    """Return a folder of the test images, in their order."""
    folder = tmp_path_factory.mktemp("pictures")
    with np.load(digits) as arrays:
        for index, image in enumerate(arrays["x_test"]):
            Image.fromarray(image.squeeze()).save(folder / f"{index:02}.png")
    return folder


@pytest.fixture(scope="session")
def with_verdicts(tmp_path_factory: pytest.TempPathFactory, digits: Path) -> tuple[Path, Any, str]:
    return trained(tmp_path_factory.mktemp("with"), digits, "--verdict-images", "40")


@pytest.fixture(scope="session")
def without_verdicts(tmp_path_factory: pytest.TempPathFactory, digits: Path) -> tuple[Path, Any, str]:
    return trained(tmp_path_factory.mktemp("without"), digits, "--samples", "20")


@pytest.fixture
def verdict_model(with_verdicts: tuple[Path, Any, str]) -> Path:
    return with_verdicts[0]


@pytest.fixture
def plain_model(without_verdicts: tuple[Path, Any, str]) -> Path:
    return without_verdicts[0]
