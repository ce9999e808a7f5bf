"""The source of a folder of pictures, as one text: its path and what was chosen for it.

It is what a run, an experiment or a later start loads the same images by. A plain path stands for the plan that suits
the pictures; what is chosen follows behind it, all or a part:

    /photos/tiles as pictures size_px=256&fit=pad&is_colour=0&white=65535&abnormal=test/worn
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from engine.datasets.left_out import source_without, split_source
from engine.pictures.folder_scan import FolderScan
from engine.pictures.import_plan import ImportPlan, Role, suggested_roles
from engine.pictures.preparation import Fit, PicturePreparation

_SOURCE = re.compile(r"(?s)(?P<path>.+) as pictures (?P<choices>\S+=\S*)")
_READ: Mapping[str, Any] = {
    "size_px": int,
    "fit": Fit,
    "is_colour": lambda text: bool(int(text)),
    "white": float,
}


@dataclass(frozen=True)
class PictureChoices:
    """What was chosen for a folder of pictures, instead of what suits them.

    Attributes:
        preparation: values of fields of `PicturePreparation`, by their names.
        roles: of groups, by `PictureGroup.folder`.
    """

    preparation: Mapping[str, Any] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)

    def applied_to(self, plan: ImportPlan) -> ImportPlan:
        """Return a plan with what was chosen in it.

        Raises:
            ValueError: a value is out of its bounds.
        """
        preparation = replace(plan.preparation, **self.preparation)
        return ImportPlan({**plan.roles, **self.roles}, preparation)


def split_picture_source(source: str) -> tuple[str, PictureChoices]:
    """Return the path in a source, and what was chosen; the whole source where nothing is.

    What cannot be understood, as a path that only looks like one with choices, is left in the path.
    """
    found = _SOURCE.fullmatch(source)
    if found is not None:
        with suppress(ValueError):
            preparation: dict[str, Any] = {}
            roles: dict[str, Role] = {}
            for name, value in parse_qsl(
                found["choices"], keep_blank_values=True, strict_parsing=True, errors="surrogateescape"
            ):
                if name in _READ:
                    preparation[name] = _READ[name](value)
                else:
                    roles[value] = Role(name)
            return found["path"], PictureChoices(preparation, roles)
    return source, PictureChoices()


def folder_of(source: str) -> Path:
    """Return the folder that a source names, whatever was chosen for it or left out of it."""
    return Path(split_picture_source(split_source(source)[0])[0])


def picture_source(path: str, choices: PictureChoices) -> str:
    """Return the source of a folder of pictures for which this was chosen."""
    entries = [(name, _written(value)) for name, value in choices.preparation.items()]
    entries += [(role.value, folder) for folder, role in choices.roles.items()]
    path, _ = split_picture_source(path)
    if not entries:
        return path
    choices_text = urlencode(entries, quote_via=quote, safe="", encoding="utf-8", errors="surrogateescape")
    return f"{path} as pictures {choices_text}"


def source_of(scan: FolderScan, plan: ImportPlan) -> str:
    """Return the source of a folder of pictures by which it is loaded by this plan again."""
    suggested = suggested_roles(scan)
    roles = {folder: role for folder, role in plan.roles.items() if suggested.get(folder, role) is not role}
    return picture_source(str(scan.root), PictureChoices(plan.preparation.to_facts(), roles))


def prepared_like(source: str, preparation: PicturePreparation) -> str:
    """Return the source of a folder of pictures that are prepared in this way, in the roles that they have."""
    whole, left_out = split_source(source)
    path, choices = split_picture_source(whole)
    return source_without(picture_source(path, PictureChoices(preparation.to_facts(), choices.roles)), left_out)


def _written(value: Any) -> str:
    return f"{float(value):.10g}" if isinstance(value, bool | int | float) else str(value)
