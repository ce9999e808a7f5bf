"""The command line: its subcommands, options and help texts."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.cli.descriptions import DESCRIPTION, EPILOG, FAULTS_DESCRIPTION, SCORE_DESCRIPTION, STUDY_DESCRIPTION
from engine.cli.options import (
    LEAST_FALSE_ALARMS,
    MOST_FALSE_ALARMS,
    EvaluateOptions,
    FaultsOptions,
    Options,
    ScoreOptions,
    StudyOptions,
    TourOptions,
    TrainOptions,
    classes,
    count,
    false_alarms,
    normal,
    number,
    whole_number,
    working_size,
)
from engine.datasets.catalogue import SOURCES
from engine.datasets.left_out import source_without, split_source
from engine.datasets.picture_source import PictureChoices, picture_source, split_picture_source
from engine.pictures.preparation import LARGEST_PX, SMALLEST_PX, STEP_PX, USUAL_PX, Fit
from engine.program import COMMAND, VERSION
from engine.protocol.results import JudgeBy
from engine.settings import DEFAULT_PRESET, FIELDS, PRESETS, TrainingSettings, plain_number, problem_of

_SETTINGS = {
    "samples": "train on the first N normal images only",
    "epochs": "how often the training goes through all training images",
    "batch_size": "how many images are averaged for one step",
    "learning_rate": "how far one step moves the weights",
    "validation_split": "the share of the images that is held out to measure the loss on",
    "seed": "the seed of the random numbers; the same seed gives the same training",
}
FEWEST_VERDICT_IMAGES, MOST_VERDICT_IMAGES = 30, 10_000
"""The same as in `engine.detection.detector`, which is not imported here because that takes a second."""


def parse(argv: Sequence[str]) -> Options:
    """Parse the arguments after the program's name.

    Raises:
        SystemExit: with 2, after a message on stderr, if they are wrong; with 0 after ``--help`` and
            ``--version``.
    """
    parser, train, study = _parsers()
    found = parser.parse_args(argv)
    match found.command:
        case "train":
            if found.verdict_images and found.verdict_images < FEWEST_VERDICT_IMAGES:
                train.error(
                    f"argument --verdict-images: Verdicts need at least {FEWEST_VERDICT_IMAGES} normal images, not "
                    f"{found.verdict_images}; take more, or 0 for no verdicts."
                )
            settings = _settings(found, train)
            return TrainOptions(
                _source(found, train),
                found.normal,
                settings,
                found.verdict_images,
                found.output,
                found.json,
                found.force,
            )
        case "evaluate":
            return EvaluateOptions(
                found.model, found.data, found.normal, found.false_alarms, found.json, JudgeBy(found.judge_by)
            )
        case "score":
            pictures = tuple(found.pictures)
            return ScoreOptions(
                found.model,
                pictures,
                found.csv,
                found.false_alarms,
                found.json,
                found.force,
                JudgeBy(found.judge_by),
                found.maps,
                found.report,
            )
        case "study":
            return StudyOptions(found.data, found.normal, _settings(found, study), found.json)
        case "faults":
            return FaultsOptions(found.model, found.data, getattr(found, "normal", "model"), found.json)
        case _:
            return TourOptions(found.output, found.force)


def _parsers() -> tuple[argparse.ArgumentParser, argparse.ArgumentParser, argparse.ArgumentParser]:
    """Return the whole parser, and the subparsers of ``train`` and ``study``."""
    parser = argparse.ArgumentParser(
        prog=COMMAND,
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=VERSION, help="print the version")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    train = commands.add_parser(
        "train",
        help="train a model and save it",
        description="Train a model and save it. Settings that are not given are those of the preset.",
        allow_abbrev=False,
    )
    _add_data(train)
    _add_pictures(train)
    _add_normal(train)
    _add_training(train)
    train.add_argument(
        "--verdict-images",
        type=count,
        default=MOST_VERDICT_IMAGES,
        metavar="N",
        help="after the training, learn verdicts from at most N of the normal images, a random choice, "
        f"{FEWEST_VERDICT_IMAGES} or more; 0 for a model without verdicts (%(default)s)",
    )
    train.add_argument(
        "--output", type=Path, required=True, metavar="FILE", help="where the model is saved, a new .aestudio file"
    )
    _add_force(train, "let --output replace a file and have any ending")
    _add_json(train)

    evaluate = commands.add_parser("evaluate", help="evaluate a model on a test set", allow_abbrev=False)
    _add_model(evaluate)
    _add_data(evaluate)
    _add_normal(evaluate)
    _add_false_alarms(evaluate)
    _add_judge_by(evaluate)
    _add_json(evaluate)

    score = commands.add_parser(
        "score", help="score pictures by a model", description=SCORE_DESCRIPTION, allow_abbrev=False
    )
    _add_model(score)
    score.add_argument(
        "pictures", nargs="+", type=Path, metavar="FILE|FOLDER", help="pictures, and folders of them at any depth"
    )
    score.add_argument("--csv", type=Path, metavar="OUT", help="write the scores to this new .csv file, too")
    score.add_argument(
        "--maps", type=Path, metavar="DIR", help="write each picture under its heat map to this new folder, as PNG"
    )
    score.add_argument(
        "--report", type=Path, metavar="OUT", help="write an .html page of all pictures, the most abnormal on top"
    )
    _add_force(score, "let the outputs replace files and have any ending")
    _add_false_alarms(score)
    _add_judge_by(score)
    _add_json(score)

    study = commands.add_parser(
        "study",
        help="measure how well each class is distinguished from the others",
        description=STUDY_DESCRIPTION,
        allow_abbrev=False,
    )
    _add_data(study)
    study.add_argument(
        "--normal",
        type=classes,
        metavar="each|1,3",
        help="each class in turn, or the labels that are normal together, with commas between them (each)",
    )
    _add_training(study)
    _add_json(study)

    faults = commands.add_parser(
        "faults",
        help="measure how well a model recognises damaged images",
        description=FAULTS_DESCRIPTION,
        allow_abbrev=False,
    )
    _add_model(faults)
    _add_data(faults)
    _add_normal(faults, default=argparse.SUPPRESS, default_text="as the model was trained")
    _add_json(faults)

    tour = commands.add_parser("tour", help="save screenshots of the window at work", allow_abbrev=False)
    tour.add_argument(
        "--output", type=Path, required=True, metavar="DIR", help="the folder of the screenshots, new or empty"
    )
    _add_force(tour, "let the folder hold files, and replace screenshots in it")
    return parser, train, study


def _add_training(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--preset", choices=tuple(PRESETS), default=DEFAULT_PRESET, help="the settings to start from (%(default)s)"
    )
    for name, meaning in _SETTINGS.items():
        field = FIELDS[name]
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=whole_number if field.is_integer else number,
            metavar="N" if field.is_integer else "F",
            help=f"{meaning}, from {plain_number(field.low)} to {plain_number(field.high)}",
        )


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", type=Path, metavar="MODEL", help="a model file (.aestudio)")


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        default="auto",
        metavar="auto|mnist|pen-digits|PATH",
        help="the images: mnist, which is downloaded once; pen-digits, which are generated; a .npz, .npy or IDX "
        "file; a folder of pictures, which may have folders good, defect and so on, or train and test, or masks as "
        "the MVTec data sets; or auto, which is mnist where it has been downloaded and pen-digits where not "
        "(%(default)s)",
    )


def _add_pictures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--size",
        type=working_size,
        metavar="N",
        help=f"the side to which pictures from a folder are brought, a multiple of {STEP_PX} from {SMALLEST_PX} to "
        f"{LARGEST_PX} px (at most {USUAL_PX}, by the size of the pictures)",
    )
    parser.add_argument(
        "--fit",
        choices=[fit.value for fit in Fit],
        help="how a picture becomes a square: padded with the colour of its border, squashed, or cropped (pad)",
    )


def _source(found: argparse.Namespace, parser: argparse.ArgumentParser) -> str:
    """Return the source of the data, with what was chosen for pictures."""
    chosen = {name: value for name, value in (("size_px", found.size), ("fit", found.fit)) if value is not None}
    if chosen and found.data in SOURCES:
        parser.error(f"arguments --size and --fit: They are for a folder of pictures, not for {found.data}.")
    whole, left_out = split_source(found.data)
    path, had = split_picture_source(whole)
    return source_without(picture_source(path, PictureChoices({**had.preparation, **chosen}, had.roles)), left_out)


def _add_normal(parser: argparse.ArgumentParser, *, default: object = None, default_text: str = "all") -> None:
    parser.add_argument(
        "--normal",
        type=normal,
        default=default,
        metavar="1,3|all",
        help=f"the labels that count as normal, with commas between them, or all; of a folder of pictures, all are "
        f"those that its folders call normal ({default_text})",
    )


def _add_judge_by(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--judge-by",
        choices=[choice.value for choice in JudgeBy],
        default=JudgeBy.ALL.value,
        help="the reconstruction error alone, as in the article, error and code, or all evidence (%(default)s)",
    )


def _add_false_alarms(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--false-alarms",
        type=false_alarms,
        default=0.01,
        metavar="F",
        help="at most this share of normal images is called abnormal, from "
        f"{LEAST_FALSE_ALARMS:g} to {MOST_FALSE_ALARMS:g} (%(default)s)",
    )


def _add_force(parser: argparse.ArgumentParser, meaning: str) -> None:
    parser.add_argument("--force", action="store_true", help=f"{meaning}; what is read is never replaced")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else to stdout")


def _settings(found: argparse.Namespace, parser: argparse.ArgumentParser) -> TrainingSettings:
    given = {name: getattr(found, name) for name in _SETTINGS if getattr(found, name) is not None}
    for name, value in given.items():
        problem = problem_of(name, value)
        if problem is not None:
            parser.error(f"argument --{name.replace('_', '-')}: {problem}")
    return replace(PRESETS[found.preset], **given)
