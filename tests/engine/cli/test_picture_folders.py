"""Folders of pictures on the command line: training, scoring and evaluating prepare every picture in the same way."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import numpy as np
import pytest

from engine.cancellation import Cancellation
from engine.cli import commands
from engine.cli.command_line import parse
from engine.cli.options import TrainOptions
from engine.cli.picture_scoring import model_input
from engine.datasets import catalogue
from engine.images import reconstruction_error
from engine.model_file import project_file
from engine.pictures.preparation import Fit, PicturePreparation
from engine.progress import report_nothing
from engine.startup.numpy_forward import NumpyAutoencoder
from tests.engine.cli.headless import TRAINING, Run, no_tour
from tests.engine.pictures.picture_folders import mvtec, save, save_tiles, tile


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = mvtec(tmp_path_factory.mktemp("pictures") / "tiles", train=24, good=6)
    (root / "train" / "notes.txt").write_text("no picture")
    return root


@pytest.fixture(scope="module")
def picture_model(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> tuple[Path, str]:
    """Return a model of the pictures at 64 px, cropped, and what was said on stderr."""
    path = tmp_path_factory.mktemp("model") / "tiles.aestudio"
    line = ["train", "--data", str(folder), "--size", "64", "--fit", "crop", *TRAINING, "--verdict-images", "0"]
    told = io.StringIO()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
        assert commands.main([*line, "--output", str(path)], no_tour) == 0
    return path, told.getvalue()


def test_a_training_names_what_it_found_and_what_it_left_out(picture_model: tuple[Path, str]) -> None:
    assert "tiles: 24 training and 11 test images of 64 × 64 px" in picture_model[1]
    assert "train/notes.txt: notes.txt is no picture that can be read" in picture_model[1]


def test_the_model_file_keeps_how_the_pictures_were_prepared(picture_model: tuple[Path, str]) -> None:
    info = project_file.open_project(picture_model[0]).info
    assert info.preparation == PicturePreparation(64, Fit.CROP)
    assert info.label_names == {0: "good", 1: "dent", 2: "scratch"}
    assert (info.normal, info.is_centred) == ((0,), False)
    assert info.name.startswith("Article, changed · tiles · epochs")


def test_a_picture_of_the_data_scored_as_a_file_gives_the_same_numbers(
    run: Run, picture_model: tuple[Path, str], folder: Path
) -> None:
    model = picture_model[0]
    data = catalogue.load(f"{folder} as pictures size_px=64&fit=crop", report_nothing, Cancellation())
    assert data.x_test is not None
    images = np.concatenate([data.x_train, data.x_test]).astype(np.float32) / np.float32(255)
    reconstructions = NumpyAutoencoder(project_file.open_project(model)).reconstruct(images)
    expected = dict(zip(map(str, data.files), reconstruction_error.mae(images, reconstructions), strict=True))
    scored = run("score", model, folder, "--json").json
    found = {row["file"]: row["mae"] for row in scored["pictures"]}
    assert set(found) == set(expected)  # no masks among them
    for name, mae in found.items():
        assert mae == pytest.approx(expected[name], rel=1e-5)
    for path, image in zip(data.files, images, strict=True):
        np.testing.assert_array_equal(model_input(path, (64, 64, 1), False, data.preparation), image)


def test_an_evaluation_prepares_a_folder_as_the_model_s_was_and_names_the_kinds(
    run: Run, picture_model: tuple[Path, str], folder: Path
) -> None:
    found = run("evaluate", picture_model[0], "--data", folder, "--json").json
    assert [(row["label"], row["name"], row["n"]) for row in found["classes"]] == [
        (0, "good", 6),
        (1, "dent", 2),
        (2, "scratch", 3),
    ]
    assert found["n"] == 6  # those that are normal
    assert 0 <= found["auroc_error"] <= 1
    table = run("evaluate", picture_model[0], "--data", folder).out
    assert "scratch" in table


def test_colour_pictures_are_judged_by_a_grey_model(
    run: Run, picture_model: tuple[Path, str], tmp_path: Path
) -> None:
    pixels = np.dstack([tile(0), tile(1), tile(2)])
    (row,) = run("score", picture_model[0], save(tmp_path / "a.png", pixels), "--json").json["pictures"]
    grey = PicturePreparation(64, Fit.CROP).prepare(pixels)
    (other,) = run("score", picture_model[0], save(tmp_path / "b.png", grey[:, :, 0]), "--json").json["pictures"]
    assert row["mae"] == other["mae"]


def test_a_scored_folder_is_searched_whatever_the_names_are(
    run: Run, picture_model: tuple[Path, str], tmp_path: Path
) -> None:
    for name in ("img10.png", "img2.JPG", "plain"):
        save(tmp_path / name, tile(1), format="PNG")
    (tmp_path / "damaged.png").write_text("no picture")
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / ".hidden.png").write_text("no picture")
    found = run("score", picture_model[0], tmp_path, "--json").json
    assert [Path(row["file"]).name for row in found["pictures"]] == ["img2.JPG", "img10.png", "plain"]
    assert [Path(row["file"]).name for row in found["unreadable"]] == ["damaged.png"]


def test_size_and_fit_are_read_from_the_command_line() -> None:
    options = parse(["train", "--data", "/p", "--size", "128", "--fit", "squash", "--output", "m"])
    assert isinstance(options, TrainOptions)
    assert options.data == "/p as pictures size_px=128&fit=squash"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("--data /p --size 100", "must be a multiple of 64 from 64 to 512 px, not 100"),
        ("--data /p --size 1024", "must be a multiple of 64 from 64 to 512 px, not 1024"),
        ("--data /p --fit stretch", "invalid choice: 'stretch'"),
        ("--data mnist --size 64", "They are for a folder of pictures, not for mnist."),
    ],
)
def test_wrong_choices_are_told(line: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["train", *line.split(), "--output", "m"])
    assert message in " ".join(capsys.readouterr().err.split())


def test_a_folder_without_enough_pictures_is_told_before_anything_is_trained(run: Run, tmp_path: Path) -> None:
    save_tiles(tmp_path / "few", 3)
    result = run("train", "--data", tmp_path / "few", "--output", tmp_path / "m.aestudio")
    assert result.status == 1
    assert "few has 3 normal pictures to learn from, but at least 10 are needed" in result.err
    assert not (tmp_path / "m.aestudio").exists()
