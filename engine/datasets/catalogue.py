"""Every data set by its source: "mnist", "pen-digits", "auto", or a path, with what was chosen behind it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from engine.cancellation import Cancellation
from engine.datasets import mnist
from engine.datasets.download import DownloadFailed, Origin
from engine.datasets.files.image_files import files_of, open_images
from engine.datasets.image_dataset import ImageDataset
from engine.datasets.left_out import mark_of, split_source, without
from engine.datasets.picture_folder import open_folder
from engine.datasets.picture_source import split_picture_source
from engine.errors import UserError
from engine.file_problems import file_size, is_folder, shown
from engine.pictures.file_listing import ListedFile, listed
from engine.pictures.folder_scan import require_picture
from engine.progress import Progress, Report

SOURCES = ("mnist", "pen-digits", "auto")
PEN_DIGITS_TRAIN = 6_000
PEN_DIGITS_TEST = 1_000
_TRAIN_SEED, _TEST_SEED = 1, 2
_SEEDS_APART = 1_000


def load(
    source: str,
    report: Report,
    cancellation: Cancellation,
    cache: Path | None = None,
    *,
    stand_in: bool = True,
    origin: Origin = mnist.MNIST,
) -> ImageDataset:
    """Load a data set.

    Args:
        source: "mnist"; "pen-digits"; "auto", which is MNIST if it is cached and otherwise pen digits, without
            using the network; or the path of a file or of a folder of pictures. `engine.datasets.picture_source`
            adds what was chosen for the pictures, `engine.datasets.left_out` which images are left out.
        report: receives what is being done and the progress.
        cancellation: ends the loading; a download ends within 0.1 s.
        cache: Keras's folder; None means the one that Keras uses.
        stand_in: return pen digits, with a `note` that says so, if "mnist" cannot be loaded; False raises.
        origin: where MNIST comes from.

    Raises:
        UserError: the file or the folder cannot be used, or MNIST cannot be loaded and `stand_in` is False.
        Cancelled: `cancellation` was requested.
    """
    mark = mark_of(source)
    source, left_out = split_source(source)
    if left_out:
        whole = load(source, report, cancellation, cache, stand_in=False, origin=origin)
        return without(whole, left_out, mark)
    match source:
        case "pen-digits":
            return pen_digits(report, cancellation)
        case "auto":
            return _cached_mnist_or_pen_digits(report, cancellation, cache, origin)
        case "mnist":
            try:
                return mnist.load(report, cancellation, cache, origin)
            except DownloadFailed as failure:
                if stand_in:
                    note = f"MNIST could not be downloaded ({failure.reason}), so pen digits stand in for it."
                    return pen_digits(report, cancellation, note=note)
                raise UserError(
                    "MNIST could not be downloaded because {reason}; try again later or use pen-digits.",
                    reason=failure.reason,
                    details=failure.details,
                ) from failure
        case _:
            path, choices = split_picture_source(source)
            if is_folder(path):
                return open_folder(Path(path), report, cancellation, choices)
            require_file(source)
            return open_images(Path(source), report, cancellation)


def require_file(source: str) -> None:
    """Check that a source is a file or a folder that can be opened, as far as its name tells.

    Raises:
        UserError: it is not there, or choices for pictures were made for a file.
    """
    source, _ = split_source(source)
    path, _ = split_picture_source(source)
    if is_folder(path):
        require_picture(Path(path))
    elif path != source and os.path.isfile(path):  # noqa: PTH113 - Path's raises where a name is too long
        raise UserError(
            "{file} is no folder of pictures, so their size and fit cannot be chosen; leave them out.",
            file=shown(Path(path)),
        )
    else:
        file_size(Path(path))


def source_files(source: str) -> tuple[Path, ...]:
    """Return the files that `load` would read for a source, without reading more than their headers.

    Of a folder of pictures these are all of its files.

    Raises:
        UserError: the file or the folder cannot be read, or is not a data set.
    """
    source, _ = split_source(source)
    folder, _ = split_picture_source(source)
    if source not in SOURCES and is_folder(folder):
        found = listed(Path(folder), Cancellation())
        return tuple(file.path for file in found if isinstance(file, ListedFile))
    if source not in SOURCES:
        return files_of(Path(source))
    cached = None if source == "pen-digits" else mnist.cached_file()
    return () if cached is None else (cached,)


def _cached_mnist_or_pen_digits(
    report: Report, cancellation: Cancellation, cache: Path | None, origin: Origin
) -> ImageDataset:
    cached = mnist.cached_file(cache, origin)
    if cached is None:
        return pen_digits(report, cancellation)
    try:
        return mnist.read_cached(cached, report, cancellation)
    except UserError:
        note = "The cached file of MNIST is damaged, so pen digits stand in; choose MNIST to download it again."
        return pen_digits(report, cancellation, note=note)


def pen_digits(
    report: Report, cancellation: Cancellation, *, count: int = PEN_DIGITS_TRAIN, note: str = ""
) -> ImageDataset:
    """Return pen digits, which come in any number and are always the same.

    Args:
        report: receives the progress.
        cancellation: ends it within a tenth of a second.
        count: number of training images; a smaller set is the beginning of a larger one.
        note: the data set's `note`.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    from engine.datasets.pen_digits import generate  # imported here: opening a file does not need its tables

    progress = Progress("Writing pen digits", report, cancellation, count + PEN_DIGITS_TEST)
    progress.advance()
    parts = []
    for index, first in enumerate(range(0, count, PEN_DIGITS_TRAIN)):
        size = min(PEN_DIGITS_TRAIN, count - first)
        images, labels = generate(PEN_DIGITS_TRAIN, _TRAIN_SEED + index * _SEEDS_APART, cancellation)
        parts.append((images[:size], labels[:size]))
        progress.advance(size)
    x_test, y_test = generate(PEN_DIGITS_TEST, _TEST_SEED, cancellation)
    progress.advance(PEN_DIGITS_TEST)
    return ImageDataset(
        name="Pen digits",
        source="pen-digits",
        x_train=np.concatenate([images for images, _ in parts]),
        y_train=np.concatenate([labels for _, labels in parts]),
        x_test=x_test,
        y_test=y_test,
        note=note,
    )
