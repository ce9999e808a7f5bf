"""The window's requests to the engine: commands, carried out one after the other, and the drawing.

Every message is a frozen dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from engine.cancellation import Cancellation
from engine.protocol.model_info import Normal, Pixels
from engine.protocol.run_control import RunControl
from engine.settings import TrainingSettings


@dataclass(frozen=True, eq=False)
class Command:
    """A request by the window. The engine carries out commands one after the other."""


@dataclass(frozen=True, eq=False)
class LoadDataset(Command):
    """Load "mnist", "pen-digits", "auto" (MNIST if it is cached, else pen digits) or a file's path."""

    source: str
    cancellation: Cancellation = field(default_factory=Cancellation)


@dataclass(frozen=True, eq=False)
class StartAgain(Command):
    """Try once more to start the engine, which could not start; nothing where it has started."""


@dataclass(frozen=True, eq=False)
class WarmUp(Command):
    """Build and compile in advance what a training with these settings on the current data set needs."""

    settings: TrainingSettings
    normal: Normal


@dataclass(frozen=True, eq=False)
class Train(Command):
    """Train a fresh model on the current data set."""

    run_id: int
    settings: TrainingSettings
    normal: Normal
    control: RunControl


@dataclass(frozen=True, eq=False)
class Evaluate(Command):
    """Evaluate the current model on the current test set."""

    normal: Normal


@dataclass(frozen=True, eq=False)
class SaveProject(Command):
    """Save the current model as one file."""

    path: Path


@dataclass(frozen=True, eq=False)
class OpenProject(Command):
    """Replace the current model by one from a file."""

    path: Path


@dataclass(frozen=True, eq=False)
class Drawing:
    """What is on the canvas. It goes through the one-slot mailbox: the latest wins.

    Attributes:
        drawing_id: increases with every change of the canvas.
        pixels: (height, width) uint8, white ink on black.
        is_centred: prepare it the way MNIST was; False leaves it where it is.
        is_drawn: all ink was drawn by the pen, whose edge is harder than that of scanned ink.
    """

    drawing_id: int
    pixels: Pixels
    is_centred: bool = True
    is_drawn: bool = False


@dataclass(frozen=True, eq=False)
class FitDetector(Command):
    """Fit a detector to the images that the current model counts as normal."""

    cancellation: Cancellation = field(default_factory=Cancellation)


@dataclass(frozen=True, eq=False)
class JudgeTestSet(Command):
    """Score the whole test set. `normal` says which classes count as normal; None means all."""

    normal: Normal
    cancellation: Cancellation = field(default_factory=Cancellation)


@dataclass(frozen=True, eq=False)
class RunStudy(Command):
    """Train and evaluate once for each choice of normal classes."""

    settings: TrainingSettings
    choices: tuple[tuple[int, ...], ...]
    cancellation: Cancellation = field(default_factory=Cancellation)


@dataclass(frozen=True, eq=False)
class MeasureFaults(Command):
    """Measure how well the current model distinguishes every fault from normal test images."""

    normal: Normal
    cancellation: Cancellation = field(default_factory=Cancellation)
