"""The buttons of this application: an object name, an icon, a tool tip, and one of a few styles."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

ToolLook = Literal["plain", "chip", "link", "unfold"]
"""A chip is one of a row of switches; a link looks like text; an unfold button shows or hides what is below it."""


def push_button(
    parent: QWidget, name: str, text: str, drawn: QIcon | None = None, tip: str = "", *, is_primary: bool = False
) -> QPushButton:
    """Return a button with text.

    Args:
        parent: its parent widget.
        name: its object name.
        text: what is written on it.
        drawn: the icon before the text.
        tip: its tool tip.
        is_primary: fill it with the accent; there is one such button in a window.
    """
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setIcon(drawn or QIcon())
    button.setIconSize(QSize(16, 16))
    button.setToolTip(tip)
    button.setProperty("primary", is_primary)
    return button


def tool_button(
    parent: QWidget,
    name: str,
    text: str = "",
    drawn: QIcon | None = None,
    tip: str = "",
    *,
    look: ToolLook = "plain",
    is_checkable: bool = False,
) -> QToolButton:
    """Return a small button with an icon, text or both.

    Args:
        parent: its parent widget.
        name: its object name.
        text: what is written on it.
        drawn: its icon.
        tip: its tool tip, and its name for a screen reader where it has no text.
        look: how the style sheet paints it.
        is_checkable: whether it can be switched on and off.
    """
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setText(text)
    button.setIcon(drawn or QIcon())
    button.setIconSize(QSize(14, 14) if text else QSize(16, 16))
    button.setToolTip(tip)
    button.setAccessibleName(text or tip)
    button.setProperty(look, True)  # what the style sheet looks for
    button.setCheckable(is_checkable)
    return button
