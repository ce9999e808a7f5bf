"""What is known about a model apart from its weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.image_shape import ImageShape
from engine.settings import TrainingSettings

if TYPE_CHECKING:  # the window imports this before it is shown
    from engine.pictures.preparation import PicturePreparation

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]
Normal = tuple[int, ...] | None
"""The labels that count as normal; None means all images."""
PROJECT_SUFFIX = ".aestudio"
"""The suffix of model files."""
EXPERIMENT_SUFFIX = ".aestudio-experiment"
"""The suffix of experiment files."""


@dataclass(frozen=True, eq=False)
class ModelInfo:
    """The facts about a model, as the window shows them.

    Attributes:
        name: shown to the user, e.g. "Clear on MNIST" or a file's name.
        settings: how it was trained.
        image_shape: (height, width, channels) of its input, in px.
        parameters: number of weights.
        trained_on: the data set's name.
        data_identity: `ImageDataset.identity` of that data set; None if unknown, as in older files.
        is_centred: its images are centred ink, as MNIST's, and so are drawings and pictures prepared for it. Otherwise
            these are fitted into the image as they are.
        preparation: how pictures from a folder were prepared, and so is every picture that it judges; None where it was
            trained on other images.
        label_names: what the classes of its data are called, where that is more than a number.
        normal: the labels that it was trained on; None means all.
        history: loss lists by name ("loss", "val_loss"), one number an epoch.
        metrics: mean errors on the test set ("bce", "mse", "mae"); empty if not evaluated.
    """

    name: str
    settings: TrainingSettings
    image_shape: ImageShape
    parameters: int
    trained_on: str
    normal: Normal = None
    history: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    data_identity: str | None = None
    is_centred: bool = True
    preparation: PicturePreparation | None = None
    label_names: Mapping[int, str] = field(default_factory=dict)
