from __future__ import annotations

import os
from pathlib import Path

import pytest

from gui.state.file_names import full_path, is_file

IMPOSSIBLE = ["x" * 300, "a\0b", "\udcff", "", "/proc/1/cwd/a.aestudio", "a/" * 3000]


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_can_be_no_file_is_none(name: str) -> None:
    assert not is_file(name)
    assert isinstance(full_path(name), Path)


def test_a_file_is_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    assert is_file(tmp_path / "a")
    assert not is_file(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="Windows does not delete a folder that is in use")
def test_a_path_stays_as_it_is_where_the_current_folder_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert full_path("a.aestudio") == Path("a.aestudio")
