"""Whether a control can be used, and switching it on and off with the reason in its tool tip."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

_OWN_TIP = "ownToolTip"


class Availability(NamedTuple):
    """Whether a control can be used now.

    Attributes:
        is_enabled: whether it can.
        reason: the sentence for the tool tip that says why not; "" where it can.
    """

    is_enabled: bool
    reason: str = ""


def apply_availability(control: QWidget | QAction, availability: Availability, tool_tip: str = "") -> None:
    """Enable or disable a control. While it is disabled, its tool tip says why.

    Args:
        control: a widget or an action.
        availability: whether it can be used, and if not, why.
        tool_tip: the control's own tool tip from now on; "" keeps the present one.
    """
    if tool_tip or control.isEnabled():
        control.setProperty(_OWN_TIP, tool_tip or control.toolTip())
    own: str = control.property(_OWN_TIP) or ""
    control.setEnabled(availability.is_enabled)
    control.setToolTip(own if availability.is_enabled else "\n".join(filter(None, (own, availability.reason))))
