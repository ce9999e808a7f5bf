"""The name that a run gets by itself: its preset, its data, and what was changed of the preset."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields

from engine.protocol.model_info import Normal
from engine.settings import FIELDS, PRESET_LABELS, PRESETS, TrainingSettings, plain_number

_MOST_CHANGES = 3
_NOT_TOLD = ("preset", "seed")


def preset_name(preset: str, settings: TrainingSettings | None) -> str:
    """Return what a preset is called, in English, e.g. "Clear", or "Clear, changed" where the settings differ from it.

    Everything that names a preset asks here: the form, the runs, the plot, file names, the headless output.

    Args:
        preset: its key in `PRESETS`.
        settings: what was made of it; None where a field holds no number, which is a change as well.
    """
    label = PRESET_LABELS[preset][0]
    return label if settings == PRESETS[preset] else f"{label}, changed"


def run_name(settings: TrainingSettings, dataset: str, normal: Normal, taken: Collection[str] = ()) -> str:
    """Return a name such as "Clear, changed · MNIST · normal 0, 1 · epochs 20".

    Args:
        settings: of the run.
        dataset: the data set's name.
        normal: its normal classes; None means all.
        taken: names of other runs, which it must differ from.
    """
    parts = [preset_name(settings.preset, settings), dataset]
    if normal is not None:
        parts.append("normal " + ", ".join(str(label) for label in normal))
    changes = _changes(settings)
    if changes:
        more = len(changes) - _MOST_CHANGES
        parts.append(", ".join(changes[:_MOST_CHANGES]) + (f" and {more} more" if more > 0 else ""))
    name = " · ".join(parts)
    return unique_name(name, taken)


def unique_name(name: str, taken: Collection[str]) -> str:
    """Return the name, with the first number that makes it differ from those that are taken."""
    return next(
        candidate for number in range(1, len(taken) + 2) if (candidate := _numbered(name, number)) not in taken
    )


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} ({number})"


def _changes(settings: TrainingSettings) -> list[str]:
    """Return what differs from the preset, in the order of the settings."""
    preset = PRESETS[settings.preset]
    changes = []
    for field in fields(TrainingSettings):
        value = getattr(settings, field.name)
        if field.name in _NOT_TOLD or value == getattr(preset, field.name):
            continue
        label = FIELDS[field.name].label.lower() if field.name in FIELDS else field.name.replace("_", " ")
        changes.append(f"{label} {_shown(value)}")
    return changes


def _shown(value: object) -> str:
    match value:
        case None:
            return "all"
        case bool():
            return "on" if value else "off"
        case int() | float():
            return plain_number(value)
        case _:
            return str(value).replace("_", " ")
