"""Running the tests in a copy of the repository, with a fault in it or without."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tests.mutations.catalogue import REPOSITORY, Mutation

_NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "build", "dist", "*.egg-info"
)
_PASSED, _FAILED, _INTERRUPTED = 0, 1, 2  # pytest's exit statuses; a module that cannot be imported gives 2


class Outcome(Enum):
    """How a run of tests ended."""

    PASSED = "survived"
    FAILED = "killed"
    TIMED_OUT = "killed by time-out"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Trial:
    """A run of tests.

    Attributes:
        outcome: how it ended.
        seconds: how long it took.
        output: the end of pytest's output.
    """

    outcome: Outcome
    seconds: float
    output: str


class Copy:
    """A copy of the repository in its own folder, with the shared data beside it as beside the original.

    Args:
        folder: an existing, empty folder.
        source: the repository.
    """

    def __init__(self, folder: Path, source: Path = REPOSITORY) -> None:
        self.root = folder / "repository"
        shutil.copytree(source, self.root, ignore=_NOT_COPIED)
        shared = source.parent / "shared"
        if shared.is_dir():
            (folder / "shared").symlink_to(shared, target_is_directory=True)

    def run(self, tests: Sequence[str], timeout_s: float, mutation: Mutation | None = None) -> Trial:
        """Run tests until the first failure, with a fault put in for this run.

        Args:
            tests: files or test ids, relative to the repository.
            timeout_s: the run is killed after so many seconds.
            mutation: its text occurs exactly once; None leaves the code as it is.
        """
        if mutation is None:
            return self._pytest(tests, timeout_s)
        path = self.root / mutation.file
        source = path.read_bytes()
        path.write_bytes(mutation.mutated(source.decode()).encode())
        try:
            return self._pytest(tests, timeout_s)
        finally:
            path.write_bytes(source)

    def _pytest(self, tests: Sequence[str], timeout_s: float) -> Trial:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-n",
            "0",
            "-m",
            "",
            *tests,
        ]
        # Bytecode is matched to its source by a time in whole seconds, too coarse for sources that change so often.
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        started = time.monotonic()
        with subprocess.Popen(
            command,
            cwd=self.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process:
            try:
                output, _ = process.communicate(timeout=timeout_s)
                outcome = _outcome_of(process.returncode)
            except subprocess.TimeoutExpired:
                _kill(process)
                output, _ = process.communicate()
                outcome = Outcome.TIMED_OUT
            except BaseException:  # an interrupt, too, must not leave the tests running
                _kill(process)
                raise
        return Trial(outcome, time.monotonic() - started, output.decode(errors="replace")[-3_000:])


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the tests and every process that they have started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:  # Windows
        process.kill()


def _outcome_of(status: int) -> Outcome:
    if status == _PASSED:
        return Outcome.PASSED
    is_seen = status in (_FAILED, _INTERRUPTED) or status < 0 or status > 127  # or the fault crashed the process
    return Outcome.FAILED if is_seen else Outcome.NOT_RUN
