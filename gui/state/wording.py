"""What the engine says, in the user's language."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from engine.errors import UserError
from engine.runs.run_name import preset_name
from engine.settings import TrainingSettings


def error_text(error: UserError) -> str:
    """Return the error's sentence in the user's language, with its values filled in."""
    return sentence_text(error.template, error.values)


def sentence_text(template: str, values: Mapping[str, object]) -> str:
    """Return a sentence of the engine's in the user's language, with its values filled in."""
    return QCoreApplication.translate("UserError", template).format(**values)


def preset_text(preset: str, settings: TrainingSettings | None) -> str:
    """Return what a preset is called in the user's language, by `preset_name`, whose arguments these are."""
    return QCoreApplication.translate("TrainingSettings", preset_name(preset, settings))
