"""The headless subcommands: the engine without the window, for scripts and for machines without a screen."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
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

FAILED = 1
READER_GONE = 141  # as a shell reports a process whose reader has closed the pipe, e.g. ``head``

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
    options = parse(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file's name may be invalid Unicode
    progress = ProgressLine(sys.stderr)
    try:
        status = _run(options, progress, take_tour)
        sys.stdout.flush()
    except UserError as error:
        progress.keep(str(error))
        return FAILED
    except (KeyboardInterrupt, Cancelled):
        progress.keep("Interrupted.")
        return INTERRUPTED
    except OSError as error:  # of stdout: code that reads and writes files raises UserError
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the flush at exit would fail again
        if isinstance(error, BrokenPipeError):
            return READER_GONE
        progress.keep(f"The results could not be printed ({error.strerror}); send them elsewhere.")
        return FAILED
    return status


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
