"""What a command writes destroys nothing, and a refusal comes before any work begins."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.cli import commands
from engine.model_file import project_file
from tests.engine.cli.headless import Run, save_images
from tests.engine.model_file.example_project import example_project

READ = "is one of the files that are read, so nothing is written over it; choose another name."


@pytest.fixture(autouse=True)
def nothing_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a command goes on to open its session, which takes seconds."""

    def begin(*_: object, **__: object) -> None:
        raise AssertionError("the work has begun")

    monkeypatch.setattr("engine.cli.train.open_session", begin)
    monkeypatch.setattr("engine.cli.score.open_session", begin)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with data, a model, and pictures in a folder."""
    monkeypatch.chdir(tmp_path)
    save_images(tmp_path / "sides.npz")
    project_file.save(tmp_path / "sides.aestudio", example_project())
    (tmp_path / "pictures" / "below").mkdir(parents=True)
    for name in ("a.png", "below/b.png"):
        Image.fromarray(np.zeros((8, 8), np.uint8)).save(tmp_path / "pictures" / name)
    (tmp_path / "other.aestudio").write_bytes(b"another model")
    (tmp_path / "old.csv").write_text("old")
    return tmp_path


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refusal(run: Run, folder: Path, *line: object) -> str:
    """Return the sentence of a command that is refused, once it is sure that no file was touched."""
    before = contents(folder)
    result = run(*line)
    assert (result.status, result.out) == (1, "")
    assert contents(folder) == before
    (sentence,) = result.err.splitlines()
    return sentence


def absolute(path: Path) -> Path:
    return path.absolute()


def relative(path: Path) -> Path:
    return Path("pictures", "..", path.relative_to(Path.cwd()))


def symbolic(path: Path) -> Path:
    link = Path.cwd() / f"symbolic{path.suffix}"
    link.symlink_to(path)
    return link


def hard(path: Path) -> Path:
    link = Path.cwd() / f"hard{path.suffix}"
    os.link(path, link)
    return link


BY = pytest.mark.parametrize("named", [absolute, relative, symbolic, hard])
FORCED = pytest.mark.parametrize("force", [[], ["--force"]])


@BY
@FORCED
def test_a_model_is_never_saved_over_the_data(
    run: Run, folder: Path, named: Callable[[Path], Path], force: list[str]
) -> None:
    output = named(folder / "sides.npz")
    assert READ in refusal(run, folder, "train", "--data", folder / "sides.npz", "--output", output, *force)


@FORCED
@pytest.mark.parametrize("name", ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte"])
def test_nor_over_a_file_that_is_read_with_the_data(run: Run, folder: Path, name: str, force: list[str]) -> None:
    for start in ("train", "t10k"):
        sizes = struct.pack(">III", 40, 8, 8)
        (folder / f"{start}-images-idx3-ubyte").write_bytes(b"\0\0\x08\x03" + sizes + bytes(40 * 64))
        (folder / f"{start}-labels-idx1-ubyte").write_bytes(b"\0\0\x08\x01" + sizes[:4] + bytes(40))
    data = folder / "train-images-idx3-ubyte"
    assert READ in refusal(run, folder, "train", "--data", data, "--output", folder / name, *force)


@FORCED
def test_nor_over_the_cached_mnist(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, force: list[str]
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(folder))
    (folder / "datasets").mkdir()
    cached = folder / "datasets" / "mnist.npz"
    save_images(cached)
    for source in ("mnist", "auto"):
        assert READ in refusal(run, folder, "train", "--data", source, "--output", cached, *force)


@BY
@FORCED
@pytest.mark.parametrize("read", ["sides.aestudio", "pictures/a.png", "pictures/below/b.png"])
def test_scores_are_never_written_over_the_model_or_a_picture(
    run: Run, folder: Path, named: Callable[[Path], Path], read: str, force: list[str]
) -> None:
    line = ["score", "sides.aestudio", "pictures", "--csv", named(folder / read), *force]
    assert READ in refusal(run, folder, *line)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "train --data sides.npz --output other.aestudio",
            "There is already a file other.aestudio; choose another name, or add --force to replace it.",
        ),
        (
            "train --data sides.npz --output new.npz",
            "The name new.npz does not end in .aestudio; choose one that does, or add --force.",
        ),
        (
            "train --data sides.npz --output old.csv",
            "The name old.csv does not end in .aestudio; choose one that does, or add --force.",
        ),
        (
            "score sides.aestudio pictures --csv old.csv",
            "There is already a file old.csv; choose another name, or add --force to replace it.",
        ),
        (
            "score sides.aestudio pictures --csv sides.npz",
            "The name sides.npz does not end in .csv; choose one that does, or add --force.",
        ),
    ],
)
def test_an_old_file_and_another_ending_take_force(run: Run, folder: Path, line: str, sentence: str) -> None:
    assert refusal(run, folder, *line.split()) == sentence
    with pytest.raises(AssertionError, match="the work has begun"):
        run(*line.split(), "--force")


@pytest.mark.parametrize(
    "line",
    [
        "train --data sides.npz --output new.aestudio",
        "train --data sides.npz --output NEW.AEStudio",
        "score sides.aestudio pictures --csv new.csv",
        "score sides.aestudio pictures",
    ],
)
def test_a_new_file_of_the_usual_ending_needs_no_force(run: Run, folder: Path, line: str) -> None:
    with pytest.raises(AssertionError, match="the work has begun"):
        run(*line.split())


def test_a_tour_replaces_no_file_unless_forced(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    taken: list[Path] = []

    def take_tour(output: Path, say: Callable[[str], None]) -> Sequence[Path]:
        taken.append(output)
        return []

    (folder / "empty").mkdir()
    assert commands.main(["tour", "--output", "pictures"], take_tour) == 1
    assert capsys.readouterr().err == (
        "The folder pictures is not empty; choose another, or add --force to replace files in it.\n"
    )
    assert taken == []
    for line in (["empty"], ["new"], ["pictures", "--force"]):
        assert commands.main(["tour", "--output", *line], take_tour) == 0
    assert taken == [Path("empty"), Path("new"), Path("pictures")]
