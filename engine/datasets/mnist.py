"""MNIST, through Keras's own downloader and from Keras's own cache."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

from engine.cancellation import Cancellation
from engine.datasets.download import DownloadFailed, Origin, download
from engine.datasets.files.image_files import open_images
from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError
from engine.image_shape import USUAL_SHAPE
from engine.progress import Report

# As in keras.datasets.mnist.load_data of Keras 3.15.
MNIST = Origin(
    file="mnist.npz",
    url="https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    sha256="731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
)


def load(
    report: Report, cancellation: Cancellation, cache: Path | None = None, origin: Origin = MNIST
) -> ImageDataset:
    """Read MNIST from Keras's cache, and download it first if it is missing or damaged.

    Args:
        report: receives the progress.
        cancellation: ends a download within 0.1 s.
        cache: Keras's folder; None means the one that Keras uses.
        origin: where to download it from.

    Returns:
        60,000 training and 10,000 test images of 28 x 28, with labels.

    Raises:
        DownloadFailed: it is not cached and cannot be downloaded.
        Cancelled: `cancellation` was requested.
    """
    cached = cached_file(cache, origin)
    if cached is None:
        return _downloaded("Downloading MNIST", report, cancellation, cache, origin)
    try:
        return read_cached(cached, report, cancellation)
    except UserError:
        doing = "Downloading MNIST again, because its cached file is damaged"
        dataset = _downloaded(doing, report, cancellation, cache, origin)
        return replace(dataset, note="The cached file of MNIST was damaged, so it was downloaded again.")


def cached_file(cache: Path | None = None, origin: Origin = MNIST) -> Path | None:
    """Return the path of MNIST in Keras's cache, or None. The file may be damaged."""
    for folder in _folders(cache):
        if os.path.isfile(folder / origin.file):  # noqa: PTH113 - Path's raises where the folder is locked
            return folder / origin.file
    return None


def read_cached(path: Path, report: Report, cancellation: Cancellation) -> ImageDataset:
    """Read MNIST from a file, whose checksums and shape are checked.

    Raises:
        UserError: the file is damaged or does not hold MNIST.
        Cancelled: `cancellation` was requested.
    """
    dataset = open_images(path, report, cancellation)
    if dataset.image_shape != USUAL_SHAPE or dataset.y_train is None or dataset.y_test is None:
        raise UserError("{file} does not hold MNIST; delete it and download it again.", file=path)
    return replace(dataset, name="MNIST", source="mnist")


def _downloaded(
    doing: str, report: Report, cancellation: Cancellation, cache: Path | None, origin: Origin
) -> ImageDataset:
    path = download(origin, _folders(cache)[-1], doing, report, cancellation)
    try:
        return read_cached(path, report, cancellation)
    except UserError as error:
        raise DownloadFailed("what came is not MNIST", str(error)) from error


def _folders(cache: Path | None) -> list[Path]:
    """Return the folders to search for data sets; the last is where to save them. As in Keras's `get_file`."""
    home = cache or _keras_home()
    homes = [home]
    if os.path.exists(home) and not os.access(home, os.W_OK):  # noqa: PTH110 - Path's raises in a locked folder
        homes.append(_temporary() / ".keras")
    return [folder / "datasets" for folder in homes]


def _keras_home() -> Path:
    if "KERAS_HOME" in os.environ:
        return Path(os.path.expanduser(os.environ["KERAS_HOME"]))  # noqa: PTH111 - Path raises where there is no home
    user = Path(os.path.expanduser("~"))  # noqa: PTH111
    return (user if os.access(user, os.W_OK) else _temporary()) / ".keras"


def _temporary() -> Path:
    if os.path.isdir("/tmp"):  # noqa: PTH112
        return Path("/tmp")
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:  # there is none; a download will say that it cannot write
        return Path()
