"""A model file gives back what was saved, or one plain sentence."""

import json
import math
import os
import pickle
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.errors import UserError
from engine.model_file import npy_bytes
from engine.model_file.checked_json import LONGEST_TEXT
from engine.model_file.project_file import Project, check_weights, open_project, save
from tests.engine.model_file.changed_project import (
    assert_arrays_equal,
    assert_damaged,
    assert_equal,
    members_of,
    write_members,
)
from tests.engine.model_file.example_project import example_project

Weights = tuple[NDArray[np.float32], ...]

# ------------------------------------------------------------------------------------- what is kept


def test_what_was_saved_is_opened_to_the_bit(saved: Path) -> None:
    assert_equal(open_project(saved), example_project())


def test_odd_floats_are_kept_to_the_bit(tmp_path: Path) -> None:
    odd = np.array([0.0, -0.0, 1e-45, -987654.3, 1 / 3], np.float32)
    project = replace(example_project(), weights=(odd, odd[::-1], odd.reshape(5, 1).T))
    save(tmp_path / "model", project)
    assert_arrays_equal(
        dict(enumerate(open_project(tmp_path / "model").weights)), dict(enumerate(project.weights))
    )


def test_opened_weights_cannot_be_written_to(saved: Path) -> None:
    assert not any(array.flags.writeable for array in open_project(saved).weights)


def test_a_model_without_normal_labels_history_or_metrics_is_kept(tmp_path: Path) -> None:
    project = example_project()
    project = replace(project, info=replace(project.info, normal=None, history={}, metrics={}))
    save(tmp_path / "model", project)
    assert_equal(open_project(tmp_path / "model"), project)


def test_the_longest_run_that_the_settings_allow_is_kept(tmp_path: Path) -> None:
    losses = tuple((np.random.default_rng(0).random(100_000) * 1e-5).tolist())
    project = example_project()
    project = replace(project, info=replace(project.info, history={"loss": losses, "val_loss": losses}))
    save(tmp_path / "model", project)
    assert open_project(tmp_path / "model").info.history["val_loss"] == losses


def test_losses_that_are_not_finite_come_back_as_nan(tmp_path: Path) -> None:
    project = example_project()
    project = replace(project, info=replace(project.info, history={"loss": (0.5, math.inf, math.nan)}))
    save(tmp_path / "model", project)
    first, *others = open_project(tmp_path / "model").info.history["loss"]
    assert first == 0.5
    assert all(math.isnan(loss) for loss in others)


def test_further_arrays_and_data_are_kept(tmp_path: Path) -> None:
    project = replace(
        example_project(),
        extra={
            "codes": np.arange(6, dtype=np.float64).reshape(2, 3, order="F"),
            "counts": np.array(5, np.int64),
            "none": np.zeros((0, 3), np.float32),
            "image": np.full((2, 2), 255, np.uint8),
        },
        extra_json={"detector": {"version": 1, "names": ["shape", "exposure"], "level": 0.01}},
    )
    save(tmp_path / "model", project)
    assert_equal(open_project(tmp_path / "model"), project)


def test_big_endian_arrays_are_kept_by_value(tmp_path: Path) -> None:
    project = replace(example_project(), extra={"codes": np.arange(3, dtype=">f8")})
    save(tmp_path / "model", project)
    np.testing.assert_array_equal(open_project(tmp_path / "model").extra["codes"], [0, 1, 2])


def test_equal_projects_make_equal_bytes(tmp_path: Path, saved: Path) -> None:
    save(tmp_path / "again", example_project())
    assert (tmp_path / "again").read_bytes() == saved.read_bytes()
    save(tmp_path / "opened", open_project(saved))
    assert (tmp_path / "opened").read_bytes() == saved.read_bytes()


