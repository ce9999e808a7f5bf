"""What is made of a folder of pictures: the role of each group, and how the pictures are prepared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from statistics import median
from typing import Any

import numpy as np

from engine.cancellation import Cancellation
from engine.errors import UserError
from engine.pictures import decoding
from engine.pictures.folder_scan import FolderScan, PictureFile, PictureGroup
from engine.pictures.layouts import Part, is_abnormal_name, is_normal_name
from engine.pictures.preparation import SMALLEST_PX, STEP_PX, USUAL_PX, Fit, PicturePreparation

_MOST_GROUPS = 10_000
_LONGEST_FOLDER = 4_096
_FIRST_SAMPLES, _MOST_SAMPLES = 6, 24
_SAMPLE_PX = 64
_COLOURFUL = 24  # of 255: how much the channels of a pixel differ at least
_COLOURED_SHARE = 0.01  # of a picture's pixels
_COLOURED_PICTURES = 0.1  # of the samples


class Role(StrEnum):
    """What a group of pictures is used as."""

    NORMAL = auto()
    ABNORMAL = auto()
    LEFT_OUT = auto()


@dataclass(frozen=True)
class ImportPlan:
    """What is made of a folder of pictures.

    Attributes:
        roles: by `PictureGroup.folder`. A group that is not in it gets the role that its name suggests.
        preparation: how the pictures are prepared.
    """

    roles: Mapping[str, Role]
    preparation: PicturePreparation

    def with_role(self, folder: str, role: Role) -> ImportPlan:
        """Return a plan in which one group has another role."""
        return replace(self, roles={**self.roles, folder: role})

    def to_facts(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        roles = [[folder, role.value] for folder, role in self.roles.items()]
        return {"roles": roles, "preparation": self.preparation.to_facts()}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> ImportPlan:
        """Return what `to_facts` gave; the data may come from anywhere.

        Raises:
            ValueError: they are not what `to_facts` gives.
        """
        if set(facts) != {"roles", "preparation"} or not isinstance(facts["preparation"], dict):
            raise ValueError("the plan of the pictures has wrong or missing keys")
        entries = facts["roles"]
        if not isinstance(entries, list) or len(entries) > _MOST_GROUPS:
            raise ValueError("the plan of the pictures has no list of roles")
        roles: dict[str, Role] = {}
        for entry in entries:
            if not isinstance(entry, list) or len(entry) != 2 or not isinstance(entry[0], str):
                raise ValueError("a role of the plan of the pictures is damaged")
            roles[entry[0][:_LONGEST_FOLDER]] = Role(entry[1])
        return cls(roles, PicturePreparation.from_facts(facts["preparation"]))


def roles_of(scan: FolderScan, plan: ImportPlan) -> dict[str, Role]:
    """Return the role of each group, by its folder."""
    return suggested_roles(scan) | {
        group.folder: plan.roles[group.folder] for group in scan.groups if group.folder in plan.roles
    }


def suggested_plan(scan: FolderScan, cancellation: Cancellation | None = None) -> ImportPlan:
    """Return the plan that suits the pictures; a few of them are decoded.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    return planned(scan, cancellation or Cancellation())


def planned(scan: FolderScan, cancellation: Cancellation, known: Collection[str] = ()) -> ImportPlan:
    """Return `suggested_plan`, without looking at the pictures for what is known already.

    Args:
        scan: of the folder.
        cancellation: checked at each picture that is decoded.
        known: names of fields of the preparation, which get any value.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    roles = suggested_roles(scan)
    files = [file for group in scan.groups if roles[group.folder] is Role.NORMAL for file in group.files]
    files = files or [file for group in scan.groups for file in group.files]
    is_colour = "is_colour" not in known and _are_colour(files, cancellation)
    white = decoding.DEEP_WHITE if "white" in known else _white_of(files, cancellation)
    return ImportPlan(roles, PicturePreparation(_suggested_size_px(files), Fit.PAD, is_colour, white))


def suggested_roles(scan: FolderScan) -> dict[str, Role]:
    """Return the role of each group that its name and its neighbours' suggest, by `PictureGroup.folder`."""
    has_normal_name = any(_is_named_normal(group) for group in scan.groups)
    learnt = {group.kind for group in scan.groups if group.part is Part.TRAIN}

    def role(group: PictureGroup) -> Role:
        if _is_named_normal(group):
            return Role.NORMAL
        if any(map(is_abnormal_name, group.kind.split("/"))) or has_normal_name:
            return Role.ABNORMAL
        return Role.ABNORMAL if learnt and group.kind not in learnt else Role.NORMAL

    return {group.folder: role(group) for group in scan.groups}


def _is_named_normal(group: PictureGroup) -> bool:
    return any(map(is_normal_name, group.kind.split("/")))


def _suggested_size_px(files: list[PictureFile]) -> int:
    """Return the usual working size, or where the pictures are smaller the next one above their longer side."""
    side = median(max(file.width_px, file.height_px) for file in files)
    return int(min(USUAL_PX, max(SMALLEST_PX, -(-side // STEP_PX) * STEP_PX)))


def _are_colour(files: list[PictureFile], cancellation: Cancellation) -> bool:
    """Return whether at least a tenth of some pictures have colours, more than a scan or a lamp tints grey ones."""
    possible = [file for file in files if file.mode not in ("1", "L", "LA") and not decoding.is_deep(file.mode)]
    if 10 * len(possible) < len(files):
        return False
    coloured = looked_at = 0
    for file in _spread(possible, _MOST_SAMPLES):
        cancellation.raise_if_cancelled()
        try:
            picture = decoding.decoded(file.path, shortest_px=_SAMPLE_PX, is_colour=True)
        except UserError:  # it will be listed when it is loaded
            continue
        pixels = np.asarray(picture.resize((_SAMPLE_PX, _SAMPLE_PX), reducing_gap=1.0)).astype(np.int16)
        chroma = pixels.max(axis=2) - pixels.min(axis=2)
        looked_at += 1
        coloured += bool((chroma >= _COLOURFUL).mean() >= _COLOURED_SHARE)
        if looked_at == _FIRST_SAMPLES and coloured >= _FIRST_SAMPLES - 1:
            return True
    return looked_at > 0 and coloured >= max(1, _COLOURED_PICTURES * looked_at)


def _white_of(files: list[PictureFile], cancellation: Cancellation) -> float:
    """Return what is white in pictures of more than 8 bits: the highest value of so many bits as they use."""
    brightest = 0.0
    for file in _spread([file for file in files if decoding.is_deep(file.mode)], _MOST_SAMPLES):
        cancellation.raise_if_cancelled()
        try:
            values = decoding.deep_values(file.path)
        except UserError:
            continue
        brightest = max(brightest, float(values[np.isfinite(values)].max(initial=0.0)))
    if brightest == 0:
        return decoding.DEEP_WHITE
    if brightest <= 1:
        return 1.0
    bits = max(8, int(np.ceil(brightest)).bit_length())
    return float(2 ** min(bits, 32) - 1)


def _spread(files: list[PictureFile], most: int) -> list[PictureFile]:
    """Return up to so many files, spread over all, in an order in which the first ones are spread, too."""
    if not files:
        return []
    places = np.unique(np.linspace(0, len(files) - 1, min(most, len(files))).astype(int))
    return [files[place] for place in np.random.default_rng(0).permutation(places)]
