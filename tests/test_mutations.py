"""The faults of `tests.mutations` fit the code as it is, and the tool tells which of them a test sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mutations.catalogue import Mutation, load, rooms
from tests.mutations.trial import Copy, Outcome

FEWEST = 80
MUTATIONS = [mutation for room in rooms() for mutation in load(room)]


def test_every_fault_still_fits_the_code_and_names_tests_that_exist() -> None:
    problems = {mutation.title: problem for mutation in MUTATIONS if (problem := mutation.problem())}
    assert problems == {}


def test_there_are_enough_of_them_and_no_two_are_the_same() -> None:
    assert len(MUTATIONS) >= FEWEST
    assert len({(mutation.file, mutation.find, mutation.replace) for mutation in MUTATIONS}) == len(MUTATIONS)
    assert all(mutation.why.endswith(".") for mutation in MUTATIONS)


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of a repository that adds numbers up."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "adding.py").write_text("def add(a, b):\n    return a + b\n")
    (source / "test_adding.py").write_text("from adding import add\ndef test_it():\n    assert add(2, 2) == 4\n")
    (tmp_path / "copies").mkdir()
    return Copy(tmp_path / "copies", source)


def fault(replace: str, find: str = "a + b") -> Mutation:
    return Mutation("adding", "adding.py", find, replace, ("test_adding.py",), "Sums are wrong.")


@pytest.mark.parametrize(
    ("mutation", "outcome"),
    [
        (None, Outcome.PASSED),
        (fault("a - b"), Outcome.FAILED),
        (fault("a * b"), Outcome.PASSED),
        (fault("[__import__('time').sleep(60)]"), Outcome.TIMED_OUT),
    ],
    ids=["none", "seen", "survives", "hangs"],
)
def test_a_fault_is_seen_when_a_test_fails_and_taken_out_again(
    copy: Copy, mutation: Mutation | None, outcome: Outcome
) -> None:
    before = (copy.root / "adding.py").read_bytes()
    limit_s = 3 if outcome is Outcome.TIMED_OUT else 60
    assert copy.run(("test_adding.py",), limit_s, mutation).outcome is outcome
    assert (copy.root / "adding.py").read_bytes() == before


def test_tests_that_do_not_exist_are_not_taken_for_a_fault_that_is_seen(copy: Copy) -> None:
    assert copy.run(("test_missing.py",), 60).outcome is Outcome.NOT_RUN


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda: fault("a - b", find="a / b"), "occurs 0 times"),
        (lambda: fault("x", find="a"), "occurs 3 times"),
        (lambda: fault("a + b"), "changes nothing"),
        (lambda: fault("a +"), "is no Python"),
        (lambda: Mutation("adding", "adding.py", "a + b", "a - b", ("gone.py",), ""), "no such tests: gone.py"),
        (lambda: Mutation("adding", "gone.py", "a + b", "a - b", ("test_adding.py",), ""), "no such file"),
    ],
)
def test_an_entry_that_no_longer_fits_is_told(copy: Copy, change: Callable[[], Mutation], problem: str) -> None:
    assert problem in str(change().problem(copy.root))
