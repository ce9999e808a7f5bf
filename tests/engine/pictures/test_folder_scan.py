"""A folder of pictures is looked through: every file is a picture of a group, or is listed with a reason."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.cancellation import Cancellation
from engine.errors import Cancelled, UserError
from engine.pictures.folder_scan import PictureGroup, scan
from engine.pictures.import_plan import Role, suggested_roles
from engine.pictures.layouts import Layout, Part
from engine.progress import report_nothing
from tests.engine.pictures.picture_folders import mvtec, reasons, save, save_tiles, scanned, tile


def by_folder(root: Path) -> dict[str, PictureGroup]:
    return {group.folder: group for group in scanned(root).groups}


def names(root: Path) -> list[str]:
    return [file.name for group in scanned(root).groups for file in group.files]


def test_a_flat_folder_is_one_group_in_natural_order(tmp_path: Path) -> None:
    for name in ("img10.png", "img2.png", "IMG1.PNG", "数字 'quoted'.png", "=1+1.png"):
        save(tmp_path / name, tile(len(name)))
    found = scanned(tmp_path)
    assert found.layout is Layout.FLAT
    assert names(tmp_path) == ["=1+1.png", "IMG1.PNG", "img2.png", "img10.png", "数字 'quoted'.png"]
    assert (found.groups[0].kind, found.groups[0].part, found.skipped) == ("", None, ())


def test_the_layout_of_mvtec_is_known_with_its_masks(tmp_path: Path) -> None:
    groups = by_folder(mvtec(tmp_path))
    assert scanned(tmp_path).layout is Layout.MVTEC
    assert {folder: (group.part, group.kind, len(group.files)) for folder, group in groups.items()} == {
        "train/good": (Part.TRAIN, "good", 12),
        "test/good": (Part.TEST, "good", 4),
        "test/scratch": (Part.TEST, "scratch", 3),
        "test/dent": (Part.TEST, "dent", 2),
    }
    masks = {name: mask.name for name, mask in groups["test/scratch"].masks.items()}
    assert masks == {f"test/scratch/00{n}.png": f"ground_truth/scratch/00{n}_mask.png" for n in range(3)}


def test_masks_may_have_the_picture_s_own_name_or_lie_beside_it(tmp_path: Path) -> None:
    save_tiles(tmp_path / "good", 2)
    for name in ("bad/a.jpg", "bad/b.jpg", "ground_truth/bad/A.png", "bad/b_mask.png"):
        save(tmp_path / name, tile(5))
    masks = {name: mask.name for name, mask in by_folder(tmp_path)["bad"].masks.items()}
    assert masks == {"bad/a.jpg": "ground_truth/bad/A.png", "bad/b.jpg": "bad/b_mask.png"}


def test_masks_without_a_picture_or_of_another_shape_are_listed(tmp_path: Path) -> None:
    mvtec(tmp_path)
    save(tmp_path / "ground_truth" / "scratch" / "777_mask.png", tile(0))
    save(tmp_path / "ground_truth" / "scratch" / "001_mask.png", tile(0, 50, 50))
    assert reasons(scanned(tmp_path)) == {
        "ground_truth/scratch/777_mask.png": "It is a mask, but there is no picture of its name.",
        "ground_truth/scratch/001_mask.png": "It is a mask of 50 × 50 px, which does not fit its picture.",
    }
    assert len(by_folder(tmp_path)["test/scratch"].masks) == 2


def test_a_folder_of_masks_that_people_wear_is_a_class(tmp_path: Path) -> None:
    save_tiles(tmp_path / "masks", 3)
    save_tiles(tmp_path / "hats", 3, 10, ".bmp")
    for file in (tmp_path / "hats").iterdir():
        file.rename(file.with_stem(f"hat {file.stem}"))
    assert sorted(by_folder(tmp_path)) == ["hats", "masks"]


@pytest.mark.parametrize(
    ("folders", "abnormal"),
    [
        (("good", "scratch", "dent"), {"scratch", "dent"}),
        (("OK", "NG"), {"NG"}),
        (("cat", "dog"), set()),
        (("defect", "monday", "tuesday"), {"defect"}),
        (("train", "test/hole"), {"test/hole"}),
        (("train/cat", "train/dog", "test/cat", "test/bird"), {"test/bird"}),
        (("Training/normal", "Validation/normal", "Validation/crack"), {"test/crack"}),
    ],
)
def test_the_names_of_folders_suggest_what_is_normal(
    folders: tuple[str, ...], abnormal: set[str], tmp_path: Path
) -> None:
    for place, folder in enumerate(folders):
        save_tiles(tmp_path / folder, 2, 10 * place)
    roles = suggested_roles(scanned(tmp_path))
    assert {folder for folder, role in roles.items() if role is Role.ABNORMAL} == abnormal
    assert len(roles) == len(folders)


def test_a_folder_for_each_day_makes_no_other_kind_of_good_pictures(tmp_path: Path) -> None:
    save_tiles(tmp_path / "good" / "monday", 2)
    save_tiles(tmp_path / "good" / "tuesday" / "noon", 2, 10)
    save_tiles(tmp_path / "bent", 2, 20)
    assert {folder: len(group.files) for folder, group in by_folder(tmp_path).items()} == {"good": 4, "bent": 2}


def test_hidden_and_system_files_are_ignored_silently(tmp_path: Path) -> None:
    save_tiles(tmp_path, 2)
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "._0.png", "__MACOSX/0.png", ".cache/0.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"anything")
    found = scanned(tmp_path)
    assert (found.count, found.skipped) == (2, ())


def test_every_other_file_is_listed_with_its_reason(tmp_path: Path) -> None:
    save_tiles(tmp_path, 1)
    save(tmp_path / "tiny.png", tile(0, 7, 80))
    save(tmp_path / "long.png", np.zeros((8, 30_001), np.uint8))
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "nothing.png").symlink_to("missing.png")
    os.mkfifo(tmp_path / "pipe.png")
    pages = [Image.fromarray(tile(seed)) for seed in range(2)]
    pages[0].save(tmp_path / "pages.tif", save_all=True, append_images=pages[1:])
    assert reasons(scanned(tmp_path)) == {
        "tiny.png": "It is 80 × 7 px; each side must have at least 8.",
        "long.png": "long.png is 30001 × 8 px, more than 30000 px along a side or 160 million in all; make a smaller "
        "copy of it.",
        "notes.txt": "notes.txt is no picture that can be read; choose a PNG, JPEG, BMP, GIF, TIFF or WebP file.",
        "empty.jpg": "It is empty.",
        "nothing.png": "It cannot be read, or is a link to nothing.",
        "pipe.png": "It is a device or a pipe, not an ordinary file.",
        "pages.tif": "Of its 2 pages only the first is used.",
    }
    assert names(tmp_path) == ["0.png", "pages.tif"]


def test_pictures_are_known_by_their_content_whatever_their_names_end_in(tmp_path: Path) -> None:
    for name, kind in (
        ("a.jfif", "JPEG"),
        ("b.apng", "PNG"),
        ("plain", "PNG"),
        ("c.pgm", "PPM"),
        ("d.dat", "WEBP"),
    ):
        save(tmp_path / name, tile(len(name)), format=kind)
    assert scanned(tmp_path).count == 5


def test_links_are_followed_once_and_never_round_in_circles(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    save_tiles(elsewhere, 2)
    root = tmp_path / "root"
    save_tiles(root, 2, 10)
    (root / "loop").symlink_to(".")
    (root / "deep").mkdir()
    (root / "deep" / "up").symlink_to("../..")
    (root / "one.png").symlink_to(elsewhere / "0.png")
    found = scanned(root)
    assert names(root) == ["0.png", "1.png", "one.png", "deep/up/elsewhere/1.png"]
    assert reasons(found) == {"deep/up/elsewhere/0.png": "It is the same file as one.png."}


def test_a_photograph_s_size_is_that_of_the_turned_picture(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    save(tmp_path / "a.jpg", tile(0, 60, 80), exif=exif)
    (file,) = scanned(tmp_path).groups[0].files
    assert (file.width_px, file.height_px) == (60, 80)


def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    save_tiles(tmp_path, 1)
    save_tiles(tmp_path / "locked", 1)
    (tmp_path / "locked").chmod(0)
    try:
        assert reasons(scanned(tmp_path)) == {"locked": "This folder may not be read; change its permissions."}
        with pytest.raises(UserError, match="You have no permission to read the folder locked"):
            scanned(tmp_path / "locked")
    finally:
        (tmp_path / "locked").chmod(0o700)


def test_folders_without_a_picture_are_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^There is no picture in .* that can be used, no PNG, JPEG"):
        scanned(tmp_path)
    (tmp_path / "a.txt").write_text("text")
    with pytest.raises(UserError, match=r"^There is no picture in .* that can be used") as caught:
        scanned(tmp_path)
    assert "a.txt" in caught.value.details
    with pytest.raises(UserError, match="There is no folder missing; choose another one"):
        scanned(tmp_path / "missing")


def test_looking_through_a_folder_can_be_cancelled(tmp_path: Path) -> None:
    save_tiles(tmp_path, 3)
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        scan(tmp_path, report_nothing, cancellation)
