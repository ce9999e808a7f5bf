"""What `python -m tests.endings closings` tries and what it calls a failure; `.ci/run` has its short form."""

from __future__ import annotations

import pytest

from tests.endings.closings import problem_of
from tests.endings.plans import EARLY, STAGES, Plan, random_plans


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
