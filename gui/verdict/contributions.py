"""What each kind of evidence contributes to a score, as numbers and words for the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engine.protocol.results import EvidenceKind
from gui.look.numbers import fixed

LEAST = 0.005
"""A smaller contribution is not named: it would be "0.00"."""


@dataclass(frozen=True)
class Contribution:
    """One kind's part of a score."""

    kind: EvidenceKind
    value: float


@dataclass(frozen=True)
class Group:
    """The kinds of one origin: the autoencoder, or the image itself.

    Attributes:
        name: in the window.
        is_of_autoencoder: which of the two.
        parts: in the order of the kinds.
    """

    name: str
    is_of_autoencoder: bool
    parts: tuple[Contribution, ...]

    @property
    def value(self) -> float:
        """The sum of the parts."""
        return sum(part.value for part in self.parts)

    @property
    def named(self) -> tuple[Contribution, ...]:
        """The parts that are worth naming, the largest first."""
        return tuple(sorted((part for part in self.parts if part.value >= LEAST), key=lambda part: -part.value))

    def describe(self) -> str:
        """Return "The image itself 1.65: Shape 1.52, Damage 0.13"."""
        text = f"{self.name} {fixed(self.value, 2)}"
        parts = ", ".join(f"{part.kind.label} {fixed(part.value, 2)}" for part in self.named)
        return f"{text}: {parts}" if parts else text


def groups_of(kinds: Sequence[EvidenceKind], contributions: Sequence[float]) -> tuple[Group, ...]:
    """Return the autoencoder's group, if it has a part in the verdicts, and that of the image itself."""
    names = {True: _tr("Your autoencoder"), False: _tr("The image itself")}
    parts = [Contribution(kind, float(value)) for kind, value in zip(kinds, contributions, strict=True)]
    groups = []
    for is_of_autoencoder, name in names.items():
        own = tuple(part for part in parts if part.kind.is_of_autoencoder == is_of_autoencoder)
        if own:
            groups.append(Group(name, is_of_autoencoder, own))
    return tuple(groups)


def largest(groups: Sequence[Group]) -> EvidenceKind:
    """Return the kind that contributes most."""
    return max((part for group in groups for part in group.parts), key=lambda part: part.value).kind


def _tr(text: str) -> str:
    return QCoreApplication.translate("Contributions", text)
