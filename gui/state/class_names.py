"""What classes are called, in the user's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication

from engine.images.damaged_copies import fault_of_label
from engine.images.faults import FAULTS


def class_text(label: int, names: Mapping[int, str]) -> str:
    """Return what a class is called: its name, or its label, or the fault that its images are damaged by.

    Args:
        label: the class.
        names: `ImageDataset.label_names` of its data.
    """
    fault = fault_of_label(label)
    if fault is not None:
        return QCoreApplication.translate("Fault", FAULTS[fault].label)
    return names.get(label) or str(label)


def classes_text(labels: Iterable[int], names: Mapping[int, str]) -> str:
    """Return what several classes are called, with commas between them."""
    return ", ".join(class_text(label, names) for label in labels)
