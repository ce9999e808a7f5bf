"""How people arrange pictures in folders: parts, kinds and masks, told by the folders' names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum, auto
from pathlib import PurePosixPath
from typing import NamedTuple

NORMAL_NAMES = frozenset(
    {
        "good",
        "normal",
        "normals",
        "ok",
        "okay",
        "pass",
        "passed",
        "fine",
        "healthy",
        "intact",
        "nominal",
        "undamaged",
    }
    | {"defect-free", "defect_free", "no_defect", "no-defect", "nodefect", "non-defective", "non_defective"}
    | {"gut", "io", "i.o."}
)
ABNORMAL_NAMES = frozenset(
    {"bad", "abnormal", "anomaly", "anomalous", "anomalies", "defect", "defects", "defective", "fail", "failed"}
    | {
        "fault",
        "faulty",
        "damaged",
        "broken",
        "ng",
        "nok",
        "not_ok",
        "reject",
        "rejected",
        "schlecht",
        "nio",
        "n.i.o.",
    }
)
_TRAIN_NAMES = frozenset(["train", "training", "trn"])
_TEST_NAMES = frozenset(["test", "testing", "tst", "val", "valid", "validation", "eval", "evaluation", "dev"])
_MASK_NAMES = frozenset(["ground_truth", "ground-truth", "groundtruth", "gt", "mask", "masks"])
_SURE_MASK_NAMES = frozenset(["ground_truth", "ground-truth", "groundtruth"])
_MASK_ENDINGS = ("_mask", "-mask", "_gt", "_label", "_seg")


class Part(StrEnum):
    """What pictures are for, where their folders say it."""

    TRAIN = auto()
    TEST = auto()


class Layout(StrEnum):
    """How the pictures are arranged."""

    FLAT = auto()
    """All of one kind."""
    CLASSES = auto()
    """A folder for each kind."""
    PARTS = auto()
    """Folders for training and for testing, with kinds in them or not."""
    MVTEC = auto()
    """As the MVTec data sets: training pictures of one kind, test pictures of several, perhaps with masks."""


class Place(NamedTuple):
    """Where a file lies.

    Attributes:
        part: of the data set; None where its folders do not say it.
        folders: the other folders on its way, from the outermost.
        is_mask: whether one of the folders is called as if it held masks.
        is_surely_mask: whether its name leaves no doubt.
    """

    part: Part | None
    folders: tuple[str, ...]
    is_mask: bool = False
    is_surely_mask: bool = False


def place_of(name: str, *, may_be_mask: bool = True) -> Place:
    """Return where a file lies, from its name relative to the folder that was opened.

    Args:
        name: of the file.
        may_be_mask: whether folders that are called masks hold masks; otherwise they are folders like any other.
    """
    part: Part | None = None
    others: list[str] = []
    is_mask = is_sure = False
    for folder in PurePosixPath(name).parent.parts:
        plain = folder.casefold()
        if part is None and plain in _TRAIN_NAMES | _TEST_NAMES:
            part = Part.TRAIN if plain in _TRAIN_NAMES else Part.TEST
        elif may_be_mask and not is_mask and plain in _MASK_NAMES:
            is_mask, is_sure = True, plain in _SURE_MASK_NAMES
        else:
            others.append(folder)
    return Place(part, tuple(others), is_mask, is_sure)


def is_normal_name(folder: str) -> bool:
    """Return whether a folder of this name holds normal pictures."""
    return folder.casefold() in NORMAL_NAMES


def is_abnormal_name(folder: str) -> bool:
    """Return whether a folder of this name holds abnormal pictures."""
    return folder.casefold() in ABNORMAL_NAMES


def kind_depth(ways: Iterable[Sequence[str]]) -> int | None:
    """Return how many folders of each way make the kind of a picture; None for all of them.

    Args:
        ways: `Place.folders` of the pictures. Where folders are called good, defect and so on, what lies below them,
            e.g. a folder for each day, makes no other kind.
    """
    depths = {
        depth
        for way in set(map(tuple, ways))
        for depth, folder in enumerate(way, 1)
        if is_normal_name(folder) or is_abnormal_name(folder)
    }
    return min(depths) if depths else None


def stems_of_mask(name: str) -> tuple[str, ...]:
    """Return what the picture of a mask may be called without its ending, in small letters, the likeliest first."""
    stem = PurePosixPath(name).stem.casefold()
    return (*(stem.removesuffix(ending) for ending in _MASK_ENDINGS if stem.endswith(ending)), stem)


def stem_of(name: str) -> str:
    """Return what a picture is called without its ending, in small letters."""
    return PurePosixPath(name).stem.casefold()


def has_mask_ending(name: str) -> bool:
    """Return whether a file is called as if it were the mask of another one beside it."""
    return stem_of(name).endswith("_mask")
