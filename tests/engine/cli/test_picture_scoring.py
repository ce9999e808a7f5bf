"""Pictures are found, prepared and scored; those that cannot be read are told and stop nothing."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from engine.cli.picture_scoring import PictureScore, UnreadablePicture, model_input, score_pictures, write_csv
from engine.errors import UserError
from engine.images.preparation import prepare
from engine.startup.numpy_forward import NumpyAutoencoder
from tests.engine.model_file.example_project import example_project

SHAPE = (28, 28, 1)
RECONSTRUCT = NumpyAutoencoder(example_project(SHAPE)).reconstruct


def draw(path: Path, side: int = 28, seed: int = 0) -> NDArray[np.uint8]:
    """Save a picture of a bright, random blot on black, and return its pixels."""
    pixels = np.zeros((side, side), np.uint8)
    pixels[side // 4 : side // 2, side // 4 : side // 3] = 255
    pixels[side // 4, :] += np.random.default_rng(seed).integers(0, 200, side, dtype=np.uint8) // 2
    Image.fromarray(pixels).save(path)
    return pixels


def test_a_picture_of_the_model_s_size_is_taken_as_it_is(tmp_path: Path) -> None:
    pixels = draw(tmp_path / "a.png")
    found = model_input(tmp_path / "a.png", SHAPE, True)
    np.testing.assert_array_equal(found[:, :, 0], pixels.astype(np.float32) / 255)


def test_a_light_picture_of_the_model_s_size_is_not_turned_around(tmp_path: Path) -> None:
    Image.fromarray(np.full((28, 28), 250, np.uint8)).save(tmp_path / "light.png")
    assert model_input(tmp_path / "light.png", SHAPE, True).min() > 0.97


def test_another_picture_is_prepared_as_a_drawing(tmp_path: Path) -> None:
    pixels = draw(tmp_path / "a.png", side=100)
    np.testing.assert_array_equal(
        model_input(tmp_path / "a.png", SHAPE, True), prepare(pixels, SHAPE, is_centred=True)
    )


def test_dark_ink_on_light_paper_is_turned_around(tmp_path: Path) -> None:
    pixels = draw(tmp_path / "dark.png", side=100)
    Image.fromarray(255 - pixels).save(tmp_path / "light.png")
    np.testing.assert_array_equal(
        model_input(tmp_path / "light.png", SHAPE, True), model_input(tmp_path / "dark.png", SHAPE, True)
    )


def test_a_model_of_several_channels_sees_grey_in_each(tmp_path: Path) -> None:
    draw(tmp_path / "a.png")
    image = model_input(tmp_path / "a.png", (28, 28, 3), True)
    assert image.shape == (28, 28, 3)
    np.testing.assert_array_equal(image[:, :, 0], image[:, :, 2])


def test_a_score_is_the_error_of_the_reconstruction(tmp_path: Path) -> None:
    pixels = draw(tmp_path / "a.png")
    image = pixels.astype(np.float32) / np.float32(255)
    reconstruction = RECONSTRUCT(image[None, :, :, None])[0, :, :, 0]
    (row,) = score_pictures([tmp_path / "a.png"], SHAPE, True, RECONSTRUCT)
    assert isinstance(row, PictureScore)
    assert row.file == str(tmp_path / "a.png")
    assert row.mae == pytest.approx(np.abs(image - reconstruction).mean())
    assert row.mse == pytest.approx(np.square(image - reconstruction).mean())
    assert row.score == row.mae
    assert (row.p_value, row.verdict, row.evidence) == (None, None, {})


def test_folders_are_searched_at_any_depth_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    for name in ("c.JPG", "a.png", "b/deep/1.bmp", "b/0.png"):
        draw(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no picture")
    rows = list(score_pictures([tmp_path], SHAPE, True, RECONSTRUCT))
    assert [Path(row.file).relative_to(tmp_path).as_posix() for row in rows] == [
        "a.png",
        "b/0.png",
        "b/deep/1.bmp",
        "c.JPG",
    ]


def test_unreadable_pictures_are_told_and_stop_nothing(tmp_path: Path) -> None:
    for name in ("first.png", "last.png"):
        draw(tmp_path / name)
    (tmp_path / "text.png").write_text("not a picture")
    (tmp_path / "empty.png").touch()
    (tmp_path / "none").mkdir()
    os.mkfifo(tmp_path / "pipe.png")
    names = ["first.png", "missing.png", "text.png", "empty.png", "none", "pipe.png", "last.png"]
    rows = list(score_pictures([tmp_path / name for name in names], SHAPE, True, RECONSTRUCT))
    reasons = {Path(row.file).name: row.reason for row in rows if isinstance(row, UnreadablePicture)}
    assert "There is no file" in reasons["missing.png"]
    assert "is no picture that can be read" in reasons["text.png"]
    assert "is empty" in reasons["empty.png"]
    assert "There is no picture in this folder" in reasons["none"]
    assert "is a device or a pipe" in reasons["pipe.png"]
    assert [Path(row.file).name for row in rows if isinstance(row, PictureScore)] == ["first.png", "last.png"]


def test_more_pictures_than_fit_a_batch_are_scored_each_as_alone(tmp_path: Path) -> None:
    paths = [tmp_path / f"{index}.png" for index in range(5)]
    for index, path in enumerate(paths):
        draw(path, seed=index)
    together = list(score_pictures(paths * 60, SHAPE, True, RECONSTRUCT))
    alone = [row for path in paths for row in score_pictures([path], SHAPE, True, RECONSTRUCT)]
    assert [row.file for row in together] == [str(path) for path in paths * 60]
    for index, row in enumerate(together):
        assert isinstance(row, PictureScore)
        assert row.mae == pytest.approx(alone[index % 5].mae, rel=1e-5)  # type: ignore[union-attr]


def test_the_csv_file_has_a_row_a_picture(tmp_path: Path) -> None:
    rows = [PictureScore('a, "b".png', 1 / 3, 0.25, 1e-9), PictureScore("größe 図.png", 0.5, 0.5, 0.25)]
    write_csv(tmp_path / "out.csv", rows)
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as stream:
        header, *found = csv.reader(stream)
    assert header == ["file", "score", "mae", "mse", "p_value", "verdict"]
    assert [(row[0], *map(float, row[1:4]), *row[4:]) for row in found] == [
        ('a, "b".png', 1 / 3, 0.25, 1e-9, "", ""),
        ("größe 図.png", 0.5, 0.5, 0.25, "", ""),
    ]


def test_the_csv_file_has_a_column_a_kind_of_evidence(tmp_path: Path) -> None:
    evidence = {"shape": 0.5, "damage": 2.25}
    write_csv(
        tmp_path / "out.csv", [PictureScore("a.png", 3.5, 0.25, 0.125, 0.01, "abnormal", evidence)], evidence
    )
    assert (tmp_path / "out.csv").read_text().splitlines() == [
        "file,score,mae,mse,p_value,verdict,shape,damage",
        "a.png,3.5,0.25,0.125,0.01,abnormal,0.5,2.25",
    ]


def test_a_name_that_is_no_text_is_written_all_the_same(tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", [PictureScore("a\udcff.png", 0, 0, 0)])
    assert (tmp_path / "out.csv").read_text().splitlines()[1] == "a\\udcff.png,0,0,0,,"


def test_a_picture_named_like_a_formula_is_none_in_a_spreadsheet(tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", [PictureScore("=cmd.png", -0.5, 0, 0)])
    assert (tmp_path / "out.csv").read_text().splitlines()[1] == "'=cmd.png,-0.5,0,0,,"


def test_a_csv_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        write_csv(tmp_path, [])