def test_the_time_of_saving_does_not_change_the_file(saved: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_file_that_was_packed_anew_in_another_order_is_the_same_model(saved: Path) -> None:
    members = members_of(saved)
    write_members(saved, dict(reversed(members.items())))
    assert_equal(open_project(saved), example_project())


def test_names_no_window_can_show_are_mended_when_saved(tmp_path: Path) -> None:
    project = example_project()
    project = replace(project, info=replace(project.info, trained_on="a\nb\udcff" + "c" * LONGEST_TEXT))
    save(tmp_path / "model", project)
    assert open_project(tmp_path / "model").info.trained_on == "a\ufffdb\ufffd" + "c" * (LONGEST_TEXT - 4)


def test_a_path_that_is_not_ascii_serves(tmp_path: Path) -> None:
    (tmp_path / "Ordner für Größen").mkdir()
    path = tmp_path / "Ordner für Größen" / "模型 ✓.aestudio"
    save(path, example_project())
    assert_equal(open_project(path), example_project())


def test_the_file_is_little_more_than_the_weights(tmp_path: Path) -> None:
    project = example_project((28, 28, 1), hidden=128, latent_dim=64)
    save(tmp_path / "model", project)
    assert (tmp_path / "model").stat().st_size < 4 * project.info.parameters + 4_000


# ------------------------------------------------------------------------------------- what is not saved


def test_weights_that_are_not_finite_are_not_saved_over_good_ones(saved: Path) -> None:
    project = example_project()
    broken = (np.full((6, 4), np.nan, np.float32), *project.weights[1:])
    one_broken = project.weights[0].copy()
    one_broken[2, 1] = np.inf
    for weights in (broken, (one_broken, *project.weights[1:])):
        with pytest.raises(UserError, match="not all finite, so it was not saved"):
            save(saved, replace(project, weights=weights))
    assert_equal(open_project(saved), project)


def test_arrays_of_objects_are_not_saved(saved: Path) -> None:
    with pytest.raises(ValueError, match="cannot hold the array 'codes' of object"):
        save(saved, replace(example_project(), extra={"codes": np.array([{}])}))
    assert_equal(open_project(saved), example_project())


def test_what_could_not_be_opened_again_is_not_saved(saved: Path) -> None:
    project = example_project()
    with pytest.raises(ValueError, match="a whole number from 1 to 512"):
        save(saved, replace(project, info=replace(project.info, image_shape=(513, 2, 1))))
    assert_equal(open_project(saved), project)


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no folder"):
        save(tmp_path / "missing" / "model", example_project())


# ------------------------------------------------------------------------------------- what is no model


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"There is no file missing\.aestudio"):
        open_project(tmp_path / "missing.aestudio")


def test_a_file_below_a_file_is_missing(saved: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        open_project(saved / "model")


def test_an_impossible_name_is_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        open_project(tmp_path / "zero\0byte")


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        open_project(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="is a device or a pipe"):
        open_project(tmp_path / "pipe")


def test_an_empty_file_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(UserError, match="is empty"):
        open_project(tmp_path / "empty")


@pytest.mark.parametrize("content", [b"x", b"\x89PNG\r\n" * 100, pickle.dumps({"a": 1}), b"\0" * 1000])
def test_another_kind_of_file_is_no_model(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(UserError, match="is not a model of Autoencoder Studio"):
        open_project(tmp_path / "other")


def test_another_kind_of_zip_is_no_model(tmp_path: Path) -> None:
    np.savez(tmp_path / "data.npz", x_train=np.zeros((2, 28, 28), np.uint8))
    with pytest.raises(UserError, match="is not a model of Autoencoder Studio"):
        open_project(tmp_path / "data.npz")


def test_a_giant_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "giant").open("wb") as stream:
        stream.write(b"PK\x03\x04")
        stream.truncate(1 << 40)
    with pytest.raises(UserError, match="is too large for a model"):
        open_project(tmp_path / "giant")


def test_a_newer_version_is_told_even_if_all_else_is_different(saved: Path) -> None:
    spec = {"format": "autoencoder-studio-model", "format_version": 4, "app_version": "9.1", "colour": "red"}
    write_members(saved, {"spec.json": json.dumps(spec).encode(), "weights.bin": b"new"})
    with pytest.raises(UserError) as raised:
        open_project(saved)
    assert str(raised.value) == (
        "model.aestudio was made by a newer version of Autoencoder Studio (9.1); update the application to "
        "open it."
    )


# ------------------------------------------------------------------------------------- its weights


def wide_project() -> Project:
    """Return a project whose weights have the shapes of its architecture."""
    project = example_project(hidden=256)
    wide = replace(project.info.settings, architecture="wide_dense")
    return replace(project, info=replace(project.info, settings=wide))


def test_weights_of_the_model_s_shapes_pass() -> None:
    check_weights(wide_project())


@pytest.mark.parametrize("change", [lambda w: w[:-1], lambda w: w[::-1], lambda w: (w[0].T, *w[1:]), lambda w: ()])
def test_weights_of_other_shapes_are_refused(change: Callable[[Weights], Weights]) -> None:
    project = wide_project()
    with pytest.raises(UserError, match="do not fit its settings, so it was not opened"):
        check_weights(replace(project, weights=change(project.weights)))


def test_a_promised_code_of_4096_is_refused_by_arithmetic() -> None:
    project = wide_project()
    promised = replace(project.info.settings, latent_dim=4096)
    with pytest.raises(UserError, match="do not fit its settings") as raised:
        check_weights(replace(project, info=replace(project.info, settings=promised)))
    assert "(256, 4096)" in raised.value.details


@pytest.mark.parametrize("weight", [np.nan, np.inf, -1e7])
def test_a_weight_that_nothing_can_be_computed_with_is_neither_saved_nor_opened(
    tmp_path: Path, weight: float
) -> None:
    project = example_project()
    damaged = project.weights[0].copy()
    damaged[0, 0] = weight
    path = tmp_path / "model.aestudio"
    with pytest.raises(UserError, match="was not saved"):
        save(path, replace(project, weights=(damaged, *project.weights[1:])))
    save(path, project)
    members = members_of(path)
    write_members(path, {**members, "weights/0000.npy": npy_bytes.encode(damaged)})
    assert_damaged(path, "a weight is not finite, or too large")
