"""A model file that was cut, changed or made with bad intent is refused, and nothing in it runs."""

import io
import json
import os
import pickle
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import UserError
from engine.model_file import npy_bytes
from engine.model_file.project_file import open_project, save
from engine.model_file.project_spec import MOST_ARRAYS
from tests.engine.model_file.changed_project import (
    Members,
    assert_damaged,
    assert_equal,
    members_of,
    write_members,
)
from tests.engine.model_file.example_project import example_project


@pytest.fixture(scope="module")
def saved_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file to change in place, since making a file costs ten times as much as opening a model."""
    path = tmp_path_factory.mktemp("once") / "model.aestudio"
    save(path, example_project())
    return path


@contextmanager
def changed_to(path: Path, content: bytes | bytearray) -> Iterator[None]:
    before = path.read_bytes()
    for new in (content, before):
        with path.open("r+b") as stream:
            stream.write(new)
            stream.truncate()
        if new is content:
            yield


def test_a_file_cut_short_anywhere_is_refused(saved: Path) -> None:
    for length in reversed(range(saved.stat().st_size)):
        os.truncate(saved, length)
        with pytest.raises(UserError):
            open_project(saved)


def test_a_file_with_something_before_or_behind_is_refused(saved: Path) -> None:
    whole = saved.read_bytes()
    for content in (whole + b"x", whole + whole, b"PK\x03\x04" + whole):
        saved.write_bytes(content)
        assert_damaged(saved)


def assert_refused_or_equal(path: Path) -> None:
    try:
        opened = open_project(path)
    except UserError as error:
        sentence = str(error)
        assert sentence.startswith(path.name)
    else:
        assert_equal(opened, example_project())


def test_a_changed_byte_is_noticed_or_changes_nothing(saved_once: Path) -> None:
    whole = saved_once.read_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        with changed_to(saved_once, changed):
            assert_refused_or_equal(saved_once)


@given(st.lists(st.tuples(st.integers(0, 3000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6))
@settings(deadline=None)
def test_changed_bytes_are_noticed_or_change_nothing(saved_once: Path, changes: list[tuple[int, bytes]]) -> None:
    changed = bytearray(saved_once.read_bytes())
    for start, piece in changes:
        changed[-1 - start : len(changed) - 1 - start + len(piece)] = piece  # its directory is at the end
    with changed_to(saved_once, changed):
        assert_refused_or_equal(saved_once)


MEMBERS: dict[str, tuple[Callable[[Members], object], str]] = {
    "an unknown member": (lambda members: members.update({"code.py": b"import os"}), "no member should have"),
    "a member outside": (lambda members: members.update({"../evil.npy": b""}), "no member should have"),
    "an absolute member": (lambda members: members.update({"/weights/0000.npy": b""}), "no member should have"),
    "a folder": (lambda members: members.update({"weights/": b""}), "no member should have"),
    "an extra name with a path": (
        lambda members: members.update({"extra/../a.npy": npy_bytes.encode(np.ones(1))}),
        "no member should have",
    ),
    "a gap in the weights": (lambda members: members.pop("weights/0002.npy"), "no member should have"),
    "text for weights": (lambda members: members.update({"weights/0000.npy": b"text"}), "header is not readable"),
    "no bytes for weights": (lambda members: members.update({"weights/0000.npy": b""}), "header is not readable"),
    "too many members": (
        lambda members: members.update({f"extra/{'a' * 60}{index}.npy": b"" for index in range(2 * MOST_ARRAYS)}),
        "directory is not where it should be",
    ),
}


@pytest.mark.parametrize(("change", "reason"), MEMBERS.values(), ids=MEMBERS.keys())
def test_changed_members_are_refused(saved: Path, change: Callable[[Members], object], reason: str) -> None:
    members = members_of(saved)
    change(members)
    spec = json.loads(members.pop("spec.json"))
    spec["arrays"] = list(members)
    write_members(saved, {"spec.json": json.dumps(spec).encode(), **members})
    assert_damaged(saved, reason)


@pytest.mark.parametrize("name", ["weights/0007.npy", "extra/codes.npy"])
def test_a_member_that_the_spec_names_must_be_there(tmp_path: Path, name: str) -> None:
    path = tmp_path / "model"
    save(path, replace(example_project(), extra={"codes": np.ones(3)}))
    members = members_of(path)
    del members[name]
    write_members(path, members)
    assert_damaged(path, "other members than the spec says")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_the_same_name_are_refused(saved: Path) -> None:
    with zipfile.ZipFile(saved, "a") as archive:
        archive.writestr("weights/0000.npy", npy_bytes.encode(example_project().weights[0]))
    assert_damaged(saved, "two members have the same name")


def test_a_bomb_is_not_unpacked(saved: Path) -> None:
    members = members_of(saved)
    members["weights/0000.npy"] = npy_bytes.encode(np.zeros((5_000, 5_000), np.float32))
    write_members(saved, members, zipfile.ZIP_DEFLATED)
    assert saved.stat().st_size < 1_000_000
    assert_damaged(saved, "a member is compressed")


def test_members_that_share_their_bytes_are_refused(saved: Path) -> None:
    """A thousand names for the same 0.4 MB would fill the memory out of a small file."""
    content = npy_bytes.encode(np.zeros(100_000, np.float32))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("spec.json", members_of(saved)["spec.json"])
        entry = zipfile.ZipInfo("weights/0000.npy")
        archive.writestr(entry, content)
        for index in range(1, 1000):
            copy = zipfile.ZipInfo(f"weights/{index:04}.npy")
            copy.header_offset, copy.CRC = entry.header_offset, entry.CRC
            copy.file_size = copy.compress_size = entry.file_size
            archive.filelist.append(copy)
            archive.NameToInfo[copy.filename] = copy
    saved.write_bytes(stream.getvalue())
    assert_damaged(saved, "the members are larger than the file")


def test_a_directory_that_claims_more_than_there_is_is_refused(saved: Path) -> None:
    whole = bytearray(saved.read_bytes())
    for size in (0, 1 << 20, 0xFFFFFFFF):
        struct.pack_into("<L", whole, len(whole) - 10, size)
        saved.write_bytes(whole)
        assert_damaged(saved)


HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (6, 4), }"


@pytest.mark.parametrize(
    ("header", "data"),
    [
        (HEADER.replace("(6, 4)", "(1000000, 1000000)"), bytes(96)),
        (HEADER.replace("(6, 4)", "(6, -4)"), bytes(96)),
        (HEADER.replace("(6, 4)", "(6, 4.0)"), bytes(96)),
        (HEADER.replace("(6, 4)", f"({'1, ' * 100}24)"), bytes(96)),
        (HEADER.replace("(6, 4)", "(__import__('os'),)"), bytes(96)),
        (HEADER.replace("<f4", ">f4"), bytes(96)),
        (HEADER.replace("<f4", "<f8"), bytes(192)),
        (HEADER.replace("<f4", "|O"), pickle.dumps([0] * 24)),
        (HEADER.replace("False", "True"), bytes(96)),
        (HEADER, bytes(95)),
        (HEADER, bytes(97)),
        (HEADER, np.full(24, np.nan, "<f4").tobytes()),
        (HEADER, np.full(24, np.inf, "<f4").tobytes()),
        ("(" * 5000, b""),
        ("", b""),
    ],
)
def test_an_array_that_is_not_as_its_header_says_is_refused(saved: Path, header: str, data: bytes) -> None:
    encoded = header.encode() + b"\n"
    content = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(encoded)) + encoded + data
    write_members(saved, {**members_of(saved), "weights/0000.npy": content})
    assert_damaged(saved)


def test_the_header_that_numpy_writes_is_read(saved: Path) -> None:
    stream = io.BytesIO()
    np.save(stream, example_project().weights[0])
    write_members(saved, {**members_of(saved), "weights/0000.npy": stream.getvalue()})
    assert_equal(open_project(saved), example_project())


def test_nothing_is_unpickled(saved: Path, tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (tmp_path / "sprung",))

    stream = io.BytesIO()
    np.save(stream, np.array([Trap()]), allow_pickle=True)
    for name in ("weights/0000.npy", "extra/codes.npy"):
        write_members(saved, {**members_of(saved), name: stream.getvalue()})
        assert_damaged(saved)
    assert not (tmp_path / "sprung").exists()
