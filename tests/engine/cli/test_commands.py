"""What all headless commands have in common: exit status, results on stdout, all else on stderr."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from engine.cli import commands
from engine.errors import UserError
from tests.engine.cli.headless import (
    REPOSITORY,
    Run,
    save_images,
)


def test_tour_prints_where_the_screenshots_are(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def take_tour(output: Path, say: Callable[[str], None]) -> Sequence[Path]:
        say("drawing")
        return [output / "1.png", output / "2.png"]

    assert commands.main(["tour", "--output", str(tmp_path)], take_tour) == 0
    captured = capsys.readouterr()
    assert captured.out == f"{tmp_path / '1.png'}\n{tmp_path / '2.png'}\n"
    assert captured.err == "drawing\n"


def test_a_tour_that_fails_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def take_tour(output: Path, say: Callable[[str], None]) -> Sequence[Path]:
        raise UserError("The folder {folder} cannot be made.", folder=output)

    assert commands.main(["tour", "--output", str(tmp_path)], take_tour) == 1
    assert capsys.readouterr().err == f"The folder {tmp_path} cannot be made.\n"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("train --data {folder}/no.npz --output {folder}/m", "There is no file no.npz"),
        ("train --data {folder} --output {folder}/m.aestudio", "that can be used, no PNG, JPEG, BMP"),
        ("train --output {folder}/no/m", "There is no folder"),
        ("train --output {folder}", "is a folder, so nothing was saved over it"),
        ("evaluate {folder}/no.aestudio", "There is no file no.aestudio"),
        ("evaluate {folder}/text", "text is not a model of Autoencoder Studio"),
        ("score {folder}/text {folder}", "text is not a model of Autoencoder Studio"),
        ("score {folder}/no.aestudio {folder} --csv {folder}/no/out.csv", "There is no folder"),
    ],
)
def test_what_is_missing_is_told_before_tensorflow_is_imported(tmp_path: Path, line: str, sentence: str) -> None:
    (tmp_path / "text").write_text("no model")
    code = (
        "import sys, main; status = main.main(sys.argv[1:]); "
        "print('tensorflow' in sys.modules, file=sys.stdout); sys.exit(status)"
    )
    process = subprocess.run(
        [sys.executable, "-c", code, *line.format(folder=tmp_path).split()],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert process.returncode == 1
    assert process.stdout == "False\n"
    (told,) = process.stderr.splitlines()
    assert sentence in told


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "train --data {data} --normal 7 --output {folder}/m.aestudio",
            "no class 7; its classes are 1, 4.",
        ),
        ("evaluate {model} --data {data} --normal 7", "has no class 7"),
        ("evaluate {model} --data {other}", "12"),
    ],
)
def test_a_failure_is_one_sentence_and_status_1(
    run: Run, model: Path, data: Path, tmp_path: Path, line: str, sentence: str
) -> None:
    other = tmp_path / "other.npz"
    save_images(other, shape=(9, 9))
    result = run(*line.format(data=data, model=model, folder=tmp_path, other=other).split())
    assert result.status == 1
    assert result.out == ""
    assert sentence in result.err.splitlines()[-1]
    assert "Traceback" not in result.err
    assert not (tmp_path / "m.aestudio").exists()


def test_a_wrong_command_line_is_status_2() -> None:
    process = subprocess.run(
        [sys.executable, "main.py", "train", "--epochs", "0", "--output", "m"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert process.returncode == 2
    assert process.stdout == ""
    assert "Epochs must be from 1 to 100,000, not 0." in process.stderr


def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    """As in ``main.py tour ... | head -1``; the program itself, since it closes its own stdout."""
    code = (
        "import sys; from pathlib import Path; from engine.cli import commands\n"
        "tour = lambda output, say: [Path('x' * 100)] * 10_000\n"
        "sys.exit(commands.main(['tour', '--output', 'x'], tour))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr as stderr:
        assert stderr.read() == b""
    assert process.wait(60) == 141


def test_results_that_cannot_be_printed_are_a_failure() -> None:
    code = (
        "import sys; from pathlib import Path; from engine.cli import commands\n"
        "sys.exit(commands.main(['tour', '--output', 'x'], lambda output, say: [Path('x')]))"
    )
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [sys.executable, "-c", code], cwd=REPOSITORY, stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert process.returncode == 1
    assert process.stderr.decode() == (
        "The results could not be printed (No space left on device); send them elsewhere.\n"
    )


@pytest.fixture
def interruptible() -> Iterator[None]:
    """SIGINT as at a terminal; a shell lets a command in the background ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_elsewhere_ends_with_130(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def take_tour(output: Path, say: Callable[[str], None]) -> Sequence[Path]:
        os.kill(os.getpid(), signal.SIGINT)
        raise AssertionError("it should have been interrupted")

    assert commands.main(["tour", "--output", str(tmp_path)], take_tour) == 130
    assert capsys.readouterr().err == "Interrupted.\n"
