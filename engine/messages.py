"""All that crosses the thread: commands to the engine and events from it.

Every message is a frozen dataclass. Arrays in events are read-only copies. Events of a run carry its
`run_id`, and the receiver drops those of older runs.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError
from engine.run_control import RunControl
from engine.settings import ImageShape, TrainingSettings

Pixels = NDArray[np.uint8]
FloatImages = NDArray[np.float32]
Normal = tuple[int, ...] | None
"""The labels that count as normal; None means all images."""
PROJECT_SUFFIX = ".aestudio"
"""Of the file that holds a model."""


# ------------------------------------------------------------------------------------------- commands


@dataclass(frozen=True, eq=False)
class Command:
    """Something the window wishes. The engine carries commands out one after the other."""


@dataclass(frozen=True, eq=False)
class LoadDataset(Command):
    """Load "mnist", "pen-digits", "auto" (MNIST if it is cached, else pen digits) or a file's path."""

    source: str
    cancelled: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, eq=False)
class WarmUp(Command):
    """Build and compile ahead of the click what a training with these settings on the current data set needs."""

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
    """Judge the current model on the current test set."""

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
        drawing_id: rises with every change of the canvas.
        pixels: (height, width) uint8, white ink on black.
        is_centred: prepare it the way MNIST was; False leaves it where it is.
        is_drawn: all of it is by the pen, whose edge is harder than scanned ink's.
    """

    drawing_id: int
    pixels: Pixels
    is_centred: bool = True
    is_drawn: bool = False


# --------------------------------------------------------------------------------------------- events


@dataclass(frozen=True, eq=False)
class Event:
    """Something that happened in the engine."""


@dataclass(frozen=True, eq=False)
class ModelInfo:
    """The current model, as the window tells it.

    Attributes:
        name: what a person calls it, e.g. "Clear on MNIST" or a file's name.
        settings: how it was trained.
        image_shape: (height, width, channels) of its input, in px.
        parameters: number of weights.
        trained_on: the data set's name.
        normal: the labels that it was trained on; None means all.
        history: loss lists by name ("loss", "val_loss"), one number an epoch.
        metrics: figures on the test set ("bce", "mse", "mae"), empty where there are none.
    """

    name: str
    settings: TrainingSettings
    image_shape: ImageShape
    parameters: int
    trained_on: str
    normal: Normal = None
    history: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class EngineReady(Event):
    """Keras is imported and the engine takes commands."""

    seconds: float


@dataclass(frozen=True, eq=False)
class ModelReady(Event):
    """Another model answers drawings from now on: the bundled one, an opened one or a trained one."""

    model: ModelInfo
    path: Path | None = None


@dataclass(frozen=True, eq=False)
class Working(Event):
    """What the engine is doing, for the status line and the progress bar.

    Attributes:
        doing: a sentence without its full stop, e.g. "Downloading MNIST".
        fraction: 0..1, or None where it is not known.
    """

    doing: str
    fraction: float | None = None


@dataclass(frozen=True, eq=False)
class DatasetLoaded(Event):
    """The current data set, shared read-only."""

    dataset: ImageDataset


@dataclass(frozen=True, eq=False)
class TrainingStarted(Event):
    """A run began.

    Attributes:
        samples: number of training images.
        steps_per_epoch: number of batches an epoch.
        parameters: number of weights.
    """

    run_id: int
    settings: TrainingSettings
    samples: int
    steps_per_epoch: int
    parameters: int


@dataclass(frozen=True, eq=False)
class BatchEnded(Event):
    """How far a run is. Published at most every 50 ms.

    Attributes:
        epoch: the running epoch, from 1.
        batch: batches done in this epoch.
        loss: mean loss of the batches since the last such event.
        samples_per_second: training speed, pauses left out.
        seconds_left: estimate of the time to the end, in s.
    """

    run_id: int
    epoch: int
    batch: int
    loss: float
    samples_per_second: float
    seconds_left: float


@dataclass(frozen=True, eq=False)
class EpochEnded(Event):
    """One epoch is done. `epoch` counts from 1; `val_loss` is None without validation."""

    run_id: int
    epoch: int
    loss: float
    val_loss: float | None
    learning_rate: float


@dataclass(frozen=True, eq=False)
class TrainingPaused(Event):
    """The run waits; drawings are still answered."""

    run_id: int


@dataclass(frozen=True, eq=False)
class TrainingResumed(Event):
    """The run goes on."""

    run_id: int


@dataclass(frozen=True, eq=False)
class SamplesReconstructed(Event):
    """Fixed test samples beside their reconstructions, sharpening as the training goes on.

    Attributes:
        images: (k, height, width, channels) float32, 0..1.
        reconstructions: the same shape and range.
    """

    images: FloatImages
    reconstructions: FloatImages


@dataclass(frozen=True, eq=False)
class TrainingFinished(Event):
    """A run ended.

    Attributes:
        outcome: "completed", "stopped" or "diverged". A stopped run keeps what it learnt, a diverged one its
            last good weights.
        epochs: whole epochs done.
        seconds: wall time of the training, compiling and pauses left out.
        samples_per_second: training speed.
        has_begun: whether the model has learnt at all; a run that was stopped before leaves the current model alone.
    """

    run_id: int
    outcome: str
    epochs: int
    seconds: float
    samples_per_second: float
    has_begun: bool = True


@dataclass(frozen=True, eq=False)
class ErrorRow:
    """Mean errors over `n` images; `label` is None for all of them."""

    label: int | None
    n: int
    bce: float
    mse: float
    mae: float


@dataclass(frozen=True, eq=False)
class Evaluated(Event):
    """The model judged on the test set: overall first, then a row a class."""

    dataset: str
    rows: tuple[ErrorRow, ...]


@dataclass(frozen=True, eq=False)
class Reconstructed(Event):
    """The answer to a drawing.

    Attributes:
        drawing_id: the drawing that this answers.
        model_input: (height, width, channels) float32, 0..1: what the model sees.
        reconstruction: the same shape and range.
        error_map: (height, width) float32, 0..1: absolute error, the mean over the channels.
        mae: mean absolute error, 0..1.
        mse: mean squared error, 0..1.
        bce: mean binary cross-entropy, in nats a pixel.
        is_training: whether a training was going on, so that this is a moment of it.
    """

    drawing_id: int
    model_input: FloatImages
    reconstruction: FloatImages
    error_map: FloatImages
    mae: float
    mse: float
    bce: float
    is_training: bool = False


@dataclass(frozen=True, eq=False)
class ProjectSaved(Event):
    """The current model stands in this file."""

    path: Path


@dataclass(frozen=True, eq=False)
class CommandEnded(Event):
    """The engine is done with a command, well or not, and waits for the next."""

    command: Command


@dataclass(frozen=True, eq=False)
class EngineFailed(Event):
    """A command could not be carried out.

    Attributes:
        doing: what the engine was doing, e.g. "opening a model".
        error: the sentence for the user.
        details: to unfold, e.g. a traceback; may be empty.
    """

    doing: str
    error: UserError
    details: str = ""
