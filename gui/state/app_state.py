"""What the window knows about the engine, the data and the model: the one state that all widgets follow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from engine.datasets.image_dataset import ImageDataset
from engine.datasets.left_out import split_source
from engine.image_shape import ImageShape
from engine.protocol.commands import Command, DeleteRuns, EditRun, FitDetector, SaveProject
from engine.protocol.events import DetectorReady
from engine.protocol.model_info import ModelInfo, Normal
from engine.protocol.run_info import RunInfo


class Phase(Enum):
    """What the engine is doing."""

    STARTING = auto()
    """Keras is being imported; requests wait in the engine's queue."""
    READY = auto()
    LOADING_DATA = auto()
    QUEUED = auto()
    """Train was clicked, and the command still waits in the engine's queue."""
    TRAINING = auto()
    PAUSED = auto()
    STOPPING = auto()
    EVALUATING = auto()
    LEARNING = auto()
    """The detector learns what is normal; a request for training or for other data ends that."""
    STUDYING = auto()
    COMPARING = auto()
    SAVING = auto()
    OPENING = auto()
    FAILED = auto()
    """The engine could not start, or ended for good."""


RUN_PHASES = frozenset({Phase.QUEUED, Phase.TRAINING, Phase.PAUSED, Phase.STOPPING})
"""There is a run: it waits in the queue, trains, is paused, or is about to stop."""


@dataclass(frozen=True, slots=True)
class AppState:
    """What is known. It follows from commands and events (`gui.state.transitions`); widgets only read it.

    Two states are equal only where they hold the very same data set, model and detector objects.

    Attributes:
        phase: what the engine is doing.
        dataset: the images to train on and to test with; None before any are loaded.
        normal: the classes that are chosen as normal for the next run; None means all.
        model: the model that answers drawings; None before one does.
        model_path: the file that holds that model; None where there is none.
        detector: what gives the model's verdicts; None where it gives none.
        missing_reason: the engine's sentence on why there is no detector; "" where it has given none.
        is_modified: the model has been trained, or has learnt what is normal, since it was last saved.
        is_started: the engine has started and carries out commands.
        pending: the kinds of commands that wait in the engine's queue or are being carried out, in order.
        runs: the runs that are kept on this machine, the latest first, as they will be after what waits.
        current_run: the key of the run whose model answers; None while another model does.
        training_run: the key of the run that is being trained or about to be; None where it is not known.
        runs_bytes: the space that all runs take.
        runs_limit_bytes: the space that they may take; 0 before it is known.
        published_runs: the same as the engine last published them.
        run_edits: changes of runs that wait in the engine's queue.
    """

    phase: Phase = Phase.STARTING
    dataset: ImageDataset | None = None
    normal: Normal = None
    model: ModelInfo | None = None
    model_path: Path | None = None
    detector: DetectorReady | None = None
    missing_reason: str = ""
    is_modified: bool = False
    is_started: bool = False
    pending: tuple[type[Command], ...] = ()
    runs: tuple[RunInfo, ...] = ()
    current_run: str | None = None
    training_run: str | None = None
    runs_bytes: int = 0
    runs_limit_bytes: int = 0
    published_runs: tuple[RunInfo, ...] = ()
    run_edits: tuple[EditRun | DeleteRuns, ...] = ()

    def run(self, key: str | None) -> RunInfo | None:
        """Return the run of this key; None where there is none."""
        return next((run for run in self.runs if run.key == key), None)

    @property
    def would_lose_model(self) -> bool:
        """Whether the model would be lost with the window: it is neither saved nor kept as a run."""
        return self.is_modified and self.current_run is None

    @property
    def is_run_alive(self) -> bool:
        """Whether the phase is one of `RUN_PHASES`."""
        return self.phase in RUN_PHASES

    @property
    def is_learning(self) -> bool:
        """Whether the model learns what is normal, or will as soon as the engine has done what comes before."""
        return self.phase is Phase.LEARNING or FitDetector in self.pending

    @property
    def is_saving(self) -> bool:
        """Whether the model is being saved, or will be as soon as the engine has done what comes before."""
        return self.phase is Phase.SAVING or SaveProject in self.pending

    @property
    def labels(self) -> tuple[int, ...]:
        """The classes of the data; empty where there are none."""
        return () if self.dataset is None else self.dataset.labels

    @property
    def has_test_set(self) -> bool:
        """Whether there are images to evaluate a model on."""
        return self.dataset is not None and self.dataset.x_test is not None

    @property
    def model_shape(self) -> ImageShape | None:
        """(height, width, channels) of the model's images, in px."""
        return None if self.model is None else self.model.image_shape

    @property
    def is_own_data(self) -> bool:
        """Whether the data are those that the model was trained on, so that its labels mean the same there.

        A model from an older file does not say it, so it counts as one of the data.
        """
        if self.dataset is None or self.model is None:
            return False
        return self.model.data_identity in (None, self.dataset.identity)

    @property
    def is_fitting(self) -> bool:
        """Whether the model was made for images of the data set's shape; True also where one of them is missing."""
        return self.dataset is None or self.model is None or self.dataset.image_shape == self.model.image_shape


def have_same_classes(one: ImageDataset | None, other: ImageDataset | None) -> bool:
    """Return whether both are the same data set, perhaps without some of its images, with the same classes."""
    return (
        one is not None
        and other is not None
        and split_source(one.source)[0] == split_source(other.source)[0]
        and one.labels == other.labels
    )


def are_same_data(one: ImageDataset | None, other: ImageDataset | None) -> bool:
    """Return whether two data sets have the same content, whatever file it was loaded from."""
    return one is not None and other is not None and one.identity == other.identity
