"""The options of each headless command, and how their values are read from text.

A wrong value raises `argparse.ArgumentTypeError`, whose message argparse prints.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.detection.calibration import FEWEST_IN_N, MOST_IN_N
from engine.pictures.preparation import LARGEST_PX, SMALLEST_PX, STEP_PX
from engine.protocol.model_info import Normal
from engine.protocol.results import JudgeBy
from engine.settings import TrainingSettings

LEAST_FALSE_ALARMS, MOST_FALSE_ALARMS = 1 / MOST_IN_N, 1 / FEWEST_IN_N
"""Bounds of ``--false-alarms``, as shares of the normal images."""

_MOST_DIGITS = 18


@dataclass(frozen=True)
class TrainOptions:
    """``train``: `settings` are validated, `data` is a source that `engine.datasets.catalogue` can load.

    `verdict_images` is the most normal images that the detector learns from; 0 means no verdicts. `is_forced` lets
    the output replace a file and have any ending.
    """

    data: str
    normal: Normal
    settings: TrainingSettings
    verdict_images: int
    output: Path
    is_json: bool
    is_forced: bool = False


@dataclass(frozen=True)
class EvaluateOptions:
    """``evaluate``: `false_alarms` is the share of normal images that may be called abnormal, 0.001..0.1.

    `judge_by` is what verdicts are judged by.
    """

    model: Path
    data: str
    normal: Normal
    false_alarms: float
    is_json: bool
    judge_by: JudgeBy = JudgeBy.ALL


@dataclass(frozen=True)
class ScoreOptions:
    """``score``: `pictures` are files and folders.

    `maps` is the folder for heat maps, `report` an HTML page. `false_alarms` and `judge_by` are as for ``evaluate``,
    `is_forced` as for ``train``.
    """

    model: Path
    pictures: tuple[Path, ...]
    csv: Path | None
    false_alarms: float
    is_json: bool
    is_forced: bool = False
    judge_by: JudgeBy = JudgeBy.ALL
    maps: Path | None = None
    report: Path | None = None


@dataclass(frozen=True)
class StudyOptions:
    """``study``: `normal` are the classes that are normal together; None means each class in turn."""

    data: str
    normal: tuple[int, ...] | None
    settings: TrainingSettings
    is_json: bool


@dataclass(frozen=True)
class FaultsOptions:
    """``faults``: `normal` may also be "model": the classes that the model was trained on."""

    model: Path
    data: str
    normal: Normal | Literal["model"]
    is_json: bool


@dataclass(frozen=True)
class TourOptions:
    """``tour``: `output` is the folder of the screenshots, which need not be empty if `is_forced`."""

    output: Path
    is_forced: bool = False


Options = TrainOptions | EvaluateOptions | ScoreOptions | StudyOptions | FaultsOptions | TourOptions


def whole_number(text: str) -> int:
    """Return a whole number of any sign."""
    if len(text) > _MOST_DIGITS or not text.removeprefix("-").isdecimal():
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no whole number of at most {_MOST_DIGITS} digits.")
    return int(text)


def number(text: str) -> float:
    """Return a number, which may be infinite or NaN."""
    try:
        return float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no number.") from error


def count(text: str) -> int:
    """Return a whole number that is not negative."""
    whole = whole_number(text)
    if whole < 0:
        raise argparse.ArgumentTypeError(f"{whole} is negative; give 0 or more.")
    return whole


def working_size(text: str) -> int:
    """Return the side of pictures, in px, a multiple of 64 from 64 to 512."""
    side = whole_number(text)
    if not SMALLEST_PX <= side <= LARGEST_PX or side % STEP_PX:
        raise argparse.ArgumentTypeError(
            f"The size must be a multiple of {STEP_PX} from {SMALLEST_PX} to {LARGEST_PX} px, not {side}."
        )
    return side


def false_alarms(text: str) -> float:
    """Return a share of normal images that may be called abnormal, 0.001..0.1."""
    rate = number(text)
    if not LEAST_FALSE_ALARMS <= rate <= MOST_FALSE_ALARMS:
        raise argparse.ArgumentTypeError(
            f"The share of false alarms must be from {LEAST_FALSE_ALARMS:g} to {MOST_FALSE_ALARMS:g}, not {rate:g}."
        )
    return rate


def normal(text: str) -> Normal:
    """Return the labels that count as normal, in order; None means all."""
    return None if text == "all" else _labels(text, instead="all")


def classes(text: str) -> tuple[int, ...] | None:
    """Return the labels that are normal together, in order; None means each in turn."""
    return None if text == "each" else _labels(text, instead="each")


def _labels(text: str, instead: str) -> tuple[int, ...]:
    try:
        return tuple(sorted({whole_number(label.strip()) for label in text.split(",")}))
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} is neither {instead} nor labels with commas between them, e.g. 1,3."
        ) from error
