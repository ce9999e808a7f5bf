from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine.cancellation import Cancellation
from engine.datasets.image_dataset import ImageDataset, each_in_turn
from engine.errors import Cancelled, UserError
from engine.session.study import StudyTraining, TrainedModel, neighbour_distances, plain_errors, study
from engine.settings import TrainingSettings
from tests.engine.cancellations import cancelled
from tests.engine.detection.detector_examples import Images, MeanImage, bars, lying_bars, mean_autoencoder

LABELS = np.repeat(np.array([1, 4]), 40)
DATASET = ImageDataset(
    "Bars",
    "bars",
    np.concatenate([bars(40), lying_bars(40)]),
    LABELS,
    np.concatenate([bars(40, seed=2), lying_bars(40, seed=2)]),
    LABELS.copy(),
)


def train(images: Images) -> TrainedModel:
    return TrainedModel(mean_autoencoder(images), np.arange(len(images)) >= 30)


def say_nothing(template: str, fraction: float | None, **values: object) -> None:
    pass


def run(dataset: ImageDataset = DATASET, choices=((1,),), cancellation=None):
    return list(study(dataset, choices, train, seed=0, report=say_nothing, cancellation=cancellation))


@pytest.mark.slow
def test_each_class_in_turn_gets_a_row_with_ours_beside_the_plain_error_and_the_neighbours() -> None:
    rows = run(choices=each_in_turn(DATASET))
    assert [row.normal for row in rows] == [(1,), (4,)]
    for row in rows:
        assert row.auroc > 0.98
        assert 0 <= row.auroc_error <= 1
        assert row.auroc_neighbours > 0.9
        assert row.seconds > 0


@pytest.mark.slow
def test_rows_come_as_soon_as_they_are_known() -> None:
    trainings: list[int] = []

    def counted(images: Images) -> TrainedModel:
        trainings.append(len(images))
        return train(images)

    rows = study(
        DATASET,
        ((1,), (4,)),
        counted,
        seed=0,
        samples=35,
        report=say_nothing,
    )
    next(rows)
    assert trainings == [35]
    rows.close()


def test_a_cancelled_study_ends() -> None:
    with pytest.raises(Cancelled):
        run(cancellation=cancelled())


@pytest.mark.parametrize(
    "work",
    [
        lambda cancellation: plain_errors(bars(5_000), MeanImage(bars(5)), cancellation, cancellation.cancel),
        lambda cancellation: neighbour_distances(bars(50), bars(5_000), 0, cancellation, cancellation.cancel),
    ],
    ids=["plain errors", "neighbours"],
)
def test_what_we_are_compared_with_ends_when_it_is_cancelled_in_the_middle(
    work: Callable[[Cancellation], object],
) -> None:
    with pytest.raises(Cancelled):
        work(Cancellation())


def test_a_training_of_a_study_ends_when_it_is_cancelled_in_the_middle() -> None:
    settings = TrainingSettings(
        architecture="dense", preset="article", epochs=100_000, batch_size=32, latent_dim=2
    )
    cancellation, polls = Cancellation(), []

    def poll() -> None:
        polls.append(len(polls))
        if is_training and len(polls) > 20:
            cancellation.cancel()

    is_training = False
    train_by_settings = StudyTraining().for_settings(settings, DATASET.image_shape, cancellation, poll)
    is_training = True
    with pytest.raises(Cancelled):
        train_by_settings(bars(40))


def test_a_study_needs_labels_and_both_sorts_of_images() -> None:
    with pytest.raises(UserError, match="needs labelled images"):
        run(ImageDataset("Bare", "bare", bars(40)))
    with pytest.raises(UserError, match=r"With 1, 4 as normal, .* nothing to tell apart"):
        run(choices=((1, 4),))
    with pytest.raises(UserError, match="no class 7"):
        run(choices=((7,),))


def test_the_plain_error_is_the_mean_squared_one() -> None:
    images = bars(5)
    mean = MeanImage(images)
    expected = ((images / 255 - mean.mean) ** 2).mean(axis=(1, 2, 3))
    assert plain_errors(images, mean) == pytest.approx(expected, rel=1e-4)


def test_a_normal_image_is_near_itself_and_a_far_one_is_not() -> None:
    distances = neighbour_distances(bars(50), np.concatenate([bars(50)[:3], lying_bars(3)]), 0)
    assert distances[:3].max() < distances[3:].min()
