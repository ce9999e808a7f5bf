from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from gui.window.memory import WindowMemory


def a_file(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(b"a model")
    return path.resolve()


def test_at_the_first_start_nothing_is_remembered(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path)
    assert memory.theme == "system"
    assert memory.recent_files == []
    assert memory.geometry.isEmpty()
    assert memory.splitter("lower").isEmpty()
    assert memory.folder == ""


def test_the_file_used_last_is_first_and_stands_there_once(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path)
    a, b, c = (a_file(tmp_path, f"{name}.aestudio") for name in "abc")
    for path in (a, b, c, a):
        memory.remember_file(path)
    assert memory.recent_files == [a, c, b]


def test_one_file_is_remembered_as_well_as_several(tmp_path: Path) -> None:
    """An INI file gives a list of one back as a text."""
    path = a_file(tmp_path, "a.aestudio")
    (tmp_path / "window.ini").write_text(f"[General]\nrecent_files={path}\n", encoding="utf-8")
    assert WindowMemory(tmp_path).recent_files == [path]


def test_no_more_than_eight_files_are_remembered(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path)
    files = [a_file(tmp_path, f"{number}.aestudio") for number in range(10)]
    for path in files:
        memory.remember_file(path)
    assert memory.recent_files == files[:1:-1]


def test_a_file_that_is_gone_is_left_out_until_it_comes_back(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path)
    path = a_file(tmp_path, "a.aestudio")
    memory.remember_file(path)
    path.unlink()
    assert memory.recent_files == []
    a_file(tmp_path, "a.aestudio")
    assert memory.recent_files == [path]


def test_a_relative_path_is_remembered_from_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_file(tmp_path, "a.aestudio")
    monkeypatch.chdir(tmp_path)
    memory = WindowMemory(tmp_path)
    memory.remember_file(Path("a.aestudio"))
    assert memory.recent_files == [path]


def test_the_list_can_be_emptied(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path)
    memory.remember_file(a_file(tmp_path, "a.aestudio"))
    memory.forget_files()
    assert memory.recent_files == []


def test_everything_is_there_at_the_next_start(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path)
    memory.theme = "dark"
    memory.folder = "/some/where"
    memory.geometry = QByteArray(b"geometry")
    memory.remember_splitter("lower", QByteArray(b"lower"))
    memory.remember_splitter("right", QByteArray(b"right"))
    memory.write()

    memory = WindowMemory(tmp_path)
    assert memory.theme == "dark"
    assert memory.folder == "/some/where"
    assert memory.geometry == QByteArray(b"geometry")
    assert memory.splitter("lower") == QByteArray(b"lower")
    assert memory.splitter("right") == QByteArray(b"right")


def test_an_unknown_theme_in_the_file_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_text("[General]\ntheme=purple\n", encoding="utf-8")
    assert WindowMemory(tmp_path).theme == "system"


def test_a_folder_of_pictures_is_remembered_among_the_files(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path)
    folder = tmp_path / "tiles"
    folder.mkdir()
    memory.remember_file(a_file(tmp_path, "a.aestudio"))
    memory.remember_file(folder)
    assert memory.recent_files == [folder.resolve(), tmp_path / "a.aestudio"]
