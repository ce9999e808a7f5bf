"""``score``: score pictures by a model."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain

from engine.cli.options import ScoreOptions
from engine.cli.outputs import require_empty_folder, require_output
from engine.cli.picture_scoring import (
    COLUMNS,
    PictureScore,
    UnreadablePicture,
    picture_files,
    score_pictures,
    write_csv,
)
from engine.cli.score_looks import Looks
from engine.cli.score_report import write_report
from engine.cli.session import can_promise, known_choice, open_session
from engine.cli.terminal import ProgressLine, print_json, print_table, shown
from engine.errors import UserError


def score(options: ScoreOptions, progress: ProgressLine) -> None:
    """Score pictures by a model, print the scores, and write them to a file if one is given.

    Raises:
        UserError: the model cannot be read, no picture can be read, or the file cannot or must not be written.
    """
    for path, suffix in ((options.csv, ".csv"), (options.report, ".html")):
        if path is not None:
            read = chain([options.model], picture_files(options.pictures))
            require_output(path, suffix, read, is_forced=options.is_forced)
    if options.maps is not None:
        require_empty_folder(options.maps, is_forced=options.is_forced)
    session = open_session(progress, model=options.model)
    detector = session.workspace.judge.detector if session.workspace.judge.has_detector else None
    rate: float | None = None
    judge_by = options.judge_by
    if detector is None:
        progress.keep(f"{options.model.name} gives no verdicts, so the score is the plain error; train it again.")
    else:
        judge_by = known_choice(options.judge_by, detector, progress)
        if can_promise(options.false_alarms, detector, progress):
            rate = options.false_alarms
    scored: list[PictureScore] = []
    unreadable: list[UnreadablePicture] = []
    looks = Looks(options, detector, judge_by)
    info = session.workspace.model_info
    rows = score_pictures(
        options.pictures,
        info.image_shape,
        info.is_centred,
        session.workspace.reconstruct,
        detector,
        rate,
        judge_by,
        info.preparation,
        looks.take if looks.are_wanted else None,
    )
    for row in rows:
        if isinstance(row, PictureScore):
            scored.append(row)
        else:
            unreadable.append(row)
            progress.keep(f"{row.file}: {row.reason}")
    progress.end()
    if options.csv is not None:
        write_csv(options.csv, scored, [] if detector is None else [kind.name for kind in detector.kinds])
    if options.report is not None and scored:
        write_report(options.report, options.model.name, looks.rows, len(scored), unreadable, rate)
    if options.is_json:
        print_json({"pictures": [row.row() for row in scored], "unreadable": list(map(asdict, unreadable))})
    elif scored:
        print_table([COLUMNS, *([shown(row.row()[name]) for name in COLUMNS] for row in scored)])
    if not scored:
        raise UserError("None of the pictures could be read; give at least one that can.")
