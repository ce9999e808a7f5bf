"""Scoring pictures in files and folders by a model, with a verdict if the model can give one."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.csv_text import quoted
from engine.datasets.files.picture_file import grey_from_picture
from engine.detection.calibration import is_abnormal
from engine.errors import UserError
from engine.file_problems import file_size, is_folder
from engine.image_shape import ImageShape
from engine.images import reconstruction_error
from engine.images.picture_reading import prepare_picture
from engine.model_file.atomic_write import write_atomically
from engine.pictures.picture_listing import pictures_below
from engine.pictures.preparation import PicturePreparation
from engine.protocol.model_info import Floats
from engine.protocol.results import JudgeBy

if TYPE_CHECKING:
    from engine.detection.detector import Detector  # which imports scikit-learn

NORMAL, ABNORMAL = "normal", "abnormal"

COLUMNS = ("file", "score", "mae", "mse", "p_value", "verdict")
"""The columns of every table of scores; with a detector, a column for each kind of evidence follows."""

_MOST_AT_ONCE, _PIXELS_AT_ONCE = 256, 1 << 23  # so that a folder of any size fits the memory


@dataclass(frozen=True, slots=True)
class PictureScore:
    """How far a picture is from what the model has learnt.

    Attributes:
        file: its path as it was given or found.
        score: higher is more abnormal; the detector's, or without one the mean absolute error, as in the article.
        mae: mean absolute error of the reconstruction, 0..1.
        mse: mean squared error, 0..1.
        p_value: the share of normal images that score at least as high, above 0 and at most 1; None without a
            detector.
        verdict: `NORMAL` or `ABNORMAL`; None where there is none.
        evidence: what each kind of evidence contributes to the score; empty without a detector.
    """

    file: str
    score: float
    mae: float
    mse: float
    p_value: float | None = None
    verdict: str | None = None
    evidence: Mapping[str, float] = field(default_factory=dict)

    def row(self) -> dict[str, object]:
        """Return the values by column: `COLUMNS`, then the kinds of evidence."""
        return {**{name: getattr(self, name) for name in COLUMNS}, **self.evidence}


@dataclass(frozen=True, slots=True)
class UnreadablePicture:
    """A picture that has no score, and the reason as a sentence."""

    file: str
    reason: str


def score_pictures(
    paths: Iterable[Path],
    image_shape: ImageShape,
    is_centred: bool,
    reconstruct: Callable[[Floats], Floats],
    detector: Detector | None = None,
    false_alarm_rate: float | None = None,
    judge_by: JudgeBy = JudgeBy.ALL,
    preparation: PicturePreparation | None = None,
    look: Callable[[PictureScore, Floats, Floats], object] | None = None,
) -> Iterator[PictureScore | UnreadablePicture]:
    """Yield a score, or the reason why there is none, for every picture.

    Args:
        paths: picture files, and folders that are searched for pictures at any depth, in the order of their names.
        image_shape: (height, width, channels) of the model's input, in px.
        is_centred: the model's images are centred ink, `ModelInfo.is_centred`.
        reconstruct: (n, height, width, channels) float32 in 0..1 to the same.
        detector: gives scores, p-values and evidence; without one the error is the score.
        false_alarm_rate: at most this share of normal pictures is called abnormal; None for no verdicts.
        judge_by: one of the detector's choices.
        preparation: how the pictures that it was trained on were prepared, `ModelInfo.preparation`.
        look: receives each score with the image as the model got it and its reconstruction, both
            (height, width, channels) float32 in 0..1, before the score is yielded.
    """
    at_once = max(1, min(_MOST_AT_ONCE, _PIXELS_AT_ONCE // math.prod(image_shape)))
    found = _pictures_in(paths)
    while batch := list(islice(found, at_once)):
        readable: list[str] = []
        inputs: list[Floats] = []
        for item in batch:
            if isinstance(item, UnreadablePicture):
                yield item
                continue
            try:
                inputs.append(model_input(item, image_shape, is_centred, preparation))
            except UserError as error:
                yield UnreadablePicture(str(item), str(error))
            else:
                readable.append(str(item))
        if inputs:
            images = np.stack(inputs)
            reconstructions = reconstruct(images)
            mae, mse = (
                reconstruction_error.mae(images, reconstructions).tolist(),
                reconstruction_error.mse(images, reconstructions).tolist(),
            )
            scores: Iterable[PictureScore] = map(PictureScore, readable, mae, mae, mse)
            if detector is not None:
                scores = _judged(readable, images, mae, mse, detector, false_alarm_rate, judge_by)
            for score, image, reconstruction in zip(scores, images, reconstructions, strict=True):
                if look is not None:
                    look(score, image, reconstruction)
                yield score


def _judged(
    files: Sequence[str],
    images: Floats,
    mae: Sequence[float],
    mse: Sequence[float],
    detector: Detector,
    false_alarm_rate: float | None,
    judge_by: JudgeBy,
) -> Iterator[PictureScore]:
    found = detector.score(images).by[judge_by]
    verdicts: list[str | None] = [None] * len(files)
    if false_alarm_rate is not None:
        verdicts = [ABNORMAL if called else NORMAL for called in is_abnormal(found.p_value, false_alarm_rate)]
    for index, file in enumerate(files):
        yield PictureScore(
            file,
            float(found.score[index]),
            mae[index],
            mse[index],
            float(found.p_value[index]),
            verdicts[index],
            {
                kind.name: float(value)
                for kind, value in zip(detector.kinds, found.contributions[index], strict=True)
            },
        )


def model_input(
    path: Path, image_shape: ImageShape, is_centred: bool, preparation: PicturePreparation | None = None
) -> Floats:
    """Return the model's input for a picture: (height, width, channels) float32, 0..1.

    If the model was trained on pictures, it is prepared as these were, otherwise by `prepare_picture`.

    Raises:
        UserError: the file is missing, or is not a readable picture.
    """
    if preparation is not None:
        return preparation.prepare(path).astype(np.float32) / np.float32(255)
    file_size(path)  # refuses a pipe, which would block
    return prepare_picture(grey_from_picture(path), image_shape, is_centred)


def write_csv(path: Path, pictures: Iterable[PictureScore], kinds: Iterable[str] = ()) -> None:
    """Write the scores as a table with a header, in UTF-8, atomically.

    Args:
        path: the file to write.
        pictures: the rows.
        kinds: the names of the kinds of evidence, which every picture has.

    Raises:
        UserError: it cannot be written.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, [*COLUMNS, *kinds], lineterminator="\n")
    writer.writeheader()
    for picture in pictures:
        writer.writerow(picture.row() | {"file": quoted(picture.file)})  # a name may look like a formula
    content = text.getvalue().encode(errors="backslashreplace")  # a file's name may be invalid Unicode
    write_atomically(path, lambda stream: stream.write(content))


def picture_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that `score_pictures` would read."""
    return (found for found in _pictures_in(paths) if isinstance(found, Path))


def _pictures_in(paths: Iterable[Path]) -> Iterator[Path | UnreadablePicture]:
    for path in paths:
        if not is_folder(path):
            yield path
            continue
        try:
            pictures = pictures_below(path)
        except UserError as error:  # e.g. it may not be read; the others are judged
            yield UnreadablePicture(str(path), str(error))
            continue
        yield from pictures.files
        for each in pictures.skipped:
            yield UnreadablePicture(str(path / each.path), each.reason)
        if not pictures.files:
            yield UnreadablePicture(
                str(path), "There is no picture in this folder, no PNG, JPEG, BMP, GIF, TIFF or WebP file."
            )
