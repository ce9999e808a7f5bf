"""Closes the real program at random moments and tells how it ended."""

from __future__ import annotations

import re
import signal
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.endings.plans import BUTTON, EARLY, START, Plan
from tests.endings.program import started, write_digits

LONGEST_S = 20.0
"""A process that lives longer than this after it was asked to end hangs."""

_STAGE_LIMIT_S = 300.0
_BAD_WORDS = re.compile(r"Traceback|Fatal|QThread: Destroyed|can't register|Segmentation|Aborted")


@dataclass(frozen=True, slots=True)
class Closing:
    """How the program ended.

    Attributes:
        plan: what was tried.
        seconds: from being asked to end to the end of the process; None where it was never asked or hung.
        status: the process's exit status, negative for the signal that killed it.
        problem: "" where all is well, else "hang", "traceback", "crash", or "not reached".
        output: what it wrote, where there is a problem.
    """

    plan: Plan
    seconds: float | None
    status: int | None
    problem: str
    output: str = ""


def close_once(plan: Plan, data: Path, longest_s: float = LONGEST_S) -> Closing:
    """Start the program, end it as planned, and return how it ended."""
    with (
        tempfile.TemporaryDirectory(prefix="ending-", ignore_cleanup_errors=True) as home,
        started(plan, Path(home), [data] if plan.has_file else []) as program,
    ):
        reached = program.wait_for(plan.stage, _STAGE_LIMIT_S)
        asked: float | None = None
        if reached is not None and plan.ending == BUTTON:
            asked = program.wait_for("closing", _STAGE_LIMIT_S)
        elif reached is not None:
            time.sleep(max(0.0, reached + plan.delay_s - time.monotonic()))
            asked = time.monotonic()
            program.send(signal.Signals[plan.ending])
        if asked is None:
            status = program.process.poll()
            program.process.kill()
            return Closing(plan, None, status, "not reached", program.output)
        ended = program.wait_for_end(longest_s)
        if ended is None:
            return Closing(plan, None, None, "hang", "")
        status, output = program.process.returncode, program.output
    problem = problem_of(plan, status, output)
    return Closing(plan, round(ended - asked, 2), status, problem, output if problem else "")


def problem_of(plan: Plan, status: int, output: str) -> str:
    """Return what is wrong with an exit status and an output, or ""."""
    if _BAD_WORDS.search(output):
        return "traceback"
    expected = {0} if plan.ending == BUTTON else {128 + signal.Signals[plan.ending]}
    if plan.ending != BUTTON and plan.stage == START:
        expected.add(-signal.Signals[plan.ending])  # before there is a window, the signal has its usual effect
    return "" if status in expected else "crash"


def close_all(plans: Sequence[Plan], jobs: int) -> Iterator[Closing]:
    """Yield how each ended, as they end, so many at a time."""
    with tempfile.TemporaryDirectory(prefix="endings-") as folder, ThreadPoolExecutor(jobs) as pool:
        data = write_digits(Path(folder) / "digits.npz")
        yield from pool.map(lambda plan: close_once(plan, data), plans)


def summary(closings: Sequence[Closing]) -> dict[str, Any]:
    """Return the figures, and all that went wrong."""
    seconds = [closing.seconds for closing in closings if closing.seconds is not None]
    problems = [closing for closing in closings if closing.problem]
    return {
        "count": len(closings),
        "in_the_first_two_seconds": sum(closing.plan.stage in EARLY for closing in closings),
        "hangs": sum(closing.problem == "hang" for closing in closings),
        "tracebacks": sum(closing.problem == "traceback" for closing in closings),
        "crashes": sum(closing.problem == "crash" for closing in closings),
        "not_reached": sum(closing.problem == "not reached" for closing in closings),
        "longest_s": max(seconds, default=None),
        "median_s": round(statistics.median(seconds), 2) if seconds else None,
        "problems": [asdict(closing) for closing in problems],
    }
