import numpy as np
import pytest

from engine.protocol.events import BatchEnded, EpochEnded
from engine.settings import ModelSpec
from engine.training.trainer import Trainer
from tests.engine.training.small_training import SHAPE, Run, small_images

IMAGES = small_images(400)


@pytest.fixture(scope="module")
def variational() -> Trainer:
    """Return a trainer whose loss overflows at a high learning rate, since it exponentiates a layer's output."""
    return Trainer(ModelSpec("variational", SHAPE, 4), "bce")


@pytest.mark.slow
def test_a_run_that_blows_up_at_once_gives_back_the_untrained_weights(variational: Trainer) -> None:
    run = Run(variational, IMAGES, architecture="variational", learning_rate=10.0, epochs=200)
    assert run.result.outcome == "diverged"
    ends = variational.weights()
    variational.reset(run.settings.seed)
    for end, untrained in zip(ends, variational.weights(), strict=True):
        np.testing.assert_array_equal(end, untrained)


@pytest.mark.slow
def test_a_run_that_blows_up_later_keeps_what_was_good(variational: Trainer) -> None:
    def on_batch(run: Run) -> None:
        if len(run.published(EpochEnded)) == 20:
            run.control.change_learning_rate(10.0)

    run = Run(variational, IMAGES, on_batch, architecture="variational", epochs=200)
    assert run.result.outcome == "diverged"
    assert run.result.epochs >= 20
    good = Run(variational, IMAGES, architecture="variational", epochs=20)
    good_loss = variational.errors(IMAGES)["bce"].mean()
    assert good.result.outcome == "completed"
    run = Run(variational, IMAGES, on_batch, architecture="variational", epochs=200)
    assert variational.errors(IMAGES)["bce"].mean() == pytest.approx(good_loss, rel=0.1)


@pytest.mark.slow
def test_a_run_that_ends_far_worse_than_it_began_has_diverged_too(trainer: Trainer) -> None:
    def on_batch(run: Run) -> None:
        if len(run.published(EpochEnded)) == 20:
            run.control.change_learning_rate(10.0)

    run = Run(trainer, IMAGES, on_batch, epochs=40)
    assert run.result.outcome == "diverged"
    diverged_bce = trainer.errors(IMAGES)["bce"].mean()
    Run(trainer, IMAGES, epochs=20)
    assert diverged_bce == pytest.approx(trainer.errors(IMAGES)["bce"].mean(), rel=0.1)


def test_only_numbers_are_published(variational: Trainer) -> None:
    run = Run(variational, IMAGES, architecture="variational", learning_rate=10.0, epochs=200)
    assert np.isfinite([event.loss for event in run.published(BatchEnded)]).all()
    assert np.isfinite([event.loss for event in run.published(EpochEnded)]).all()
    assert all(np.isfinite(losses).all() for losses in run.result.history.values())


def test_a_run_that_learns_has_not_diverged(variational: Trainer) -> None:
    run = Run(variational, IMAGES, architecture="variational")
    assert run.result.outcome == "completed"
    assert run.result.history["loss"][-1] < run.result.history["loss"][0]
