"""The settings of a training, their bounds, and the presets, as data."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from engine.errors import UserError
from engine.image_shape import ImageShape, network_shape

LOSSES = ("bce", "mse", "mae")
ARCHITECTURES = ("dense", "wide_dense", "convolutional", "variational")


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """Everything that determines the shapes of a model's weights.

    Attributes:
        architecture: one of `ARCHITECTURES`.
        image_shape: (height, width, channels) in px.
        latent_dim: length of the code.
    """

    architecture: str
    image_shape: ImageShape
    latent_dim: int

    @property
    def network_shape(self) -> ImageShape:
        """(height, width, channels) in px of what the network itself takes and gives; smaller for large images."""
        return network_shape(self.image_shape)


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """All settings of one training. `Field` gives each number's bounds and meaning.

    With `decay`, the learning rate falls to zero over the run, along half a cosine.
    """

    preset: str = "clear"
    architecture: str = "wide_dense"
    epochs: int = 10
    batch_size: int = 128
    learning_rate: float = 1e-3
    validation_split: float = 0.1
    loss: str = "bce"
    latent_dim: int = 64
    noise_sd: float = 0.0
    mask_fraction: float = 0.0
    samples: int | None = None
    seed: int = 0
    decay: bool = False

    def model_spec(self, image_shape: ImageShape) -> ModelSpec:
        """Return the spec of the model that these settings train on images of this shape."""
        return ModelSpec(self.architecture, image_shape, self.latent_dim)


@dataclass(frozen=True, slots=True)
class Field:
    """The bounds and the meaning of one number of `TrainingSettings`.

    Attributes:
        name: the attribute of `TrainingSettings`.
        label: its label in the window.
        low: the smallest allowed value, inclusive.
        high: the largest allowed value, inclusive.
        unit: the unit, or "" if it has none.
        explanation: one or two sentences for the tool tip.
        is_integer: whether only whole numbers are allowed.
    """

    name: str
    label: str
    low: float
    high: float
    unit: str
    explanation: str
    is_integer: bool = False


FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        field.name: field
        for field in (
            Field(
                "epochs",
                "Epochs",
                1,
                100_000,
                "",
                "How often the training goes through all training images.",
                is_integer=True,
            ),
            Field(
                "batch_size",
                "Batch size",
                1,
                65_536,
                "images",
                "How many images are averaged for one step. Larger batches are faster, smaller ones often "
                "learn more per epoch.",
                is_integer=True,
            ),
            Field(
                "learning_rate",
                "Learning rate",
                1e-7,
                10.0,
                "",
                "How far one step moves the weights. Too high and the loss jumps or diverges, too low and it "
                "hardly falls. It can be changed while training.",
            ),
            Field(
                "validation_split",
                "Validation split",
                0.0,
                0.9,
                "",
                "The share of the training images that is kept aside to measure the loss on images that the "
                "model has not learnt from.",
            ),
            Field(
                "latent_dim",
                "Latent size",
                1,
                4_096,
                "numbers",
                "The length of the code, the bottleneck that every image is squeezed through.",
                is_integer=True,
            ),
            Field(
                "noise_sd",
                "Noise",
                0.0,
                1.0,
                "of full brightness",
                "Standard deviation of the Gaussian noise added to the input while training; the target stays "
                "clean.",
            ),
            Field(
                "mask_fraction",
                "Block",
                0.0,
                0.75,
                "of the side",
                "Side of the square block that is blanked out of each input while training; the target stays "
                "whole.",
            ),
            Field(
                "samples",
                "Training images",
                2,
                100_000_000,
                "images",
                "Train on the first so many normal images only. Empty means all of them.",
                is_integer=True,
            ),
            Field(
                "seed",
                "Seed",
                0,
                2**31 - 1,
                "",
                "Where the random numbers start. The same seed gives the same training.",
                is_integer=True,
            ),
        )
    }
)

PRESETS: Mapping[str, TrainingSettings] = MappingProxyType(
    {
        "article": TrainingSettings(preset="article", architecture="dense", epochs=10, samples=500),
        "clear": TrainingSettings(preset="clear", epochs=12, learning_rate=5e-3, decay=True),
        "convolutional": TrainingSettings(
            preset="convolutional", architecture="convolutional", epochs=10, learning_rate=4e-3, decay=True
        ),
        "denoising": TrainingSettings(
            preset="denoising", epochs=15, learning_rate=4e-3, decay=True, noise_sd=0.2, mask_fraction=0.25
        ),
        "variational": TrainingSettings(
            preset="variational",
            architecture="variational",
            epochs=15,
            learning_rate=4e-3,
            decay=True,
            latent_dim=16,
        ),
    }
)
DEFAULT_PRESET = "clear"

PRESET_LABELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "article": ("Article", "The article's recipe to the letter: 500 images, 10 epochs. It stays a grey blob."),
        "clear": ("Clear", "The best reconstruction within a minute on two cores."),
        "convolutional": ("Convolutional", "Learns local strokes instead of single pixels. Slower per epoch."),
        "denoising": ("Denoising", "Sees damaged images and learns to give back whole ones."),
        "variational": ("Variational", "Keeps the code smooth, so that nearby codes mean similar images."),
    }
)


_BEYOND_ALL_BOUNDS = 1e300  # NaN, infinity, and whole numbers that no float can hold


def problem_of(name: str, value: object) -> UserError | None:
    """Return what is wrong with one setting's value, or None.

    Args:
        name: an attribute of `TrainingSettings`.
        value: the value to check, of any type.
    """
    if name == "preset":
        return _choice_problem("preset", value, tuple(PRESETS))
    if name == "architecture":
        return _choice_problem("architecture", value, ARCHITECTURES)
    if name == "loss":
        return _choice_problem("loss", value, LOSSES)
    if name == "decay":
        return None if isinstance(value, bool) else _choice_problem("decay", repr(value), ("False", "True"))
    field = FIELDS[name]
    if name == "samples" and value is None:
        return None
    if (
        not isinstance(value, int | float)
        or isinstance(value, bool)
        or not abs(value) < _BEYOND_ALL_BOUNDS
        or (field.is_integer and not isinstance(value, int))
    ):
        kind = "a whole number" if field.is_integer else "a number"
        return UserError(
            "{label} must be {kind} from {low} to {high}, not {value}.",
            label=field.label,
            kind=kind,
            low=plain_number(field.low),
            high=plain_number(field.high),
            value=reprlib.repr(value),
        )
    if not field.low <= value <= field.high:
        return UserError(
            "{label} must be from {low} to {high}, not {value}.",
            label=field.label,
            low=plain_number(field.low),
            high=plain_number(field.high),
            value=plain_number(value),
        )
    return None


def _choice_problem(label: str, value: object, choices: tuple[str, ...]) -> UserError | None:
    if value in choices:
        return None
    return UserError(
        "There is no {label} {value}; choose one of {choices}.",
        label=label,
        value=repr(value),
        choices=", ".join(choices),
    )


def plain_number(number: float) -> str:
    """Return a number as short text: 60000, 0.001, 1e-07."""
    return f"{number:,.0f}" if float(number).is_integer() and abs(number) < 1e15 else f"{number:.6g}"


def validated(settings: TrainingSettings) -> TrainingSettings:
    """Return the settings unchanged.

    Raises:
        UserError: a setting is out of its bounds; the first one is named.
    """
    for field in fields(settings):
        problem = problem_of(field.name, getattr(settings, field.name))
        if problem is not None:
            raise problem
    return settings


def settings_from_dict(entries: Mapping[str, Any]) -> TrainingSettings:
    """Return validated settings from plain data, e.g. from a file.

    Raises:
        UserError: an entry is unknown or out of its bounds.
    """
    known = {field.name for field in fields(TrainingSettings)}
    for name in entries:
        if name not in known:
            raise UserError("There is no training setting called {name}.", name=repr(name))
    return validated(replace(TrainingSettings(), **entries))
