"""Errors of the engine in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.errors import UserError


def error_text(error: UserError) -> str:
    """Return the error's sentence in the user's language, with its values filled in."""
    return QCoreApplication.translate("UserError", error.template).format(**error.values)
