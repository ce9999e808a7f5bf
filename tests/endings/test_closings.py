"""The short form of `python -m tests.endings closings`, and what it calls a failure."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.endings.closings import close_once, problem_of
from tests.endings.plans import EARLY, STAGES, Plan, random_plans
from tests.endings.program import write_digits

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_digits(tmp_path_factory.mktemp("digits") / "digits.npz")


@posix
@pytest.mark.parametrize(
    "plan",
    [
        Plan("start", 0.4, "SIGINT"),
        Plan("shown", 0.3, "button", has_file=False),
        Plan("shown", 0.9, "button"),
        Plan("shown", 1.5, "SIGTERM"),
        Plan("compiling", 0.5, "button"),
        Plan("learning", 0.5, "SIGTERM"),
    ],
    ids=lambda plan: f"{plan.stage}-{plan.delay_s}-{plan.ending}",
)
def test_the_program_ends_soon_and_quietly_whenever_it_is_closed(digits: Path, plan: Plan) -> None:
    closing = close_once(plan, digits)
    assert closing.problem == "", closing.output


@pytest.mark.parametrize(
    ("status", "output", "problem"),
    [
        (0, "", ""),
        (0, "RuntimeError: can't register atexit after shutdown", "traceback"),
        (0, "Traceback (most recent call last):", "traceback"),
        (-11, "", "crash"),
        (-6, "QThread: Destroyed while thread is still running", "traceback"),
        (1, "", "crash"),
    ],
)
def test_what_is_a_failure(status: int, output: str, problem: str) -> None:
    assert problem_of(Plan("shown", 0.1, "button"), status, output) == problem


def test_a_signal_has_its_own_status_once_there_is_a_window() -> None:
    assert problem_of(Plan("training", 0.1, "SIGTERM"), 143, "") == ""
    assert problem_of(Plan("training", 0.1, "SIGTERM"), -15, "") == "crash"
    assert problem_of(Plan("start", 0.1, "SIGTERM"), -15, "") == ""


def test_half_of_the_random_endings_are_early_and_a_seed_gives_the_same_again() -> None:
    plans = random_plans(200, seed=3)
    assert sum(plan.stage in EARLY for plan in plans) == 100
    assert {plan.stage for plan in plans} == {*EARLY, *STAGES}
    assert plans == random_plans(200, seed=3)
    assert plans != random_plans(200, seed=4)
