"""What the classes of a judged test set are called in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.images.damaged_copies import fault_of_label
from engine.images.faults import FAULTS


def class_text(label: int) -> str:
    """Return what a class of a judged test set is called: its label, or the fault that its images are damaged by."""
    fault = fault_of_label(label)
    return str(label) if fault is None else QCoreApplication.translate("Fault", FAULTS[fault].label)
