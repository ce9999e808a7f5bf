"""What each kind of evidence contributes to a score, as numbers and words for the window."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engine.protocol.results import EvidenceKind
from gui.look.numbers import NO_NUMBER, fixed

_LARGEST = 1e12  # what a bar could not show and a float could not count in hundredths


@dataclass(frozen=True)
class Contribution:
    """One kind's part of a score.

    Attributes:
        kind: of evidence.
        value: at least 0.
        hundredths: the value as it is written, so that what is written adds up to the score that is; None where it
            is not finite.
    """

    kind: EvidenceKind
    value: float
    hundredths: int | None


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
    def hundredths(self) -> int | None:
        """The sum of the parts as they are written."""
        return (
            None
            if any(part.hundredths is None for part in self.parts)
            else sum(part.hundredths or 0 for part in self.parts)
        )

    @property
    def named(self) -> tuple[Contribution, ...]:
        """The parts that are worth naming, not "0.00", the largest first."""
        return tuple(sorted((part for part in self.parts if part.hundredths), key=lambda part: -part.value))

    def describe(self, fits: Callable[[str], bool] = lambda _text: True) -> str:
        """Return "The image itself 1.65: Shape 1.52, Damage 0.13", with as many of the largest parts as fit.

        Args:
            fits: whether there is room for a text.
        """
        text = f"{self.name} {written(self.hundredths)}"
        named = [f"{part.kind.label} {written(part.hundredths)}" for part in self.named]
        for count in range(len(named), 0, -1):
            whole = f"{text}: {', '.join(named[:count])}{', …' if count < len(named) else ''}"
            if fits(whole):
                return whole
        return text


def groups_of(kinds: Sequence[EvidenceKind], contributions: Sequence[float], score: float) -> tuple[Group, ...]:
    """Return the autoencoder's group, if it has a part in the verdicts, and that of the image itself.

    Args:
        kinds: the kinds of evidence.
        contributions: of each kind, at least 0.
        score: what they add up to.
    """
    parts = [
        Contribution(kind, float(value), hundredths)
        for kind, value, hundredths in zip(kinds, contributions, _hundredths(contributions, score), strict=True)
    ]
    groups = []
    for is_of_autoencoder, name in group_names().items():
        own = tuple(part for part in parts if part.kind.is_of_autoencoder == is_of_autoencoder)
        if own:
            groups.append(Group(name, is_of_autoencoder, own))
    return tuple(groups)


def group_names() -> Mapping[bool, str]:
    """Return what the groups are called, by whether they are of the autoencoder."""
    return {True: _tr("Your autoencoder"), False: _tr("The image itself")}


def largest(groups: Sequence[Group]) -> EvidenceKind:
    """Return the kind that contributes most."""
    return max((part for group in groups for part in group.parts), key=lambda part: part.value).kind


def written(hundredths: int | None) -> str:
    """Return a number of hundredths as it is written, e.g. "1.52"."""
    return NO_NUMBER if hundredths is None else fixed(hundredths / 100, 2)


def _hundredths(values: Sequence[float], total: float) -> Sequence[int | None]:
    """Return the values rounded to hundredths that add up to the rounded total: those that lose most are rounded up."""
    if not all(math.isfinite(value) and abs(value) < _LARGEST for value in (*values, total)):
        return [None] * len(values)
    rounded = [math.floor(100 * value) for value in values]
    missing = round(100 * round(total, 2)) - sum(rounded)
    by_loss = sorted(range(len(values)), key=lambda index: rounded[index] - 100 * values[index])
    for index in by_loss[: max(missing, 0)]:
        rounded[index] += 1
    return rounded


def _tr(text: str) -> str:
    return QCoreApplication.translate("Contributions", text)
