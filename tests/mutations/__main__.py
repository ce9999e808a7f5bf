"""Mutation tests: puts small faults, one at a time, into a copy of the repository and runs the tests that must fail.

Run from the root of the repository: python -m tests.mutations [--room NAME] [--match TEXT] [--jobs N] [--list]
Prints a line for each fault and then one JSON object. The exit status is 1 when a fault survives, when the code that it
changes is no longer there, or when the tests fail without any fault.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from tests.mutations.catalogue import Mutation, load, rooms
from tests.mutations.trial import Copy, Outcome, Trial

CLEAN_TIMEOUT_S = 600.0
_SLOWER = 5.0  # a run that takes so many times as long as without a fault, plus a minute, is taken to hang

Tests = tuple[str, ...]
_Item = TypeVar("_Item")


def main() -> int:
    """Return the exit status."""
    arguments = _arguments()
    mutations = [mutation for room in arguments.room or rooms() for mutation in load(room)]
    mutations = [mutation for mutation in mutations if arguments.match in mutation.title]
    if arguments.list:
        for mutation in mutations:
            print(f"{mutation.room}  {mutation.title}")
        print(f"{len(mutations)} faults")
        return 0
    started = time.monotonic()
    stale = [(mutation, problem) for mutation in mutations if (problem := mutation.problem())]
    for mutation, problem in stale:
        print(f"stale     {mutation.title}: {problem}", flush=True)
    sound = [mutation for mutation in mutations if not mutation.problem()]
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        workers = Workers(Path(folder), arguments.jobs)
        clean = dict(workers.run(dict.fromkeys(mutation.tests for mutation in sound), _without_fault))
        failing = [tests for tests, trial in clean.items() if trial.outcome is not Outcome.PASSED]
        for tests in failing:
            print(f"fails without any fault: {' '.join(tests)}\n{clean[tests].output}", flush=True)
        limits = {tests: 60 + _SLOWER * trial.seconds for tests, trial in clean.items()}
        tried = [mutation for mutation in sound if mutation.tests not in failing]
        trials = []
        for mutation, trial in workers.run(tried, lambda copy, m: copy.run(m.tests, limits[m.tests], m)):
            trials.append((mutation, trial))
            print(f"{trial.outcome.value:9} {mutation.title}  ({trial.seconds:.0f} s)", flush=True)
    print(json.dumps(summary(len(mutations), trials, stale, failing, time.monotonic() - started), indent=1))
    killed = sum(trial.outcome in (Outcome.FAILED, Outcome.TIMED_OUT) for _, trial in trials)
    return 0 if killed == len(mutations) else 1


def summary(
    total: int,
    trials: Iterable[tuple[Mutation, Trial]],
    stale: Iterable[tuple[Mutation, str]],
    failing: Iterable[Tests],
    seconds: float,
) -> dict[str, object]:
    """Return the figures of a whole run."""
    by_outcome: dict[Outcome, list[str]] = {outcome: [] for outcome in Outcome}
    for mutation, trial in trials:
        by_outcome[trial.outcome].append(mutation.title)
    return {
        "total": total,
        "killed": len(by_outcome[Outcome.FAILED]) + len(by_outcome[Outcome.TIMED_OUT]),
        "killed_by_time_out": by_outcome[Outcome.TIMED_OUT],
        "survivors": by_outcome[Outcome.PASSED],
        "not_run": by_outcome[Outcome.NOT_RUN],
        "stale": [mutation.title for mutation, _ in stale],
        "failing_without_fault": [" ".join(tests) for tests in failing],
        "seconds": round(seconds),
    }


class Workers:
    """Copies of the repository, each used by one thread at a time.

    Args:
        folder: where to make them.
        count: how many.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self._pool = ThreadPoolExecutor(count)
        self._copies: queue.Queue[Copy] = queue.Queue()
        for number in range(count):
            own = folder / str(number)
            own.mkdir()
            self._copies.put(Copy(own))

    def run(self, items: Iterable[_Item], work: Callable[[Copy, _Item], Trial]) -> Iterator[tuple[_Item, Trial]]:
        """Yield every item with its trial, in order."""

        def in_a_copy(item: _Item) -> tuple[_Item, Trial]:
            copy = self._copies.get()
            try:
                return item, work(copy, item)
            finally:
                self._copies.put(copy)

        return self._pool.map(in_a_copy, items)


def _without_fault(copy: Copy, tests: Tests) -> Trial:
    return copy.run(tests, CLEAN_TIMEOUT_S)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--room", action="append", choices=rooms(), help="only the faults of this list; may be given several times"
    )
    parser.add_argument("--match", default="", help="only faults with this text in their line")
    parser.add_argument("--list", action="store_true", help="only list the faults")
    parser.add_argument(
        "--jobs",
        type=int,
        default=max(1, (os.cpu_count() or 1) // 2),
        help="tests at the same time (default: half the cores, since some tests use two)",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
