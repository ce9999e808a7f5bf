import math

import pytest

from engine.protocol.events import BatchEnded, EpochEnded
from engine.training.trainer import Trainer
from tests.engine.training.small_training import RUN_ID, Run, small_images

IMAGES = small_images(400)


def test_every_whole_epoch_is_told_with_its_losses(trainer: Trainer) -> None:
    run = Run(trainer, IMAGES)
    epochs = run.published(EpochEnded)
    assert [epoch.epoch for epoch in epochs] == [1, 2, 3]
    assert [epoch.loss for epoch in epochs] == list(run.result.history["loss"])
    assert [epoch.val_loss for epoch in epochs] == list(run.result.history["val_loss"])
    assert epochs[2].loss < epochs[0].loss
    assert {epoch.run_id for epoch in epochs} == {RUN_ID}


def test_without_validation_there_is_no_validation_loss(trainer: Trainer) -> None:
    run = Run(trainer, IMAGES, validation_split=0.0)
    assert set(run.result.history) == {"loss"}
    assert {epoch.val_loss for epoch in run.published(EpochEnded)} == {None}


def test_batches_are_told_every_50_ms_at_most(trainer: Trainer) -> None:
    run = Run(trainer, small_images(20_000), epochs=4)
    batches = run.published(BatchEnded)
    assert 1 <= len(batches) <= run.result.seconds / 0.05 + 1
    assert len(batches) < run.calls / 4
    for event in batches:
        assert 1 <= event.epoch <= 4
        assert 1 <= event.batch <= math.ceil(15_000 / 32)
        assert event.samples_per_second > 0
        assert event.seconds_left >= 0
    assert batches[-1].loss < batches[0].loss
    assert batches[-1].seconds_left < batches[0].seconds_left


def test_time_left_follows_from_the_speed_and_what_is_left(trainer: Trainer) -> None:
    run = Run(trainer, small_images(20_000), epochs=4)
    event = run.published(BatchEnded)[-1]
    done = (event.epoch - 1 + event.batch / math.ceil(15_000 / 32)) / 4
    left = 60_000 * (1 - done)
    assert event.seconds_left == pytest.approx(left / event.samples_per_second, rel=1e-3, abs=1e-3)
