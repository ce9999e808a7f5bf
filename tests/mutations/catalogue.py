"""Small faults as data: mistakes that a person may make in one place, and the tests that must fail with them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Mutation:
    """One fault.

    Attributes:
        room: the file that lists it, without its suffix, e.g. "engine_detection".
        file: what it changes, relative to the repository.
        find: text that occurs there exactly once.
        replace: the faulty text that replaces it.
        tests: the files or test ids that must fail with it; the closest ones.
        why: what a user would notice, in one sentence.
    """

    room: str
    file: str
    find: str
    replace: str
    tests: tuple[str, ...]
    why: str

    @property
    def title(self) -> str:
        """A line that identifies the fault."""
        return f"{self.file}: {self.why}"

    def mutated(self, source: str) -> str:
        """Return the source with the fault in it."""
        return source.replace(self.find, self.replace)

    def problem(self, root: Path = REPOSITORY) -> str | None:
        """Return what is wrong with this entry under a root, e.g. that its code has changed, or None."""
        path = root / self.file
        if not path.is_file():
            return "there is no such file"
        source = path.read_text(encoding="utf-8")
        if source.count(self.find) != 1:
            return f"its text occurs {source.count(self.find)} times: {self.find!r}"
        if self.replace == self.find:
            return "it changes nothing"
        try:
            compile(self.mutated(source), self.file, "exec")
        except SyntaxError as error:
            return f"what it makes is no Python: {error}"
        missing = [test for test in self.tests if not (root / test.partition("::")[0]).exists()]
        if missing or not self.tests:
            return f"there are no such tests: {', '.join(missing) or 'it names none'}"
        return None


def rooms() -> tuple[str, ...]:
    """Return the names of all rooms that have faults."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def load(room: str) -> tuple[Mutation, ...]:
    """Return the faults of a room.

    Raises:
        KeyError: an entry lacks a key.
        TypeError: an entry has an unknown key.
    """
    entries = tomllib.loads((FOLDER / f"{room}.toml").read_text(encoding="utf-8")).get("mutation", [])
    return tuple(Mutation(room=room, **{**entry, "tests": tuple(entry["tests"])}) for entry in entries)
