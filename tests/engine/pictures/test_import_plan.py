"""What suits the pictures of a folder is suggested, and everything of it can be chosen otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.datasets.left_out import source_without, split_source
from engine.datasets.picture_source import (
    PictureChoices,
    folder_of,
    picture_source,
    prepared_like,
    source_of,
    split_picture_source,
)
from engine.pictures.import_plan import ImportPlan, Role, roles_of, suggested_plan
from engine.pictures.preparation import Fit, PicturePreparation
from tests.engine.pictures.picture_folders import mvtec, save, scanned, tile


def suggested(root: Path) -> PicturePreparation:
    return suggested_plan(scanned(root)).preparation


@pytest.mark.parametrize(
    ("side", "size"), [(8, 64), (64, 64), (65, 128), (128, 128), (200, 256), (257, 256), (2000, 256)]
)
def test_the_working_size_is_the_usual_one_or_just_enough_for_small_pictures(
    side: int, size: int, tmp_path: Path
) -> None:
    for number in range(3):
        save(tmp_path / f"{number}.png", tile(number, 8, side))
    assert suggested(tmp_path) == PicturePreparation(size)


def test_pictures_are_grey_if_they_show_no_colours_whatever_their_mode_is(tmp_path: Path) -> None:
    for number in range(4):
        grey = tile(number)
        tinted = np.dstack([grey, grey, (grey * 0.95).astype(np.uint8)])
        save(tmp_path / f"{number}.jpg", tinted, quality=90)
    assert not suggested(tmp_path).is_colour
    for number in range(4, 6):
        save(tmp_path / f"{number}.png", np.dstack([tile(number), tile(number + 10), tile(number + 20)]))
    assert suggested(tmp_path).is_colour


@pytest.mark.parametrize(("factor", "white"), [(257, 65535), (16, 4095), (4, 1023), (1, 255)])
def test_the_bits_that_a_camera_uses_are_found(factor: int, white: float, tmp_path: Path) -> None:
    bright = tile(0).astype(np.uint16)
    bright[0, 0] = 255
    for number in range(3):
        save(tmp_path / f"{number}.png", (bright if number == 1 else tile(number) // 8) * np.uint16(factor))
    assert suggested(tmp_path) == PicturePreparation(128, white=white)


def test_a_role_can_be_changed_and_the_plan_is_the_same_after_its_facts(tmp_path: Path) -> None:
    found = scanned(mvtec(tmp_path))
    plan = suggested_plan(found).with_role("test/dent", Role.LEFT_OUT)
    assert roles_of(found, plan)["test/dent"] is Role.LEFT_OUT
    assert roles_of(found, plan)["test/scratch"] is Role.ABNORMAL
    assert ImportPlan.from_facts(plan.to_facts()) == plan
    only_dent = ImportPlan({"test/dent": Role.NORMAL}, plan.preparation)
    assert roles_of(found, only_dent)["train/good"] is Role.NORMAL


@pytest.mark.parametrize(
    "facts",
    [{}, {"roles": [], "preparation": []}, {"roles": {}}, {"roles": [["a", "good"]]}, {"roles": [["a"]]}],
)
def test_facts_of_a_plan_from_anywhere_are_checked(facts: dict[str, Any]) -> None:
    whole = {"roles": [], "preparation": PicturePreparation().to_facts()}
    with pytest.raises(ValueError, match=r"\w"):
        ImportPlan.from_facts({**whole, **facts} if facts else {})


def test_a_source_names_the_folder_and_what_was_chosen_for_it(tmp_path: Path) -> None:
    found = scanned(mvtec(tmp_path / "tiles & more"))
    plan = suggested_plan(found).with_role("test/dent", Role.NORMAL)
    source = source_of(found, plan)
    path, choices = split_picture_source(source)
    assert path == str(found.root)
    assert folder_of(f"{source} without training images 1,2") == found.root
    assert choices.roles == {"test/dent": Role.NORMAL}
    assert choices.applied_to(suggested_plan(found)) == plan


def test_a_part_of_the_choices_may_be_in_a_source(tmp_path: Path) -> None:
    source = picture_source("/photos/tiles", PictureChoices({"size_px": 128, "fit": "crop"}))
    assert source == "/photos/tiles as pictures size_px=128&fit=crop"
    assert split_picture_source(source) == ("/photos/tiles", PictureChoices({"size_px": 128, "fit": Fit.CROP}))
    assert picture_source("/photos/tiles", PictureChoices()) == "/photos/tiles"


@pytest.mark.parametrize("path", ["/a as pictures b", "/a as pictures x=y", "/a as pictures size_px=q", "c.npz"])
def test_a_path_that_only_looks_like_choices_is_a_path(path: str) -> None:
    assert split_picture_source(path) == (path, PictureChoices())


def test_a_folder_whose_name_is_no_unicode_keeps_its_role() -> None:
    choices = PictureChoices({}, {"d\udce9faut": Role.ABNORMAL})
    assert split_picture_source(picture_source("/tiles", choices)) == ("/tiles", choices)


def test_pictures_prepared_like_a_model_s_keep_their_roles_and_what_is_left_out() -> None:
    source = source_without(
        picture_source("/tiles", PictureChoices({"size_px": 512}, {"worn": Role.ABNORMAL})), (3,)
    )
    whole, left_out = split_source(prepared_like(source, PicturePreparation(128)))
    path, choices = split_picture_source(whole)
    assert (path, choices.roles, left_out) == ("/tiles", {"worn": Role.ABNORMAL}, (3,))
    assert choices.preparation["size_px"] == 128
