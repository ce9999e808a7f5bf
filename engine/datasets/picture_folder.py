"""A folder of pictures as a data set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from engine.cancellation import Cancellation
from engine.datasets.image_dataset import ImageDataset, Labels
from engine.datasets.picture_source import PictureChoices, source_of
from engine.errors import UserError
from engine.file_problems import shown
from engine.pictures.folder_scan import FolderScan, scan
from engine.pictures.import_plan import ImportPlan, planned
from engine.pictures.loading import LoadedPictures, load_pictures
from engine.pictures.natural_order import natural_key
from engine.pictures.picture_roles import UsedPicture
from engine.pictures.preparation import LARGEST_PX, SMALLEST_PX, STEP_PX
from engine.progress import Report

NORMAL_LABEL = 0
"""The class of normal pictures, where there are abnormal ones, too."""


def open_folder(
    root: Path, report: Report, cancellation: Cancellation, choices: PictureChoices | None = None
) -> ImageDataset:
    """Open a folder of pictures as it suits them, but for what was chosen.

    Raises:
        UserError: it cannot be read, has too few pictures that can be used, or the choices are impossible.
        Cancelled: `cancellation` was requested.
    """
    choices = choices or PictureChoices()
    found = scan(root, report, cancellation)
    plan = planned(found, cancellation, known=choices.preparation)
    try:
        plan = choices.applied_to(plan)
    except (ValueError, TypeError) as error:
        raise UserError(
            "The pictures of {folder} cannot be prepared so; choose a size from {low} to {high} px that is a multiple "
            "of {step}.",
            folder=shown(root),
            low=SMALLEST_PX,
            high=LARGEST_PX,
            step=STEP_PX,
            details=str(error),
        ) from error
    return load(found, plan, report, cancellation)


def load(scan: FolderScan, plan: ImportPlan, report: Report, cancellation: Cancellation) -> ImageDataset:
    """Load the pictures of a folder as a data set.

    Its training images are normal. Its test images are those in folders for testing, or held out from the normal ones,
    and all abnormal ones.

    Raises:
        UserError: as `load_pictures`.
        Cancelled: `cancellation` was requested.
    """
    loaded = load_pictures(scan, plan, report, cancellation)
    prepared = loaded.prepared
    label_of, names = _classes(loaded)
    test = len(loaded.test)
    side = plan.preparation.size_px
    masks = np.zeros((test, side, side), bool)  # what is not written takes no memory
    has_mask = np.array([each.is_normal for each in loaded.test], bool)  # nothing is abnormal in a normal one
    for place, mask in zip(prepared.masked, prepared.masks, strict=True):
        masks[place - prepared.train] = mask
        has_mask[place - prepared.train] = True
    is_masked = len(prepared.masked) > 0
    has_abnormal = any(not each.is_normal for each in loaded.test)
    return ImageDataset(
        name=shown(scan.root),
        source=source_of(scan, plan),
        x_train=prepared.pixels[: prepared.train],
        y_train=_labels(loaded.train, label_of) if names else None,
        x_test=prepared.pixels[prepared.train :] if test else None,
        y_test=_labels(loaded.test, label_of) if names and test else None,
        note=_note(loaded, len(scan.skipped) + len(prepared.failed)),
        files=tuple(each.file.path for each in (*loaded.train, *loaded.test)),
        label_names=names,
        usual_normal=(NORMAL_LABEL,) if has_abnormal else None,
        plan=plan,
        masks=masks if is_masked else None,
        has_mask=has_mask if is_masked else None,
        skipped=(*scan.skipped, *prepared.failed),
    )


def _classes(loaded: LoadedPictures) -> tuple[dict[tuple[str, bool], int], Mapping[int, str]]:
    """Return the label of each kind, which is a name and whether it is normal, and what each label is called.

    Where there are abnormal pictures, all normal kinds are one class; otherwise each kind is one. A single kind has no
    label.
    """
    kinds = {(each.kind, each.is_normal) for each in (*loaded.train, *loaded.test)}
    normal = sorted((kind for kind, is_normal in kinds if is_normal), key=natural_key)
    abnormal = sorted((kind for kind, is_normal in kinds if not is_normal), key=natural_key)
    if not abnormal:
        if len(normal) < 2:
            return {}, {}
        return {(kind, True): n for n, kind in enumerate(normal)}, {n: k or "-" for n, k in enumerate(normal)}
    labels = {(kind, True): NORMAL_LABEL for kind in normal}
    names = {NORMAL_LABEL: (normal[0] if len(normal) == 1 else "") or "normal"}
    for label, kind in enumerate(abnormal, NORMAL_LABEL + 1):
        labels[kind, False] = label
        names[label] = kind or "abnormal"
    return labels, names


def _labels(pictures: Sequence[UsedPicture], label_of: Mapping[tuple[str, bool], int]) -> Labels:
    return np.array([label_of[each.kind, each.is_normal] for each in pictures], np.int64)


def _note(loaded: LoadedPictures, skipped: int) -> str:
    sentences = []
    held_out = loaded.prepared.held_out
    if held_out:
        normal = held_out + len(loaded.train)
        sentences.append(
            f"The folder has no normal pictures to test with, so {held_out} of {normal} were held out at random, near "
            "copies together."
        )
    if skipped:
        files = "1 file was" if skipped == 1 else f"{skipped} files were"
        sentences.append(f"{files} not used, or only in part.")
    return " ".join(sentences)
