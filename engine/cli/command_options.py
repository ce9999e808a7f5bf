"""What each headless subcommand is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.protocol.model_info import Normal
from engine.settings import TrainingSettings


@dataclass(frozen=True)
class TrainOptions:
    """``train``: `settings` are validated, `data` is a source as `engine.datasets.catalogue` knows them.

    `verdict_images` is how many normal images verdicts are learnt from at most; 0 means no verdicts.
    """

    data: str
    normal: Normal
    settings: TrainingSettings
    verdict_images: int
    output: Path
    is_json: bool


@dataclass(frozen=True)
class EvaluateOptions:
    """``evaluate``: `false_alarms` is the share of normal images that may be called abnormal, 0.001..0.1."""

    model: Path
    data: str
    normal: Normal
    false_alarms: float
    is_json: bool


@dataclass(frozen=True)
class ScoreOptions:
    """``score``: `pictures` are files and folders; `false_alarms` as for ``evaluate``."""

    model: Path
    pictures: tuple[Path, ...]
    csv: Path | None
    false_alarms: float
    is_json: bool


@dataclass(frozen=True)
class StudyOptions:
    """``study``: `normal` are the classes that are normal together; None means each class in turn."""

    data: str
    normal: tuple[int, ...] | None
    settings: TrainingSettings
    is_json: bool


@dataclass(frozen=True)
class FaultsOptions:
    """``faults``: `normal` may also be "model", those classes that the model was trained on as normal."""

    model: Path
    data: str
    normal: Normal | Literal["model"]
    is_json: bool


@dataclass(frozen=True)
class TourOptions:
    """``tour``: `output` is the folder of the screenshots."""

    output: Path


Options = TrainOptions | EvaluateOptions | ScoreOptions | StudyOptions | FaultsOptions | TourOptions
