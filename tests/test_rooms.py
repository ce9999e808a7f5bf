"""The size of the house: a newcomer finds any idea by its room's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

MOST_LINES = 300
MOST_MODULES = 16

MODULES = [file for top in ("engine", "gui", "resources", "tests") for file in (REPOSITORY / top).rglob("*.py")]
FOLDERS = sorted(
    {file.parent for file in MODULES if file.is_relative_to(REPOSITORY / "engine")}
    | {file.parent for file in MODULES if file.is_relative_to(REPOSITORY / "gui")}
)


def path_of(file: Path) -> str:
    return file.relative_to(REPOSITORY).as_posix()


def test_no_file_is_longer_than_one_idea_needs() -> None:
    lines = {path_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in MODULES}
    assert not {file: count for file, count in lines.items() if count > MOST_LINES}


@pytest.mark.parametrize("folder", FOLDERS, ids=path_of)
def test_a_room_holds_few_enough_modules_to_be_seen_at_a_glance(folder: Path) -> None:
    modules = [file.name for file in folder.glob("*.py") if file.name != "__init__.py"]
    assert len(modules) <= MOST_MODULES, modules


@pytest.mark.parametrize("folder", FOLDERS, ids=path_of)
def test_a_room_says_in_its_docstring_what_it_is_for(folder: Path) -> None:
    assert (folder / "__init__.py").read_text(encoding="utf-8").startswith('"""')


def test_the_tests_lie_in_rooms_of_the_same_names() -> None:
    """Helpers and tests of several rooms may lie higher up, but no test lies in a room that there is not."""
    for top in ("engine", "gui"):
        for file in (REPOSITORY / "tests" / top).rglob("test_*.py"):
            room = file.parent.relative_to(REPOSITORY / "tests")
            assert (REPOSITORY / room).is_dir(), path_of(file)
