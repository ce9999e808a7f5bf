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
    """Train a fresh model on the current data set, as a new run."""

    run_id: int
    settings: TrainingSettings
    normal: Normal
    control: RunControl


@dataclass(frozen=True, eq=False)
class ContinueRun(Command):
    """Train a run further, from where it ended, as if it had never stopped. It becomes the current run.

    Attributes:
        run_id: as in `Train`: the `run_id` of the events.
        key: the run's key.
        epochs: the number of epochs in all, those that are done included; None leaves it as it was set.
        learning_rate: from now on; None leaves it as it was.
        control: as in `Train`.
    """

    run_id: int
    key: str
    control: RunControl
    epochs: int | None = None
    learning_rate: float | None = None


@dataclass(frozen=True, eq=False)
class MakeRunCurrent(Command):
    """Answer drawings by the model of a run, with its verdicts; `epoch` chooses one of its snapshots."""

    key: str
    epoch: int | None = None


@dataclass(frozen=True, eq=False)
class EditRun(Command):
    """Give a run another name or another note; None leaves it. An interrupted run counts as stopped afterwards."""

    key: str
    name: str | None = None
    note: str | None = None


@dataclass(frozen=True, eq=False)
class DeleteRuns(Command):
    """Delete runs. They can be restored until the program ends."""

    keys: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class RestoreRuns(Command):
    """Undo the deletion of runs."""

    keys: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class SaveRun(Command):
    """Save the model of a run, with its verdicts, as one file."""

    key: str
    path: Path


@dataclass(frozen=True, eq=False)
class CompareRuns(Command):
    """Reconstruct the samples, and the drawing if there is one, by the models of two runs."""

    keys: tuple[str, str]
    drawing: Drawing | None = None


@dataclass(frozen=True, eq=False)
class SaveExperiment(Command):
    """Write runs and what belongs to them as one experiment file.

    Attributes:
        path: the file, whose suffix is `EXPERIMENT_SUFFIX`.
        keys: the runs; the current one is marked in the file.
        notes: what the user wrote about the experiment.
        false_alarms: the rate of false alarms that is set, 0..1; None without.
        drawing: what is on the canvas, (height, width) uint8; None if it is empty.
        with_data: put the data set into the file as well; None does so where it is small.
    """

    path: Path
    keys: tuple[str, ...]
    notes: str = ""
    false_alarms: float | None = None
    drawing: Pixels | None = None
    with_data: bool | None = None


@dataclass(frozen=True, eq=False)
class OpenExperiment(Command):
    """Take the runs and studies of an experiment file, and load its data where they can be found."""

    path: Path


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
        pixels: (height, width) uint8, white ink on black; (height, width, 3) for a model of coloured pictures.
        is_centred: prepare it the way MNIST was; False leaves it where it is.
    """

    drawing_id: int
    pixels: Pixels
    is_centred: bool = True


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
