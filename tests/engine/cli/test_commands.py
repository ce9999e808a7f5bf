"""The headless commands, as a script uses them: exit status, results on stdout, all else on stderr."""

import csv
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.cli import commands
from engine.errors import UserError
from engine.model_file import project_file
from tests.engine.cli.headless import Run, no_tour, runner

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


def save_images(path: Path, n: int = 60, shape: tuple[int, int] = (12, 10)) -> None:
    """Save images of two kinds, 1 a bright top and 4 a bright left side, and their labels."""
    random = np.random.default_rng(0)
    labels = np.resize([1, 4], n)
    images = random.integers(0, 60, (n, *shape), dtype=np.uint8)
    images[labels == 1, :4] += 180
    images[labels == 4, :, :4] += 180
    np.savez(path, x_train=images, y_train=labels, x_test=images[: n // 2], y_test=labels[: n // 2])


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "sides.npz"
    save_images(path)
    return path


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    path = tmp_path_factory.mktemp("model") / "sides.aestudio"
    line = ["train", "--data", str(data), "--preset", "article", "--epochs", "2", "--batch-size", "16"]
    line += ["--verdict-images", "0"]
    assert commands.main([*line, "--output", str(path)], no_tour) == 0
    return path


# ------------------------------------------------------------------------------------- train


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


def test_train_prints_a_table_without_what_there_is_no_test_or_validation_set_for(
    run: Run, tmp_path: Path
) -> None:
    np.save(tmp_path / "images.npy", np.random.default_rng(0).integers(0, 255, (40, 12, 10), dtype=np.uint8))
    line = f"train --data {tmp_path / 'images.npy'} --preset article --epochs 1 --validation-split 0"
    result = run(*line.split(), "--verdict-images", 0, "--output", tmp_path / "model")
    assert result.status == 0
    rows = dict(line.split(maxsplit=1) for line in result.out.splitlines())
    assert rows["outcome"] == "completed"
    assert float(rows["loss"]) > 0
    assert rows["val_loss"] == "-"
    assert rows.keys().isdisjoint({"bce", "mse", "mae"})


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


def test_the_first_interrupt_stops_the_training_and_keeps_what_was_learnt(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "model"
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
    output = tmp_path / "model"
    with interrupt_at("Building the model", monkeypatch):
        result = run(*f"train --data {data} {LONG_TRAINING}".split(), output)
    assert (result.status, result.out) == (130, "")
    assert not output.exists()


def test_a_training_that_diverges_at_once_saves_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    output = tmp_path / "model"
    output.write_bytes(b"older")
    line = (
        f"train --data {data} --preset variational --epochs 5 --batch-size 54 --learning-rate 10 --json --output"
    )
    result = run(*line.split(), output)
    assert result.status == 1
    assert result.out == ""
    assert result.err.splitlines()[-1] == (
        "The training diverged in its first epoch, so nothing was saved; lower the learning rate."
    )
    assert output.read_bytes() == b"older"


def test_a_training_that_diverges_later_saves_the_last_good_weights_and_fails(
    run: Run, data: Path, tmp_path: Path
) -> None:
    output = tmp_path / "model"
    line = f"train --data {data} --preset variational --epochs 300 --batch-size 54 --learning-rate 0.1 --json"
    result = run(*line.split(), "--output", output)
    assert result.status == 1
    assert result.json["outcome"] == "diverged"
    assert "holds the last good weights, of epoch" in result.err.splitlines()[-1]
    assert result.json["mae"] > 0  # with finite weights
    assert len(project_file.open_project(output).info.history["loss"]) == result.json["epochs"]


# ------------------------------------------------------------------------------------- evaluate


def test_evaluate_reports_the_errors_overall_and_per_class(run: Run, model: Path, data: Path) -> None:
    result = run("evaluate", model, "--data", data, "--json")
    assert result.status == 0
    found = result.json
    assert found["n"] == 30
    assert [(row["label"], row["n"]) for row in found["classes"]] == [(1, 15), (4, 15)]
    for name in ("bce", "mse", "mae"):
        assert found[name] == pytest.approx(np.mean([row[name] for row in found["classes"]]))


def test_evaluate_looks_only_at_the_normal_classes_overall(run: Run, model: Path, data: Path) -> None:
    found = run("evaluate", model, "--data", data, "--normal", "4", "--json").json
    assert found["n"] == 15
    assert found["mae"] == found["classes"][1]["mae"]


def test_evaluate_prints_a_table_for_people(run: Run, model: Path, data: Path) -> None:
    result = run("evaluate", model, "--data", data)
    assert [line.split()[:2] for line in result.out.splitlines()] == [
        ["label", "n"],
        ["all", "30"],
        ["1", "15"],
        ["4", "15"],
    ]


# ------------------------------------------------------------------------------------- score


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    normal = np.zeros((12, 10), np.uint8)
    normal[:4] = 210
    Image.fromarray(normal).save(folder / "a normal.png")
    Image.fromarray(255 - normal).save(folder / "b turned around.png")
    (folder / "c broken.png").write_text("no picture")
    return folder


def test_score_gives_a_row_a_picture_and_tells_those_it_cannot_read(
    run: Run, model: Path, pictures: Path, tmp_path: Path
) -> None:
    result = run("score", model, pictures, "--json", "--csv", tmp_path / "out.csv")
    assert result.status == 0
    normal, turned = result.json["pictures"]
    assert normal["file"] == str(pictures / "a normal.png")
    assert normal["score"] < turned["score"]
    (broken,) = result.json["unreadable"]
    assert broken["file"] == str(pictures / "c broken.png")
    assert broken["reason"] in result.err
    with (tmp_path / "out.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["file"] for row in rows] == [normal["file"], turned["file"]]
    assert float(rows[1]["mse"]) == turned["mse"]


def test_a_picture_s_score_is_the_error_that_evaluate_reports(
    run: Run, model: Path, data: Path, tmp_path: Path
) -> None:
    with np.load(data) as arrays:
        for index, image in enumerate(arrays["x_test"]):
            Image.fromarray(image).save(tmp_path / f"{index}.png")
    scored = run("score", model, tmp_path, "--json").json["pictures"]
    evaluated = run("evaluate", model, "--data", data, "--json").json
    assert len(scored) == evaluated["n"]
    for name in ("mae", "mse"):
        assert np.mean([row[name] for row in scored]) == pytest.approx(evaluated[name], rel=1e-4)


def test_score_fails_where_nothing_can_be_read(run: Run, model: Path, tmp_path: Path) -> None:
    result = run("score", model, tmp_path / "missing.png")
    assert result.status == 1
    assert result.out == ""
    assert result.err.splitlines()[-1] == "None of the pictures could be read; give at least one that can."


# ------------------------------------------------------------------------------------- tour


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


# ------------------------------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("train --data {folder}/no.npz --output {folder}/m", "There is no file no.npz"),
        ("train --data {folder} --output {folder}/m", "is a folder"),
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
        ("train --data {data} --normal 7 --output {folder}/m", "sides.npz has no class 7; its classes are 1, 4."),
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
    assert not (tmp_path / "m").exists()


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
