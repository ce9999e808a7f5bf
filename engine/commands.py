"""The headless subcommands: the engine without the window, for scripts and for machines without a screen."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from engine import project_file
from engine.atomic_write import require_writable
from engine.command_line import EvaluateOptions, Options, ScoreOptions, TourOptions, TrainOptions, parse
from engine.datasets import catalogue
from engine.datasets.file_problems import file_size
from engine.errors import Cancelled, UserError
from engine.picture_scoring import COLUMNS, PictureScore, UnreadablePicture, score_pictures, write_csv
from engine.progress_line import ProgressLine
from engine.result_printing import print_json, print_table
from engine.run_control import RunControl

if TYPE_CHECKING:
    from engine.session import Session

FAILED = 1
INTERRUPTED = 130  # as a shell says of a process that Ctrl-C has ended
READER_GONE = 141  # as a shell says of a process whose reader has gone, e.g. ``head``

TakeTour = Callable[[Path, Callable[[str], None]], Sequence[Path]]
"""Saves screenshots of the window to a folder, tells its progress, and returns their paths."""


def main(argv: Sequence[str], take_tour: TakeTour) -> int:
    """Carry out one command and return its exit status.

    Args:
        argv: the arguments after the program's name.
        take_tour: what `tour` does; it is handed in, since the engine knows no window.

    Raises:
        SystemExit: the command line is wrong, or asks only for help.
    """
    options = parse(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file's name may be no valid text
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
    except OSError as error:  # of stdout: what reads and writes files tells its own failures
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python tries once more when it ends
        if isinstance(error, BrokenPipeError):
            return READER_GONE
        progress.keep(f"The results could not be printed ({error.strerror}); send them elsewhere.")
        return FAILED
    return status


def _run(options: Options, progress: ProgressLine, take_tour: TakeTour) -> int:
    match options:
        case TrainOptions():
            return _train(options, progress)
        case EvaluateOptions():
            return _evaluate(options, progress)
        case ScoreOptions():
            return _score(options, progress)
        case TourOptions():
            for screenshot in take_tour(options.output, progress.show):
                progress.end()
                print(screenshot)
            return 0


# ------------------------------------------------------------------------------------- the commands


def _train(options: TrainOptions, progress: ProgressLine) -> int:
    require_writable(options.output)
    session = _session(progress, data=options.data)
    control = RunControl()
    with _stopping_on_interrupt(control):
        finished = session.train(options.settings, options.normal, control, run_id=1)
    if finished.outcome == "diverged" and finished.epochs == 0:
        raise UserError("The training diverged in its first epoch, so nothing was saved; lower the learning rate.")
    session.save(options.output)  # at once, since an interrupt of what follows should not cost it
    test: dict[str, float] = {}
    if session.dataset.x_test is not None:
        overall = session.evaluate(options.normal).rows[0]
        test = {"bce": overall.bce, "mse": overall.mse, "mae": overall.mae}
        session.save(options.output)
    progress.end()
    info = session.model_info
    result = {
        "output": str(options.output),
        "name": info.name,
        "outcome": finished.outcome,
        "epochs": finished.epochs,
        "parameters": info.parameters,
        "seconds": finished.seconds,
        "samples_per_second": finished.samples_per_second,
        "loss": list(info.history.get("loss", ())),
        "val_loss": list(info.history.get("val_loss", ())),
        **test,
    }
    if options.is_json:
        print_json(result)
    else:
        print_table([(name, _shown(value)) for name, value in result.items()])
    if finished.outcome == "diverged":
        raise UserError(
            "The training diverged, so {file} holds the last good weights, of epoch {epochs}; lower the learning "
            "rate.",
            file=options.output,
            epochs=finished.epochs,
        )
    return INTERRUPTED if control.is_stopped else 0


def _shown(value: object) -> str:
    """Return a result as a person reads it; of a list of losses, the last."""
    if isinstance(value, list):
        return _shown(value[-1]) if value else "-"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.4f}"
    return str(value)


def _evaluate(options: EvaluateOptions, progress: ProgressLine) -> int:
    session = _session(progress, model=options.model, data=options.data)
    overall, *classes = map(asdict, session.evaluate(options.normal).rows)
    progress.end()
    if options.is_json:
        del overall["label"]
        print_json({"data": session.dataset.name, **overall, "classes": classes})
        return 0
    overall["label"] = "all"
    print_table([tuple(overall), *(tuple(map(_shown, row.values())) for row in (overall, *classes))])
    return 0


def _score(options: ScoreOptions, progress: ProgressLine) -> int:
    if options.csv is not None:
        require_writable(options.csv)
    session = _session(progress, model=options.model)
    scored: list[PictureScore] = []
    unreadable: list[UnreadablePicture] = []
    for row in score_pictures(options.pictures, session.model_info.image_shape, session.reconstruct):
        if isinstance(row, PictureScore):
            scored.append(row)
        else:
            unreadable.append(row)
            progress.keep(f"{row.file}: {row.reason}")
    progress.end()
    if options.csv is not None:
        write_csv(options.csv, scored)
    if options.is_json:
        print_json({"pictures": list(map(asdict, scored)), "unreadable": list(map(asdict, unreadable))})
    elif scored:
        print_table([COLUMNS, *((row.file, *map(_shown, (row.score, row.mae, row.mse))) for row in scored)])
    if not scored:
        raise UserError("None of the pictures could be read; give at least one that can.")
    return 0


# ------------------------------------------------------------------------------------- what they share


def _session(progress: ProgressLine, *, model: Path | None = None, data: str | None = None) -> Session:
    """Return a session with a model and a data set, whatever of both is asked for.

    What can be known to be missing is told before Keras is imported, which takes seconds.
    """
    if model is not None:
        project_file.open_project(model)
    if data is not None and data not in catalogue.SOURCES:
        file_size(Path(data))
    progress.show("Starting TensorFlow")
    from engine.session import Session

    session = Session(progress.publish)
    if model is not None:
        session.open(model)
    if data is not None:
        session.load_dataset(data, stand_in=False)
    return session


@contextmanager
def _stopping_on_interrupt(control: RunControl) -> Iterator[None]:
    """Let the first Ctrl-C stop the run, which keeps what it has learnt; a second one ends the program."""
    before = signal.getsignal(signal.SIGINT)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        control.stop()

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
