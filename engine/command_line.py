"""What may stand on the command line, and what it means."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.messages import Normal
from engine.settings import DEFAULT_PRESET, FIELDS, PRESETS, TrainingSettings, plain_number, problem_of

_SETTINGS = {
    "samples": "train on the first N normal images only",
    "epochs": "how often the training goes through all training images",
    "batch_size": "how many images are averaged for one step",
    "learning_rate": "how far one step moves the weights",
    "validation_split": "the share of the images that is kept aside to measure the loss on",
    "seed": "where the random numbers start; the same seed gives the same training",
}
_MOST_DIGITS = 18

_DESCRIPTION = "Train an autoencoder on the images you call normal, and see what it finds abnormal."
_EPILOG = """\
Without a command, the window opens, with the model or the images of the files that are given.

Results go to stdout, progress and problems to stderr. The exit status is 0; 2 for a wrong command line; 1 for a
failure; 130 after Ctrl-C. During a training, the first Ctrl-C stops it, and what it has learnt is saved."""
_SCORE_DESCRIPTION = """\
Score pictures (PNG, JPEG, BMP, GIF, TIFF, WebP). A score rises with abnormality. A picture of exactly the size of
the model's images is taken as it is; every other as if it had been opened on the canvas of the window: turned to
bright ink on black, cropped, shrunk and centred."""


@dataclass(frozen=True)
class TrainOptions:
    """``train``: `settings` are validated, `data` is a source as `engine.datasets.catalogue` knows them."""

    data: str
    normal: Normal
    settings: TrainingSettings
    output: Path
    is_json: bool


@dataclass(frozen=True)
class EvaluateOptions:
    """``evaluate``."""

    model: Path
    data: str
    normal: Normal
    is_json: bool


@dataclass(frozen=True)
class ScoreOptions:
    """``score``: `pictures` are files and folders."""

    model: Path
    pictures: tuple[Path, ...]
    csv: Path | None
    is_json: bool


@dataclass(frozen=True)
class TourOptions:
    """``tour``: `output` is the folder of the screenshots."""

    output: Path


Options = TrainOptions | EvaluateOptions | ScoreOptions | TourOptions


def parse(argv: Sequence[str]) -> Options:
    """Return what the arguments after the program's name ask for.

    Raises:
        SystemExit: with 2, after a sentence on stderr, where they are wrong; with 0 after ``--help`` and
            ``--version``.
    """
    parser, train = _parsers()
    found = parser.parse_args(argv)
    match found.command:
        case "train":
            return TrainOptions(found.data, found.normal, _settings(found, train), found.output, found.json)
        case "evaluate":
            return EvaluateOptions(found.model, found.data, found.normal, found.json)
        case "score":
            return ScoreOptions(found.model, tuple(found.pictures), found.csv, found.json)
        case _:
            return TourOptions(found.output)


def _parsers() -> tuple[argparse.ArgumentParser, argparse.ArgumentParser]:
    """Return the whole parser, and that of ``train``."""
    parser = argparse.ArgumentParser(
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_PrintVersion)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    train = commands.add_parser(
        "train",
        help="train a model and save it",
        description="Train a model and save it. What is not given is as the preset has it.",
        allow_abbrev=False,
    )
    _add_data(train)
    train.add_argument(
        "--preset", choices=tuple(PRESETS), default=DEFAULT_PRESET, help="where the settings start (%(default)s)"
    )
    for name, meaning in _SETTINGS.items():
        field = FIELDS[name]
        train.add_argument(
            f"--{name.replace('_', '-')}",
            type=_whole_number if field.is_integer else _number,
            metavar="N" if field.is_integer else "F",
            help=f"{meaning}, from {plain_number(field.low)} to {plain_number(field.high)}",
        )
    train.add_argument("--output", type=Path, required=True, metavar="FILE", help="where the model is saved")
    _add_json(train)

    evaluate = commands.add_parser("evaluate", help="judge a model on a test set", allow_abbrev=False)
    _add_model(evaluate)
    _add_data(evaluate)
    _add_json(evaluate)

    score = commands.add_parser(
        "score", help="score pictures by a model", description=_SCORE_DESCRIPTION, allow_abbrev=False
    )
    _add_model(score)
    score.add_argument(
        "pictures", nargs="+", type=Path, metavar="FILE|FOLDER", help="pictures, and folders of them at any depth"
    )
    score.add_argument("--csv", type=Path, metavar="OUT", help="write the scores to this file, too")
    _add_json(score)

    tour = commands.add_parser("tour", help="save screenshots of the window at work", allow_abbrev=False)
    tour.add_argument("--output", type=Path, required=True, metavar="DIR", help="the folder of the screenshots")
    return parser, train


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", type=Path, metavar="MODEL", help="a model file (.aestudio)")


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        default="auto",
        metavar="auto|mnist|pen-digits|PATH",
        help="the images: mnist, which is downloaded once; pen-digits, which are generated; a .npz, .npy or IDX "
        "file; or auto, which is mnist where it has been downloaded and pen-digits where not (%(default)s)",
    )
    parser.add_argument(
        "--normal",
        type=_normal,
        metavar="1,3|all",
        help="the labels that count as normal, with commas between them, or all (all)",
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else to stdout")


def _settings(found: argparse.Namespace, parser: argparse.ArgumentParser) -> TrainingSettings:
    given = {name: getattr(found, name) for name in _SETTINGS if getattr(found, name) is not None}
    for name, value in given.items():
        problem = problem_of(name, value)
        if problem is not None:
            parser.error(f"argument --{name.replace('_', '-')}: {problem}")
    return replace(PRESETS[found.preset], **given)


def _whole_number(text: str) -> int:
    if len(text) > _MOST_DIGITS or not text.removeprefix("-").isdecimal():
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no whole number of at most {_MOST_DIGITS} digits.")
    return int(text)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no number.") from error


def _normal(text: str) -> Normal:
    if text == "all":
        return None
    try:
        return tuple(sorted({_whole_number(label.strip()) for label in text.split(",")}))
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} is neither all nor labels with commas between them, e.g. 1,3."
        ) from error


class _PrintVersion(argparse.Action):
    """Prints the application's version, which takes 40 ms to find out, only when it is asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="print the version")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib import metadata

        print(metadata.version("autoencoder-studio"))
        parser.exit()
