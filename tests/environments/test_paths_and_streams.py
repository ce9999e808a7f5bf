"""Paths that are too long, streams that nobody reads, a disk that is full, no folder for temporary files."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import main
from engine.cancellation import Cancellation
from engine.cli import picture_scoring
from engine.datasets import catalogue
from engine.datasets.files.picture_file import grey_from_picture
from engine.errors import UserError
from engine.model_file import project_file
from engine.startup.notices import without_notices
from tests.environments import probe

LONG = "x" * 300
POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes and limits of POSIX")
FULL_DISK = """
import resource, sys
sys.dont_write_bytecode = True  # else the limit would cut off the sources' compiled files, which others use
import main
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
sys.exit(main.main(["tour", "--output", sys.argv[1]]))
"""


def run_main(*arguments: str, home: Path, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", *arguments],
        cwd=probe.REPOSITORY,
        env=probe.plain_environment(home),
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=probe.SLOWEST_S,
        check=False,
    )


@pytest.mark.parametrize("name", [f"{LONG}.aestudio", f"{LONG}.npz", f"{LONG}.png", "a/" * 3000 + "a.png"])
def test_a_file_with_a_long_name_is_refused_in_one_sentence(name: str) -> None:
    assert main._opens_window(name)
    for read in (
        lambda: project_file.open_project(Path(name)),
        lambda: catalogue.load(name, lambda doing, fraction: None, Cancellation(), stand_in=False),
        lambda: grey_from_picture(Path(name)),
    ):
        with pytest.raises(UserError, match="There is no file"):
            read()


def test_a_long_word_is_a_misspelt_command() -> None:
    assert not main._opens_window(LONG)


@pytest.mark.parametrize("name", [LONG, f"{LONG}.png"])
def test_a_long_name_among_the_pictures_is_taken_for_a_picture(name: str) -> None:
    assert list(picture_scoring._pictures_in([Path(name)])) == [Path(name)]


@POSIX
@pytest.mark.parametrize("arguments", [("--help",), ("train", "--help"), ("--version",)])
def test_a_reader_that_has_gone_is_no_traceback(arguments: tuple[str, ...], tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run_main(*arguments, home=tmp_path, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@POSIX
def test_a_full_disk_under_the_output_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = run_main("--help", home=tmp_path, stdout=full.fileno())
    assert done.returncode == 1
    assert done.stderr == "The results could not be printed (No space left on device); send them elsewhere.\n"


@POSIX
@pytest.mark.slow
def test_a_tour_to_a_full_disk_ends_with_a_sentence(tmp_path: Path) -> None:
    outcome = probe.run_python(FULL_DISK, [str(tmp_path / "tour")], tmp_path, {})
    assert outcome.status == 1, outcome.stderr
    assert "1-start.png is larger than a file may be here" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert list((tmp_path / "tour").iterdir()) == []


def test_without_a_folder_for_temporary_files_the_notices_are_not_held_back(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as changed:
        changed.setattr(tempfile, "tempdir", "/nowhere")
        with without_notices():
            os.write(2, b"I0000 a notice\n")
    assert capfd.readouterr().err == "I0000 a notice\n"
