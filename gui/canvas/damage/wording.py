"""The faults in the user's language, and their strengths as short texts with a unit."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.images.faults import Fault

_ALWAYS_THE_SAME = frozenset({"low_light", "over_exposure", "blur"})


def has_places(fault: Fault) -> bool:
    """Return whether the fault has random places or noise that can be chosen again."""
    return fault.name not in _ALWAYS_THE_SAME


def label(fault: Fault) -> str:
    """Return the fault's name."""
    return _tr(fault.label)


def step_of(fault: Fault) -> float:
    """Return by how much a slider's step changes the strength, in the fault's own unit."""
    if fault.is_integer:
        return 1.0
    return 0.01 if _is_fraction(fault) else 0.1


def amount(fault: Fault, strength: float) -> str:
    """Return a strength with its unit, short: "60 %", "1.5 px"; where the label names the unit, the number alone."""
    if _is_fraction(fault):
        return QCoreApplication.translate("FaultWords", "{percent} %").format(percent=round(100 * strength))
    number = f"{strength:.0f}" if fault.is_integer else f"{strength:.1f}"
    if fault.label.lower().endswith(fault.unit):
        return number
    return QCoreApplication.translate("FaultWords", "{number} px").format(number=number)


def tool_tip(fault: Fault) -> str:
    """Return what the fault is and the unit of its strength."""
    unit = _tr(fault.unit)
    scale = "%" if _is_fraction(fault) else ""
    strength = QCoreApplication.translate("FaultWords", "Strength in {unit}.").format(
        unit=f"{scale} {unit}".strip()
    )
    return f"{_tr(fault.explanation)}\n{strength}"


def _is_fraction(fault: Fault) -> bool:
    """Return whether the strength is a fraction, 0..1, written in per cent."""
    return fault.high <= 1 and not fault.is_integer


def _tr(text: str) -> str:
    return QCoreApplication.translate("Fault", text)
