"""The headless subcommands: the engine without the window, for scripts and for machines without a screen."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from engine.cli.command_line import parse
from engine.cli.evaluate import evaluate
from engine.cli.faults import measure_faults
from engine.cli.options import (
    EvaluateOptions,
    FaultsOptions,
    Options,
    ScoreOptions,
    StudyOptions,
    TourOptions,
    TrainOptions,
)
from engine.cli.outputs import require_empty_folder
from engine.cli.score import score
from engine.cli.session import INTERRUPTED
from engine.cli.study import study
from engine.cli.terminal import ProgressLine
from engine.cli.train import train
from engine.errors import Cancelled, UserError
from engine.startup.notices import wait_for_stderr

FAILED = 1
READER_GONE = 141  # as a shell reports a process whose reader has closed the pipe, e.g. ``head``
_LONGEST_IMPORT_S = 120.0

TakeTour = Callable[[Path, Callable[[str], None]], Sequence[Path]]
"""Saves screenshots of the window to a folder, reports its progress, and returns their paths."""


def main(argv: Sequence[str], take_tour: TakeTour) -> int:
    """Carry out one command and return its exit status.

    Args:
        argv: the arguments after the program's name.
        take_tour: what `tour` does; it is passed in, since the engine must not import the window.

    Raises:
        SystemExit: the command line is wrong, or asks only for help.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file's name may be invalid Unicode
    progress = ProgressLine(sys.stderr)
    try:
        try:
            status = _run(parse(argv), progress, take_tour)
        except SystemExit:  # after printing a help text
            sys.stdout.flush()
            raise
        except UserError as error:
            wait_for_stderr(_LONGEST_IMPORT_S)  # a tour that fails early ends while TensorFlow is imported
            progress.keep(str(error))
            return FAILED
        except (KeyboardInterrupt, Cancelled):
            progress.keep("Interrupted.")
            return INTERRUPTED
        sys.stdout.flush()
    except OSError as error:  # of stdout or stderr: code that reads and writes files raises UserError
        _let_exit_flush()
        if isinstance(error, BrokenPipeError):
            return READER_GONE
        with suppress(OSError):
            progress.keep(f"The results could not be printed ({error.strerror}); send them elsewhere.")
        return FAILED
    return status


def _let_exit_flush() -> None:
    """Send what stdout still holds to nowhere: Python flushes it at the exit, which would fail again."""
    with suppress(OSError, AttributeError):  # an object in its place may have no descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(options: Options, progress: ProgressLine, take_tour: TakeTour) -> int:
    match options:
        case TrainOptions():
            return train(options, progress)
        case EvaluateOptions():
            evaluate(options, progress)
        case ScoreOptions():
            score(options, progress)
        case StudyOptions():
            study(options, progress)
        case FaultsOptions():
            measure_faults(options, progress)
        case TourOptions():
            require_empty_folder(options.output, is_forced=options.is_forced)
            for screenshot in take_tour(options.output, progress.show):
                progress.end()
                print(screenshot)
    return 0
