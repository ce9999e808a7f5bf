"""The one-class study: how well classes are distinguished from all others, by our score and by two baselines.

The baselines are the plain error and nearest neighbours on pixels. The study has its own trainer, so that the current
model is not changed.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.datasets.image_dataset import ImageDataset, Images
from engine.detection.autoencoder_evidence import Autoencoder, Reconstruct
from engine.detection.detector import Detector
from engine.detection.evidence.neighbours import Neighbours
from engine.detection.evidence.views import images_at_once, to_float32
from engine.detection.parallel import in_threads
from engine.detection.roc import auroc
from engine.errors import UserError
from engine.image_shape import ImageShape
from engine.progress import Report
from engine.protocol.activity import Outcome
from engine.protocol.results import StudyRow
from engine.protocol.run_control import RunControl
from engine.settings import ModelSpec, TrainingSettings
from engine.training.compiling import compile_beside
from engine.training.image_counts import training_count
from engine.training.trainer import Trainer

Floats = NDArray[np.float32]

NEAREST = 5
_MOST_REFERENCES = 10_000
_MOST_VALUES = 1 << 27  # of the normals as float32: 512 MiB
_IMAGES_AT_ONCE = 500


@dataclass(frozen=True)
class TrainedModel:
    """What a study needs from a training.

    Attributes:
        autoencoder: the trained autoencoder.
        is_unseen: (n,) bool: the images that were held out from its training.
    """

    autoencoder: Autoencoder
    is_unseen: NDArray[np.bool_]


def study(
    dataset: ImageDataset,
    choices: Sequence[tuple[int, ...]],
    train: Callable[[Images], TrainedModel],
    *,
    seed: int,
    samples: int | None = None,
    report: Report,
    cancellation: Cancellation | None = None,
    poll: Poll = poll_nothing,
) -> Iterator[StudyRow]:
    """Yield a row for each choice of normal classes, as soon as it is measured.

    Args:
        dataset: with labels and a test set.
        choices: the labels that count as normal, for each row.
        train: trains a fresh autoencoder on (n, height, width, channels) uint8 normal images. It raises
            `Cancelled` if it is stopped.
        seed: of the detector.
        samples: the most normal training images to use; None means all.
        report: receives what is being done and the progress of the row.
        cancellation: checked often.
        poll: called often.

    Raises:
        UserError: the data set has no labels or no test set, or a choice leaves nothing normal or nothing abnormal.
        Cancelled: `cancellation` was requested.
    """
    if dataset.x_test is None or dataset.y_test is None or dataset.y_train is None:
        raise UserError(
            "A study needs labelled images to train on and to test with, and {name} does not have both; choose "
            "another data set.",
            name=dataset.name,
        )
    for choice in choices:
        begun = time.perf_counter()
        is_normal = dataset.is_normal(dataset.y_test, choice)
        if is_normal.all() or not is_normal.any():
            raise UserError(
                "With {normal} as normal, the test images of {name} are not of both sorts, so there is nothing to "
                "tell apart; choose other classes.",
                name=dataset.name,
                normal=", ".join(map(str, choice)),
            )
        images = dataset.normal_train(choice, samples)
        report("Training the autoencoder", None)
        model = train(images)
        detector = Detector.fit(
            images,
            model.autoencoder,
            is_unseen=model.is_unseen,
            seed=seed,
            report=report,
            cancellation=cancellation,
            poll=poll,
        )
        report("Scoring the test images", None)
        ours = auroc(is_normal, detector.score(dataset.x_test, cancellation, poll).score)
        seconds = time.perf_counter() - begun  # without the time of the baselines
        plain = auroc(is_normal, plain_errors(dataset.x_test, model.autoencoder.reconstruct, cancellation, poll))
        near = auroc(is_normal, neighbour_distances(images, dataset.x_test, seed, cancellation, poll))
        assert ours is not None
        assert plain is not None
        assert near is not None
        yield StudyRow(choice, ours, plain, near, seconds)


def plain_errors(
    images: Images,
    reconstruct: Reconstruct,
    cancellation: Cancellation | None = None,
    poll: Poll = poll_nothing,
) -> Floats:
    """Return the mean squared reconstruction error of each image, (n,) float32, as in the article.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    cancellation = cancellation or Cancellation()
    errors = np.empty(len(images), np.float32)
    at_once = min(_IMAGES_AT_ONCE, images_at_once(images))
    for start in range(0, len(images), at_once):
        poll()
        cancellation.raise_if_cancelled()
        light = to_float32(images[start : start + at_once])
        difference = (reconstruct(light) - light).reshape(len(light), -1)
        errors[start : start + at_once] = np.square(difference).mean(axis=1)
    return errors


def neighbour_distances(
    normals: Images,
    images: Images,
    seed: int,
    cancellation: Cancellation | None = None,
    poll: Poll = poll_nothing,
) -> Floats:
    """Return the mean distance of the raw pixels to the five nearest normals, (n,) float32; nothing is trained.

    At most 10,000 normals are used, a random choice; fewer of large pictures.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    most = min(_MOST_REFERENCES, max(NEAREST, _MOST_VALUES // math.prod(normals.shape[1:])))
    chosen = np.random.default_rng(seed).permutation(len(normals))[:most]
    at_once = min(_IMAGES_AT_ONCE, images_at_once(images))
    reference = Neighbours(to_float32(normals[chosen]).reshape(len(chosen), -1))
    k = min(NEAREST, len(chosen))

    def distances(start: int) -> Floats:
        part = to_float32(images[start : start + at_once])
        nearest = reference.nearest(part.reshape(len(part), -1), k)[1]
        return np.asarray(nearest.mean(axis=1), np.float32)

    starts = range(0, len(images), at_once)
    return np.concatenate(list(in_threads(distances, starts, cancellation, poll)))


class StudyTraining:
    """Trains one autoencoder after the other, and keeps the compiled model from one study to the next."""

    def __init__(self) -> None:
        self._key: object = None
        self._trainer: Trainer | None = None

    def for_settings(
        self, settings: TrainingSettings, image_shape: ImageShape, cancellation: Cancellation, poll: Poll
    ) -> Callable[[Images], TrainedModel]:
        """Return the `train` argument of `study`.

        Args:
            settings: of every training.
            image_shape: (height, width, channels) in px.
            cancellation: checked while the model is built and compiled, and after every batch.
            poll: called equally often.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        key = (settings.model_spec(image_shape), settings.loss)
        compile_beside(lambda: self._build(key), cancellation, poll)
        assert self._trainer is not None
        trainer = self._trainer
        return lambda images: _trained(trainer, images, settings, cancellation, poll)

    def _build(self, key: tuple[ModelSpec, str]) -> None:
        if self._key != key:
            self._key, self._trainer = key, Trainer(*key)


def _trained(
    trainer: Trainer, images: Images, settings: TrainingSettings, cancellation: Cancellation, poll: Poll
) -> TrainedModel:
    trainer.prepare(len(images), settings, cancellation, poll)
    trainer.reset(settings.seed)
    control = RunControl(cancellation=cancellation)
    result = trainer.fit(images, settings, control, 0, lambda _event: None, poll)
    cancellation.raise_if_cancelled()
    if result.outcome is Outcome.DIVERGED:
        raise UserError("A training of the study diverged; lower the learning rate.")
    is_unseen = np.arange(len(images)) >= training_count(len(images), settings.validation_split)
    return TrainedModel(trainer.autoencoder, is_unseen)
