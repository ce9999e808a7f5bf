"""Prepared pictures are kept on disk: used again while the files are the same, and never trusted or needed."""

from __future__ import annotations

import errno
import json
import os
import time
from pathlib import Path

import numpy as np
import pytest

from engine.errors import UserError
from engine.pictures import cache_folder, pixel_rows, prepared_set
from engine.pictures.cache_folder import INDEX
from engine.pictures.pixel_rows import PixelRows
from engine.pictures.preparation import PicturePreparation
from tests.engine.pictures.picture_folders import mvtec, opened, save, save_tiles, tile


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are decoded from now on, in a list that grows."""
    names: list[str] = []
    prepare = PicturePreparation.prepare

    def noting(self: PicturePreparation, picture: Path) -> object:
        names.append(picture.name)
        return prepare(self, picture)

    monkeypatch.setattr(PicturePreparation, "prepare", noting)
    return names


def kept() -> list[Path]:
    return sorted(cache_folder.cache_folder().iterdir())


def test_a_second_opening_decodes_nothing_and_maps_the_same_data(tmp_path: Path, decoded: list[str]) -> None:
    mvtec(tmp_path)
    first = opened(tmp_path)
    assert len(decoded) == 21
    second = opened(tmp_path)
    assert len(decoded) == 21
    assert isinstance(second.x_train, np.memmap)
    assert second.identity == first.identity
    assert second.masks is not None
    np.testing.assert_array_equal(second.masks, first.masks)
    assert (second.label_names, second.note, second.files) == (first.label_names, first.note, first.files)
    assert len(kept()) == 1


def test_only_new_and_changed_files_are_decoded(tmp_path: Path, decoded: list[str]) -> None:
    save_tiles(tmp_path, 15)
    opened(tmp_path)
    save(tmp_path / "new.png", tile(50))
    save(tmp_path / "3.png", tile(60))
    (tmp_path / "4.png").unlink()
    decoded.clear()
    dataset = opened(tmp_path)
    assert sorted(decoded) == ["3.png", "new.png"]
    assert dataset.preparation is not None
    assert dataset.x_test is not None
    for path, image in zip(dataset.files, [*dataset.x_train, *dataset.x_test], strict=True):
        np.testing.assert_array_equal(image, dataset.preparation.prepare(path))
    assert len(kept()) == 1


def test_files_that_failed_are_listed_at_the_second_opening_too(tmp_path: Path) -> None:
    paths = save_tiles(tmp_path, 14)
    paths[3].write_bytes(paths[3].read_bytes()[:600])
    first = opened(tmp_path)
    assert opened(tmp_path).skipped == first.skipped
    assert len(first.skipped) == 1


@pytest.mark.parametrize("damage", ["pixels", "short", "no masks", "index", "version", "facts", "empty"])
def test_a_damaged_or_foreign_cache_is_made_anew(damage: str, tmp_path: Path, decoded: list[str]) -> None:
    mvtec(tmp_path)
    identity = opened(tmp_path).identity
    (folder,) = kept()
    pixels, index = folder / prepared_set.PIXELS, folder / INDEX
    match damage:
        case "pixels":
            pixels.write_bytes(b"x" * pixels.stat().st_size)
        case "short":
            pixels.write_bytes(pixels.read_bytes()[:-1])
        case "no masks":
            (folder / prepared_set.MASKS).unlink()
        case "index":
            index.write_bytes(index.read_bytes()[:100])
        case "version":
            index.write_text(json.dumps(json.loads(index.read_text()) | {"version": 0}))
        case "facts":
            index.write_text(json.dumps(json.loads(index.read_text()) | {"train": 10**9}))
        case "empty":
            index.write_text("[]")
    decoded.clear()
    assert opened(tmp_path).identity == identity
    assert len(decoded) == 21
    decoded.clear()
    assert opened(tmp_path).identity == identity
    assert decoded == []


def full_disk(*_arguments: object, **_options: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("name", ["new_folder", "write_index"])
def test_pictures_stay_in_memory_where_the_disk_refuses(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mvtec(tmp_path)
    identity = opened(tmp_path).identity
    cache_folder.clear()
    monkeypatch.setattr(cache_folder, name, full_disk)
    dataset = opened(tmp_path)
    assert dataset.identity == identity
    assert not isinstance(dataset.x_train, np.memmap)
    assert not cache_folder.cache_folder().exists() or kept() == []


def test_a_disk_that_fills_up_half_way_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "rows").symlink_to("/dev/full")
    rows = PixelRows(tmp_path / "rows", (2, 2, 1))
    images = np.arange(40, dtype=np.uint8).reshape(10, 2, 2, 1)
    for image in images:
        rows.append(image)
    assert not rows.is_on_disk
    order = np.array([3, 1, 9])
    np.testing.assert_array_equal(rows.in_memory(order), images[order])


def test_rows_come_back_in_any_order_from_the_disk(tmp_path: Path) -> None:
    rows = PixelRows(tmp_path / "rows", (2, 2, 1))
    images = np.arange(800, dtype=np.int64).astype(np.uint8).reshape(200, 2, 2, 1)
    for image in images:
        rows.append(image)
    order = np.random.default_rng(0).permutation(200)
    np.testing.assert_array_equal(np.concatenate(list(rows.in_order(order))), images[order])
    rows.close()
    assert not (tmp_path / "rows").exists()


def test_where_neither_disk_nor_memory_has_room_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pixel_rows, "MOST_MEMORY_BYTES", 10)
    rows = PixelRows(None, (2, 2, 1))
    for _ in range(2):
        rows.append(np.zeros((2, 2, 1), np.uint8))
    with pytest.raises(UserError, match=r"there is no room for them on the disk of .*; free some space there"):
        rows.append(np.zeros((2, 2, 1), np.uint8))


def test_the_sets_that_were_not_used_for_the_longest_time_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        save_tiles(tmp_path / name, 10)
        opened(tmp_path / name)
    by_name = {json.loads((folder / INDEX).read_text())["files"][0][1]: folder for folder in kept()}
    assert len(kept()) == 3
    assert by_name
    size = cache_folder.used_bytes() // 3
    now = time.time()
    for age, folder in enumerate(kept()):
        os.utime(folder / INDEX, (now - 100 * age, now - 100 * age))
    _first, second, third = kept()
    monkeypatch.setattr(cache_folder, "CACHE_BYTES", 2 * size + 1000)
    cache_folder.note_use(third)
    assert third in kept()
    assert second not in kept()
    assert cache_folder.used_bytes() <= 2 * size + 1000


def test_what_was_begun_and_never_completed_goes_after_a_day(tmp_path: Path) -> None:
    save_tiles(tmp_path, 10)
    opened(tmp_path)
    (used,) = kept()
    begun, abandoned = cache_folder.new_folder("begun"), cache_folder.new_folder("abandoned")
    os.utime(abandoned, (time.time() - 90_000,) * 2)
    cache_folder.note_use(used)
    assert kept() == sorted([used, begun])


def test_an_open_set_is_not_disturbed_when_the_cache_is_cleared(tmp_path: Path) -> None:
    save_tiles(tmp_path, 10)
    dataset = opened(tmp_path)
    before = np.array(dataset.x_train)
    cache_folder.clear()
    assert cache_folder.used_bytes() == 0
    np.testing.assert_array_equal(dataset.x_train, before)
