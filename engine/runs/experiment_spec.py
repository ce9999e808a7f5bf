"""What an experiment file says about its content, as JSON; everything read back is validated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError
from engine.image_shape import LONGEST_SIDE_PX, MOST_CHANNELS, ImageShape
from engine.model_file.checked_json import (
    cleaned,
    flag,
    mapping,
    parse,
    require_keys,
    sequence,
    text,
    whole_number,
)
from engine.program import VERSION
from engine.protocol.model_info import ModelInfo
from engine.runs.run_file import cleaned_note, lines_of_note
from engine.runs.study_file import MOST_STUDIES

FORMAT = "autoencoder-studio-experiment"
FORMAT_VERSION = 1
LARGEST_BYTES = 8 << 20
LARGEST_FILE_BYTES = 2_000 << 20  # below what a zip can hold without its 64-bit extension
SPEC_MEMBER = "experiment.json"
DRAWING_MEMBER = "drawing.npy"
MOST_RUNS = 200
MOST_SNAPSHOTS = 64
ARRAYS = ("x_train", "y_train", "x_test", "y_test")
BUILT_IN = ("mnist", "pen-digits")
"""The sources of data that need not be put into a file, since every copy of the application has them."""
_MOST_IMAGES = 2**31
_MOST_CLASSES = 10_000
_LAST_EPOCH = 999_999
_KEYS = {"format", "format_version", "app_version", "runs", "current", "studies", "data", "notes", "false_alarms"}
_DATA_KEYS = {"name", "identity", "source", "image_shape", "train_images", "test_images", "labels", "arrays"}


@dataclass(frozen=True)
class DataDescription:
    """What an experiment file says about a data set.

    Attributes:
        name: shown to the user.
        identity: `ImageDataset.identity`.
        source: "mnist", "pen-digits", or the name of a file without its folder; None if unknown.
        image_shape: (height, width, channels) in px.
        train_images: their number; None if unknown.
        test_images: their number, 0 without a test set; None if unknown.
        labels: the classes, ascending; empty if there are none or they are unknown. They are numbers that mean only
            what this data set means by them: its class 0 need not be the digit 0.
        arrays: the arrays of `ARRAYS` that the file holds; empty where the data are not in it.
    """

    name: str
    identity: str
    source: str | None
    image_shape: ImageShape
    train_images: int | None = None
    test_images: int | None = None
    labels: tuple[int, ...] = ()
    arrays: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExperimentSpec:
    """What is in an experiment file beside the members that it names.

    Attributes:
        snapshots: for each run, the epochs that there are snapshots of, ascending.
        current: the place of the current run; None where another model was current.
        studies: their number.
        data: the data sets.
        notes: what the author wrote.
        false_alarms: the rate of false alarms, 0..1; None without.
        has_drawing: whether it holds a drawing.
    """

    snapshots: tuple[tuple[int, ...], ...]
    current: int | None
    studies: int
    data: tuple[DataDescription, ...]
    notes: str
    false_alarms: float | None
    has_drawing: bool

    def members(self) -> Iterator[str]:
        """Yield the names of all other members of the file."""
        for place, epochs in enumerate(self.snapshots):
            yield record_member(place)
            yield model_member(place)
            yield from (model_member(place, epoch) for epoch in epochs)
        yield from map(study_member, range(self.studies))
        for place, described in enumerate(self.data):
            yield from (data_member(place, name) for name in described.arrays)
        if self.has_drawing:
            yield DRAWING_MEMBER


def record_member(place: int) -> str:
    """Return the name of the member that holds a run's facts."""
    return f"runs/{place:04}/run.json"


def model_member(place: int, epoch: int | None = None) -> str:
    """Return the name of the member that holds a run's model file, or that of one of its snapshots."""
    return f"runs/{place:04}/" + ("model.aestudio" if epoch is None else f"epoch-{epoch:06}.aestudio")


def study_member(place: int) -> str:
    """Return the name of the member that holds a study."""
    return f"studies/{place:04}.json"


def data_member(place: int, name: str) -> str:
    """Return the name of the member that holds an array of a data set."""
    return f"data/{place:04}/{name}.npy"


def describe(dataset: ImageDataset, arrays: tuple[str, ...] = ()) -> DataDescription:
    """Return the description of a data set of which the file holds these arrays."""
    return DataDescription(
        name=cleaned(dataset.name),
        identity=dataset.identity,
        source=file_name(dataset.source),
        image_shape=dataset.image_shape,
        train_images=len(dataset.x_train),
        test_images=0 if dataset.x_test is None else len(dataset.x_test),
        labels=dataset.labels if len(dataset.labels) <= _MOST_CLASSES else (),
        arrays=arrays,
    )


