"""Pictures in files and folders, scored by a model."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import islice
from pathlib import Path

import numpy as np

from engine import scores
from engine.atomic_write import write_atomically
from engine.datasets.file_problems import file_size
from engine.datasets.picture_file import PICTURE_SUFFIXES, bright_ink, grey_from_picture
from engine.errors import UserError
from engine.messages import FloatImages
from engine.preparation import prepare
from engine.settings import ImageShape

_BATCH = 256  # pictures at a time, so that a folder of any size fits the memory


@dataclass(frozen=True, slots=True)
class PictureScore:
    """How far a picture is from what the model has learnt.

    Attributes:
        file: its path as it was given or found.
        score: rises with abnormality; the mean absolute error, 0..1, as the article judges.
        mae: mean absolute error of the reconstruction, 0..1.
        mse: mean squared error, 0..1.
    """

    file: str
    score: float
    mae: float
    mse: float


@dataclass(frozen=True, slots=True)
class UnreadablePicture:
    """A picture that has no score, and the sentence that says why."""

    file: str
    reason: str


COLUMNS = tuple(field.name for field in fields(PictureScore))


def score_pictures(
    paths: Iterable[Path], image_shape: ImageShape, reconstruct: Callable[[FloatImages], FloatImages]
) -> Iterator[PictureScore | UnreadablePicture]:
    """Yield a score, or the reason why there is none, for every picture.

    Args:
        paths: picture files, and folders that are searched for pictures at any depth, in the order of their names.
        image_shape: (height, width, channels) of the model's input, in px.
        reconstruct: (n, height, width, channels) float32 in 0..1 to the same.
    """
    found = _pictures_in(paths)
    while batch := list(islice(found, _BATCH)):
        readable: list[Path] = []
        inputs: list[FloatImages] = []
        for item in batch:
            if isinstance(item, UnreadablePicture):
                yield item
                continue
            try:
                inputs.append(model_input(item, image_shape))
            except UserError as error:
                yield UnreadablePicture(str(item), str(error))
            else:
                readable.append(item)
        if inputs:
            images = np.stack(inputs)
            reconstructions = reconstruct(images)
            mae, mse = scores.mae(images, reconstructions), scores.mse(images, reconstructions)
            for path, of_mae, of_mse in zip(readable, mae.tolist(), mse.tolist(), strict=True):
                yield PictureScore(str(path), of_mae, of_mae, of_mse)


def model_input(path: Path, image_shape: ImageShape) -> FloatImages:
    """Return what the model sees of a picture: (height, width, channels) float32, 0..1.

    A picture of exactly the model's size is taken as it is, every other as if it had been opened on the canvas.

    Raises:
        UserError: the file is missing, or no picture that can be read.
    """
    file_size(path)  # a pipe would be waited for
    grey = grey_from_picture(path, as_it_is=True)
    if grey.shape == image_shape[:2]:
        return np.repeat(grey.astype(np.float32)[:, :, None] / 255, image_shape[2], axis=2)
    return prepare(bright_ink(grey), image_shape, is_centred=True)


def write_csv(path: Path, rows: Sequence[PictureScore]) -> None:
    """Write the scores as a table with a header, in UTF-8, atomically.

    Raises:
        UserError: it cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(astuple, rows))
    content = text.getvalue().encode(errors="backslashreplace")  # a file's name may be no valid text
    write_atomically(path, lambda stream: stream.write(content))


def _pictures_in(paths: Iterable[Path]) -> Iterator[Path | UnreadablePicture]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        pictures = sorted(p for p in path.rglob("*") if p.suffix.lower() in PICTURE_SUFFIXES and p.is_file())
        yield from pictures
        if not pictures:
            suffixes = ", ".join(PICTURE_SUFFIXES)
            yield UnreadablePicture(str(path), f"There is no picture in this folder, no file with {suffixes}.")
