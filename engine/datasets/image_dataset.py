"""The form that data sets have in the engine, whatever their source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.datasets.centring import are_centred
from engine.datasets.content_hash import content_hash
from engine.datasets.image_order import mixed_order
from engine.errors import UserError
from engine.image_shape import ImageShape

if TYPE_CHECKING:  # the window imports this before it is shown
    from engine.pictures.file_listing import Skipped
    from engine.pictures.import_plan import ImportPlan
    from engine.pictures.preparation import PicturePreparation

Images = NDArray[np.uint8]
Labels = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ImageDataset:
    """Images to train on and to test with. All arrays are read-only and may be memory-mapped.

    Attributes:
        name: shown to the user, e.g. "MNIST".
        source: from which it can be loaded again: "mnist", "pen-digits" or the path of a file or a folder.
        x_train: (n, height, width, channels) uint8, 0..255.
        y_train: (n,) int64 labels, or None.
        x_test: (m, height, width, channels) uint8, or None where there is no test set.
        y_test: (m,) int64 labels, or None.
        note: one sentence for the user, e.g. that this set replaces another one; or "".
        files: the files that it was read from; empty where it was generated.
        label_names: what the classes are called, where that is more than a number.
        usual_normal: the classes that count as normal unless the user says otherwise; None means all.
        plan: of a folder of pictures, what was made of it; None for other data.
        masks: (m, height, width) bool, the abnormal places of the test images; None where none are known.
        has_mask: (m,) bool, of which test images they are known; None with `masks`.
        skipped: the files that were not used, and why.
    """

    name: str
    source: str
    x_train: Images
    y_train: Labels | None = None
    x_test: Images | None = None
    y_test: Labels | None = None
    note: str = ""
    files: tuple[Path, ...] = ()
    label_names: Mapping[int, str] = field(default_factory=dict)
    usual_normal: tuple[int, ...] | None = None
    plan: ImportPlan | None = None
    masks: NDArray[np.bool_] | None = None
    has_mask: NDArray[np.bool_] | None = None
    skipped: tuple[Skipped, ...] = ()

    def __post_init__(self) -> None:
        for array in (self.x_train, self.y_train, self.x_test, self.y_test, self.masks, self.has_mask):
            if array is not None:
                array.flags.writeable = False

    @property
    def preparation(self) -> PicturePreparation | None:
        """How the pictures were prepared; None where these are no pictures from a folder."""
        return None if self.plan is None else self.plan.preparation

    @property
    def image_shape(self) -> ImageShape:
        """(height, width, channels) of every image, in px."""
        height, width, channels = self.x_train.shape[1:]
        return height, width, channels

    @cached_property
    def identity(self) -> str:
        """A hash of its content, by which this data set can be recognised whatever its name is.

        It takes about 10 ms the first time, even for a mapped file of any size.
        """
        return content_hash((self.x_train, self.y_train, self.x_test, self.y_test))

    @cached_property
    def is_centred(self) -> bool:
        """Whether its images are centred ink, as MNIST's; what a model of them sees is then prepared so."""
        return self.plan is None and are_centred(self.x_train)

    @cached_property
    def labels(self) -> tuple[int, ...]:
        """The distinct labels, in order; empty where there are none."""
        found = [np.unique(y) for y in (self.y_train, self.y_test) if y is not None]
        return tuple(np.unique(np.concatenate(found)).tolist()) if found else ()

    def normal_train(self, normal: Iterable[int] | None, samples: int | None = None) -> Images:
        """Return the training images of the normal classes, (k, height, width, channels) uint8.

        They come in the order of `normal_places`, in which any part is like the whole.

        Args:
            normal: the labels that count as normal; None means all.
            samples: the most images to return; None means all.

        Raises:
            UserError: there are no such images, or `normal` is given for a data set without labels.
        """
        places = self.normal_places(normal, samples)
        if len(places) == 0:
            raise UserError(
                "No training image of {name} is normal under the choice {normal}; choose at least one class "
                "that it has.",
                name=self.name,
                normal=sorted(normal or ()),
            )
        # A slice is no copy, which counts for large files.
        is_beginning = (places == np.arange(len(places))).all()
        return self.x_train[: len(places)] if is_beginning else self.x_train[places]

    def normal_places(self, normal: Iterable[int] | None, samples: int | None = None) -> NDArray[np.intp]:
        """Return the indices in `x_train` of the images that `normal_train` returns, (k,).

        Data that come mixed keep their order, so the first ones are taken. From data that come sorted, e.g. by class,
        they are drawn at random, all classes alike; the same arguments always draw the same.

        Raises:
            UserError: `normal` is given for a data set without labels, or names a class that it does not have.
        """
        places = np.arange(len(self.x_train))
        if normal is not None:
            places = np.flatnonzero(self.is_normal(self.y_train, normal))
        return mixed_order(self.x_train, self.y_train, places)[:samples]

    def normal_count(self, normal: Iterable[int] | None, samples: int | None = None) -> int:
        """Return how many images `normal_train` would return for the same arguments; 0 if it would find none.

        Raises:
            UserError: `normal` is given for a data set without labels, or names a class that it does not have.
        """
        count = len(self.x_train) if normal is None else int(self.is_normal(self.y_train, normal).sum())
        return count if samples is None else min(samples, count)

    def is_normal(self, labels: Labels | None, normal: Iterable[int]) -> NDArray[np.bool_]:
        """Return which labels count as normal, (n,) bool.

        Raises:
            UserError: the data set has no labels, or `normal` names a class that it does not have.
        """
        if labels is None:
            raise UserError("{name} has no labels, so all of its images must count as normal.", name=self.name)
        wanted = set(normal)
        missing = wanted - set(self.labels)
        if missing:
            raise UserError(
                "{name} has no class {missing}; its classes are {labels}.",
                name=self.name,
                missing=", ".join(map(str, sorted(missing))),
                labels=", ".join(map(str, self.labels)),
            )
        return np.isin(labels, sorted(wanted))


def each_in_turn(dataset: ImageDataset) -> tuple[tuple[int, ...], ...]:
    """Return one choice of normal classes for each class of a labelled data set."""
    return tuple((label,) for label in dataset.labels)
