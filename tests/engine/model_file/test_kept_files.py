"""Nothing is saved over the files that the open images were read from."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.errors import UserError
from engine.model_file import kept_files
from engine.model_file.atomic_write import require_writable, write_atomically


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "data.npz"
    path.write_bytes(b"images")
    kept_files.keep([path])
    yield path
    kept_files.keep([])


def symbolic(path: Path) -> Path:
    link = path.with_name("symbolic.csv")
    link.symlink_to(path)
    return link


def hard(path: Path) -> Path:
    link = path.with_name("hard.csv")
    os.link(path, link)
    return link


@pytest.mark.parametrize("named", [Path, symbolic, hard])
def test_the_open_data_are_not_replaced(data: Path, named: Callable[[Path], Path]) -> None:
    path = named(data)
    for write in (
        lambda: write_atomically(path, lambda stream: stream.write(b"new")),
        lambda: require_writable(path),
    ):
        with pytest.raises(UserError, match=f"{path.name} holds the images that are open"):
            write()
    assert data.read_bytes() == b"images"


def test_other_files_are_and_so_are_data_that_are_open_no_more(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.npz"
    for path in (other, other, data.with_name("new.csv")):
        write_atomically(path, lambda stream: stream.write(b"new"))
    kept_files.keep([other])
    write_atomically(data, lambda stream: stream.write(b"new"))
    assert data.read_bytes() == b"new"
