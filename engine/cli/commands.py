"""The headless subcommands: the engine without the window, for scripts and for machines without a screen."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from engine.cli.command_line import parse
from engine.cli.command_options import (
    EvaluateOptions,
    FaultsOptions,
    Options,
    ScoreOptions,
    StudyOptions,
    TourOptions,
    TrainOptions,
)
from engine.cli.picture_scoring import COLUMNS, PictureScore, UnreadablePicture, score_pictures, write_csv
from engine.cli.progress_line import ProgressLine
from engine.cli.result_printing import print_json, print_table, shown
from engine.cli.session import open_session, stopping_on_interrupt
from engine.cli.verdict_commands import (
    can_promise,
    judge_test_set,
    learn_verdicts,
    measure_faults,
    study,
)
from engine.errors import Cancelled, UserError
from engine.model_file.atomic_write import require_writable
from engine.protocol.activity import Outcome
from engine.protocol.run_control import RunControl

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
        case StudyOptions():
            study(options, progress)
            return 0
        case FaultsOptions():
            measure_faults(options, progress)
            return 0
        case TourOptions():
            for screenshot in take_tour(options.output, progress.show):
                progress.end()
                print(screenshot)
            return 0


# ------------------------------------------------------------------------------------- the commands


def _train(options: TrainOptions, progress: ProgressLine) -> int:
    require_writable(options.output)
    session = open_session(progress, data=options.data)
    control = RunControl()
    with stopping_on_interrupt(control.stop):
        finished = session.train(options.settings, options.normal, control, run_id=1)
    if not finished.has_begun:
        raise Cancelled
    if finished.outcome is Outcome.DIVERGED and finished.epochs == 0:
        raise UserError("The training diverged in its first epoch, so nothing was saved; lower the learning rate.")
    session.save(options.output)  # at once, since an interrupt of what follows should not cost it
    test: dict[str, float] = {}
    if session.current.dataset.x_test is not None:
        overall = session.evaluate(options.normal).rows[0]
        test = {"bce": overall.bce, "mse": overall.mse, "mae": overall.mae}
        session.save(options.output)
    verdict_images = 0
    is_interrupted = control.is_stopped
    if finished.outcome is Outcome.COMPLETED and not is_interrupted and options.verdict_images:
        try:
            verdict_images = learn_verdicts(session, options.verdict_images, progress)
        except Cancelled:
            is_interrupted = True
        if verdict_images:
            session.save(options.output)
    progress.end()
    info = session.current.model_info
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
        "verdict_images": verdict_images,
    }
    if options.is_json:
        print_json(result)
    else:
        print_table([(name, shown(value)) for name, value in result.items()])
    if finished.outcome is Outcome.DIVERGED:
        raise UserError(
            "The training diverged, so {file} holds the last good weights, of epoch {epochs}; lower the learning "
            "rate.",
            file=options.output,
            epochs=finished.epochs,
        )
    return INTERRUPTED if is_interrupted else 0


def _evaluate(options: EvaluateOptions, progress: ProgressLine) -> int:
    session = open_session(progress, model=options.model, data=options.data)
    overall, *classes = map(asdict, session.evaluate(options.normal).rows)
    judged: dict[str, object] = {}
    if options.normal is not None:
        judged = judge_test_set(session, options.normal, options.false_alarms, progress)
    progress.end()
    if options.is_json:
        del overall["label"]
        print_json({"data": session.current.dataset.name, **overall, **judged, "classes": classes})
        return 0
    overall["label"] = "all"
    print_table([tuple(overall), *(tuple(map(shown, row.values())) for row in (overall, *classes))])
    if judged:
        confusion = judged.pop("confusion")
        counts = confusion if isinstance(confusion, dict) else {}
        print()
        print_table([(name, shown(value)) for name, value in {**judged, **counts}.items()])
    return 0


def _score(options: ScoreOptions, progress: ProgressLine) -> int:
    if options.csv is not None:
        require_writable(options.csv)
    session = open_session(progress, model=options.model)
    detector = session.current.judge.detector if session.current.judge.has_detector else None
    rate: float | None = None
    if detector is None:
        progress.keep(f"{options.model.name} gives no verdicts, so the score is the plain error; train it again.")
    elif can_promise(options.false_alarms, detector, progress):
        rate = options.false_alarms
    scored: list[PictureScore] = []
    unreadable: list[UnreadablePicture] = []
    shape = session.current.model_info.image_shape
    for row in score_pictures(options.pictures, shape, session.current.reconstruct, detector, rate):
        if isinstance(row, PictureScore):
            scored.append(row)
        else:
            unreadable.append(row)
            progress.keep(f"{row.file}: {row.reason}")
    progress.end()
    if options.csv is not None:
        write_csv(options.csv, scored, [] if detector is None else [kind.name for kind in detector.kinds])
    if options.is_json:
        print_json({"pictures": [row.row() for row in scored], "unreadable": list(map(asdict, unreadable))})
    elif scored:
        print_table([COLUMNS, *([shown(row.row()[name]) for name in COLUMNS] for row in scored)])
    if not scored:
        raise UserError("None of the pictures could be read; give at least one that can.")
    return 0
