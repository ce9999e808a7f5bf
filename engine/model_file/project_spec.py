"""What a model file says about its model, as JSON; everything read back is validated."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from engine.errors import UserError
from engine.image_shape import LONGEST_SIDE_PX, MOST_CHANNELS, ImageShape
from engine.model_file.checked_json import (
    cleaned,
    flag,
    mapping,
    moment,
    number_or_nan,
    parse,
    require_keys,
    sequence,
    text,
    whole_number,
)
from engine.pictures.preparation import PicturePreparation
from engine.program import VERSION
from engine.protocol.model_info import ModelInfo
from engine.settings import TrainingSettings, settings_from_dict

FORMAT = "autoencoder-studio-model"
FORMAT_VERSION = 3
"""Version 2 added the identity of the data and whether they are centred, version 3 how pictures are prepared. Older
files can still be opened, and models of other images than pictures are still written as version 2."""
_WITHOUT_PICTURES = 2
LARGEST_SPEC_BYTES = 8 << 20  # a run of 100,000 epochs, the longest that the settings allow, takes 5 MB
MOST_CLASSES = 10_000
MOST_EPOCHS = 100_000
MOST_ENTRIES = 100  # names of losses or of metrics
MOST_ARRAYS = 1_000

SPEC_KEYS = {
    "format",
    "format_version",
    "app_version",
    "created",
    "name",
    "image_shape",
    "settings",
    "data",
    "history",
    "metrics",
    "arrays",
    "extra",
}


@dataclass(frozen=True, slots=True, eq=False)
class ProjectSpec:
    """Everything in a model file except its arrays.

    Attributes:
        info: the model; its `parameters` are not in the JSON but counted from the weights.
        created: when the model file was created, with its time zone.
        arrays: the names of all other members of the file. It shows when a damaged zip directory has lost some.
        extra: plain data of parts added later, e.g. of the detector.
    """

    info: ModelInfo
    created: datetime
    arrays: tuple[str, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)


def encode(spec: ProjectSpec) -> bytes:
    """Return the spec as JSON. Numbers that are not finite, e.g. a diverged loss, become null.

    Raises:
        ValueError: something in it could not be read again, which is a bug in the program.
    """
    info = spec.info
    entries = {
        "format": FORMAT,
        "format_version": _WITHOUT_PICTURES if info.preparation is None else FORMAT_VERSION,
        "app_version": VERSION,
        "created": spec.created.isoformat(),
        "name": cleaned(info.name),
        "image_shape": list(info.image_shape),
        "settings": asdict(info.settings),
        "data": {
            "trained_on": cleaned(info.trained_on),
            "identity": info.data_identity,
            "is_centred": info.is_centred,
            "normal": None if info.normal is None else [int(label) for label in info.normal],
            **_facts_of_pictures(info),
        },
        "history": {name: [_or_null(x) for x in losses] for name, losses in info.history.items()},
        "metrics": {name: _or_null(x) for name, x in info.metrics.items()},
        "arrays": spec.arrays,
        "extra": spec.extra,
    }
    encoded = json.dumps(entries, allow_nan=False, indent=1).encode()
    decode(encoded, "the model")  # never write what cannot be opened again
    return encoded


def decode(encoded: bytes, source: str) -> ProjectSpec:
    """Return what the JSON says, with every value checked.

    Args:
        encoded: the JSON, as written by `encode`.
        source: the file's name, for the error messages.

    Raises:
        UserError: the file was written by a newer version of the application.
        ValueError: anything else is wrong with it.
    """
    entries = parse(encoded, LARGEST_SPEC_BYTES)
    if entries.get("format") != FORMAT:
        raise ValueError("the spec is not that of a model")
    version = whole_number(entries.get("format_version"), 1, 2**31)
    app_version = text(entries.get("app_version"))
    if version > FORMAT_VERSION:
        raise UserError(
            "{source} was made by a newer version of Autoencoder Studio ({app_version}); update the application "
            "to open it.",
            source=source,
            app_version=app_version,
        )
    require_keys(entries, SPEC_KEYS)
    data = mapping(entries["data"])
    is_centred = flag(data.pop("is_centred", True))  # until it was noted, everything was centred
    image_shape = _image_shape(entries["image_shape"])
    preparation = _preparation(data.pop("preparation", None), image_shape)
    label_names = _label_names(data.pop("label_names", {}))
    require_keys(data, {"trained_on", "normal"} if version == 1 else {"trained_on", "identity", "normal"})
    identity = data.get("identity")
    info = ModelInfo(
        name=text(entries["name"]),
        settings=_settings(entries["settings"]),
        image_shape=image_shape,
        parameters=0,
        trained_on=text(data["trained_on"]),
        data_identity=None if identity is None else text(identity),
        is_centred=is_centred,
        preparation=preparation,
        label_names=label_names,
        normal=None if data["normal"] is None else _labels(data["normal"]),
        history={name: _losses(losses) for name, losses in _named(entries["history"]).items()},
        metrics={name: number_or_nan(value) for name, value in _named(entries["metrics"]).items()},
    )
    arrays = tuple(text(name) for name in sequence(entries["arrays"], MOST_ARRAYS))
    return ProjectSpec(info, moment(entries["created"]), arrays, mapping(entries["extra"]))


# ------------------------------------------------------------------------------------- writing


def _or_null(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None


def _facts_of_pictures(info: ModelInfo) -> dict[str, Any]:
    if info.preparation is None:
        return {}
    names = {str(int(label)): cleaned(name) for label, name in list(info.label_names.items())[:MOST_CLASSES]}
    return {"preparation": info.preparation.to_facts(), "label_names": names}


# ------------------------------------------------------------------------------------- reading


def _named(value: object) -> dict[str, Any]:
    entries = mapping(value)
    if len(entries) > MOST_ENTRIES:
        raise ValueError(f"the spec has {len(entries)} entries where at most {MOST_ENTRIES} belong")
    return {text(name): entry for name, entry in entries.items()}


def _losses(value: object) -> tuple[float, ...]:
    return tuple(map(number_or_nan, sequence(value, MOST_EPOCHS)))


def _labels(value: object) -> tuple[int, ...]:
    return tuple(whole_number(label, -(2**63), 2**63 - 1) for label in sequence(value, MOST_CLASSES))


def _preparation(value: object, image_shape: ImageShape) -> PicturePreparation | None:
    if value is None:
        return None
    preparation = PicturePreparation.from_facts(mapping(value))
    if preparation.image_shape != image_shape:
        raise ValueError("the pictures are prepared for another model")
    return preparation


def _label_names(value: object) -> dict[int, str]:
    names = mapping(value)
    if len(names) > MOST_CLASSES or not all(label.removeprefix("-").isdecimal() for label in names):
        raise ValueError("the names of the classes are damaged")
    return {whole_number(int(label), -(2**63), 2**63 - 1): text(name) for label, name in names.items()}


def _settings(value: object) -> TrainingSettings:
    try:
        return settings_from_dict(mapping(value))
    except UserError as error:  # its sentence is meant for someone who can change the setting
        raise ValueError(str(error)) from error


def _image_shape(value: object) -> ImageShape:
    sides = sequence(value, 3)
    if len(sides) != 3:
        raise ValueError("the spec's images have no height, width and channels")
    height, width = (whole_number(side, 1, LONGEST_SIDE_PX) for side in sides[:2])
    return height, width, whole_number(sides[2], 1, MOST_CHANNELS)
