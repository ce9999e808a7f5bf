"""What the tests of the model file share: changing one, and comparing what comes back."""

import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from engine.errors import UserError
from engine.model_file.project_file import Project, open_project

Members = dict[str, bytes]

Members = dict[str, bytes]


def assert_equal(found: Project, expected: Project) -> None:
    assert asdict(found.info) == asdict(expected.info)
    assert found.created == expected.created
    assert found.extra_json == expected.extra_json
    assert_arrays_equal(dict(enumerate(found.weights)), dict(enumerate(expected.weights)))
    assert_arrays_equal(found.extra, expected.extra)


def assert_arrays_equal(found: Mapping[Any, Any], expected: Mapping[Any, Any]) -> None:
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        assert found[name].dtype == array.dtype
        assert found[name].shape == array.shape
        assert found[name].tobytes() == array.tobytes()


def members_of(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_members(path: Path, members: Members, compression: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def change_spec(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    members = members_of(path)
    spec = json.loads(members["spec.json"])
    change(spec)
    members["spec.json"] = json.dumps(spec).encode()
    write_members(path, members)


def assert_damaged(path: Path, reason: str = "") -> None:
    with pytest.raises(UserError, match="is damaged or was changed, so it was not opened") as raised:
        open_project(path)
    assert reason in raised.value.details