def describe_unseen(model: ModelInfo, source: str | None) -> DataDescription:
    """Return what a model says about data that are not at hand."""
    return DataDescription(
        cleaned(model.trained_on), model.data_identity or "", file_name(source), model.image_shape
    )


def file_name(source: str | None) -> str | None:
    """Return a source of data without its folders, which are nobody's business."""
    if source is None or source in BUILT_IN:
        return source
    name = cleaned(PurePosixPath(PureWindowsPath(source).name).name)
    return None if name in ("", "..") else name


def encode(spec: ExperimentSpec) -> bytes:
    """Return the spec as JSON.

    Raises:
        ValueError: something in it could not be read again, which is a bug in the program.
    """
    entries = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "app_version": VERSION,
        "runs": [{"snapshots": list(epochs)} for epochs in spec.snapshots],
        "current": spec.current,
        "studies": spec.studies,
        "data": [{name: getattr(described, name) for name in sorted(_DATA_KEYS)} for described in spec.data],
        "notes": cleaned_note(spec.notes).split("\n"),
        "false_alarms": spec.false_alarms,
        "has_drawing": spec.has_drawing,
    }
    encoded = json.dumps(entries, allow_nan=False, indent=1).encode()
    decode(encoded, "the experiment")  # never write what cannot be opened again
    return encoded


def decode(encoded: bytes, source: str) -> ExperimentSpec:
    """Return what the JSON says, with every value checked.

    Args:
        encoded: the JSON, as written by `encode`.
        source: the file's name, for the error message.

    Raises:
        UserError: the file was written by a newer version of the application.
        ValueError: anything else is wrong with it.
    """
    entries = parse(encoded, LARGEST_BYTES)
    if entries.get("format") != FORMAT:
        raise ValueError("it is not the description of an experiment")
    version = whole_number(entries.get("format_version"), 1, 2**31)
    app_version = text(entries.get("app_version"))
    if version > FORMAT_VERSION:
        raise UserError(
            "{source} was made by a newer version of Autoencoder Studio ({app_version}); update the application "
            "to open it.",
            source=source,
            app_version=app_version,
        )
    require_keys(entries, _KEYS | {"has_drawing"})
    runs = tuple(map(_snapshots, sequence(entries["runs"], MOST_RUNS)))
    data = tuple(map(_description, sequence(entries["data"], MOST_RUNS + 1)))
    if len({described.identity for described in data}) < len(data):
        raise ValueError("it describes the same data twice")
    current = entries["current"]
    return ExperimentSpec(
        snapshots=runs,
        current=None if current is None else whole_number(current, 0, len(runs) - 1),
        studies=whole_number(entries["studies"], 0, MOST_STUDIES),
        data=data,
        notes=lines_of_note(entries["notes"]),
        false_alarms=_rate(entries["false_alarms"]),
        has_drawing=flag(entries["has_drawing"]),
    )


def _snapshots(value: object) -> tuple[int, ...]:
    entries = mapping(value)
    require_keys(entries, {"snapshots"})
    epochs = [whole_number(epoch, 1, _LAST_EPOCH) for epoch in sequence(entries["snapshots"], MOST_SNAPSHOTS)]
    if epochs != sorted(set(epochs)):
        raise ValueError("the snapshots of a run are not in order")
    return tuple(epochs)


def _description(value: object) -> DataDescription:
    entries = mapping(value)
    require_keys(entries, _DATA_KEYS)
    sides = sequence(entries["image_shape"], 3)
    if len(sides) != 3:
        raise ValueError("the images have no height, width and channels")
    height, width = (whole_number(side, 1, LONGEST_SIDE_PX) for side in sides[:2])
    source = entries["source"]
    if source is not None and file_name(text(source)) != source:
        raise ValueError("the source of the data is not the name of a file")
    arrays = tuple(text(name) for name in sequence(entries["arrays"], len(ARRAYS)))
    if arrays != tuple(name for name in ARRAYS if name in arrays) or (arrays and "x_train" not in arrays):
        raise ValueError("it holds other arrays than those of a data set")
    labels = [whole_number(label, -(2**63), 2**63 - 1) for label in sequence(entries["labels"], _MOST_CLASSES)]
    return DataDescription(
        name=text(entries["name"]),
        identity=text(entries["identity"]),
        source=source,
        image_shape=(height, width, whole_number(sides[2], 1, MOST_CHANNELS)),
        train_images=_count(entries["train_images"]),
        test_images=_count(entries["test_images"]),
        labels=tuple(labels),
        arrays=arrays,
    )


def _count(value: object) -> int | None:
    return None if value is None else whole_number(value, 0, _MOST_IMAGES)


def _rate(value: Any) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise ValueError("the rate of false alarms is not from 0 to 1")
    return float(value)
