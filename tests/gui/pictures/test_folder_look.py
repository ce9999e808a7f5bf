"""A folder is looked through in the background: what is in it, what suits it, and a few of its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.pictures.import_plan import Role
from engine.pictures.preparation import Fit
from gui.pictures.folder_look import FolderLook
from tests.gui.picture_folders import make_masks, make_pictures

WAIT_MS = 20_000


@pytest.fixture
def look(qtbot: QtBot) -> Iterator[FolderLook]:
    look = FolderLook()
    yield look
    look.cancel()
    qtbot.waitUntil(lambda: look._jobs._running is None, timeout=WAIT_MS)


def test_it_tells_what_is_in_the_folder_and_what_suits_it(look: FolderLook, qtbot: QtBot, tmp_path: Path) -> None:
    folder = make_pictures(tmp_path / "Fliesen – 瓷砖", {"train/good": 4, "test/good": 2, "test/crack": 3})
    make_masks(folder, "crack", 2)
    with qtbot.waitSignal(look.seen, timeout=WAIT_MS) as seen:
        look.look(folder)
    found, plan = seen.args
    assert not look.is_looking
    assert {group.folder: len(group.files) for group in found.groups} == {
        "train/good": 4,
        "test/good": 2,
        "test/crack": 3,
    }
    assert plan.roles["test/crack"] is Role.ABNORMAL
    assert plan.preparation.size_px == 128


def test_previews_come_group_by_group_and_follow_the_preparation(
    look: FolderLook, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = make_pictures(tmp_path / "boards", {"good": 9, "bad": 2}, size=(90, 45))
    (folder / "bad" / "1.png").write_bytes((folder / "bad" / "1.png").read_bytes()[:200])
    with qtbot.waitSignal(look.seen, timeout=WAIT_MS) as seen:
        look.look(folder)
    found, plan = seen.args
    got = {}
    look.previewed.connect(lambda name, images: got.update({name: images}))
    look.make_previews(found, plan.preparation)
    qtbot.waitUntil(lambda: len(got) == 2, timeout=WAIT_MS)
    assert got["good"].shape == (6, 128, 128, 1)
    assert got["bad"].shape == (1, 128, 128, 1)  # the damaged one is missing
    padded = got["good"][0]
    assert (padded[0] == padded[0, 0]).all()  # the border's colour above the picture

    got.clear()
    look.make_previews(found, replace(plan.preparation, fit=Fit.CROP, is_colour=True, size_px=64))
    qtbot.waitUntil(lambda: len(got) == 2, timeout=WAIT_MS)
    assert got["good"].shape == (6, 64, 64, 3)
    assert not (got["good"][0][0] == got["good"][0][0, 0]).all()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda folder: folder.mkdir(), "There is no picture in folder that can be used"),
        (lambda folder: None, "There is no folder folder"),
        (lambda folder: make_texts(folder), "There is no picture in folder that can be used"),
    ],
    ids=["empty", "vanished", "texts"],
)
def test_a_folder_without_pictures_is_refused_in_one_sentence(
    look: FolderLook, qtbot: QtBot, tmp_path: Path, make: object, sentence: str
) -> None:
    make(tmp_path / "folder")  # type: ignore[operator]
    with qtbot.waitSignal(look.failed, timeout=WAIT_MS) as failed:
        look.look(tmp_path / "folder")
    assert str(failed.args[0]).startswith(sentence)


def make_texts(folder: Path) -> None:
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text("No picture.")


def test_what_is_cancelled_is_never_seen(look: FolderLook, qtbot: QtBot, tmp_path: Path) -> None:
    folder = make_pictures(tmp_path / "many", {"": 30})
    other = make_pictures(tmp_path / "other", {"": 1})
    look.look(folder)
    with qtbot.waitSignal(look.cancelled, timeout=WAIT_MS):
        look.cancel()
    assert not look.is_looking
    with qtbot.waitSignal(look.seen, timeout=WAIT_MS) as seen:
        look.look(other)
    assert seen.args[0].root == other
