import threading
from collections.abc import Callable

import numpy as np
import pytest

from engine.protocol.events import EpochEnded, TrainingPaused, TrainingResumed
from engine.training.trainer import Trainer
from tests.engine.training.small_training import RUN_ID, SHAPE, Run, small_images

IMAGES = small_images(400)  # 300 to train on: 10 batches an epoch


def stop_at(call: int) -> Callable[[Run], None]:
    """Return what stops the run at the end of its n-th batch."""

    def on_batch(run: Run) -> None:
        if run.calls == call:
            run.control.stop()

    return on_batch


def test_stop_ends_the_run_after_the_batch_and_keeps_what_was_learnt(trainer: Trainer) -> None:
    run = Run(trainer, IMAGES, stop_at(14), epochs=1000)
    # One more call: Keras begins the validation before it looks whether to go on.
    assert run.calls == 15
    assert run.result.outcome == "stopped"
    assert run.result.epochs == 1
    learnt = trainer.errors(IMAGES)["bce"].mean()
    trainer.reset(run.settings.seed)
    assert learnt < 0.9 * trainer.errors(IMAGES)["bce"].mean()


def test_stop_acts_within_the_validation_too(trainer: Trainer) -> None:
    images = small_images(20_000)  # 469 batches to train on, two executions to validate
    run = Run(trainer, images, stop_at(470))
    assert run.calls == 470
    assert run.result.outcome == "stopped"
    assert run.published(EpochEnded) == []  # its validation is not whole


def test_a_paused_run_waits_and_serves_until_it_is_resumed(trainer: Trainer) -> None:
    reconstructions = []

    def on_batch(run: Run) -> None:
        if run.calls == 4:
            run.control.pause()
        elif run.published(TrainingPaused) and not run.published(TrainingResumed):
            reconstructions.append(trainer.reconstruct(np.ones((1, *SHAPE), np.float32)))
            if len(reconstructions) == 3:
                run.control.resume()

    run = Run(trainer, IMAGES, on_batch)
    assert run.result.outcome == "completed"
    assert len(reconstructions) == 3
    np.testing.assert_array_equal(reconstructions[0], reconstructions[2])  # nothing was learnt meanwhile
    kinds = [type(event) for event in run.events if not isinstance(event, EpochEnded)]
    assert kinds.index(TrainingPaused) < kinds.index(TrainingResumed)
    assert {event.run_id for event in run.published(TrainingPaused)} == {RUN_ID}


def test_a_pause_changes_nothing_of_what_is_learnt(trainer: Trainer) -> None:
    def on_batch(run: Run) -> None:
        if run.calls == 13:
            run.control.pause()
        elif run.calls > 13:
            run.control.resume()

    paused, straight = Run(trainer, IMAGES, on_batch), Run(trainer, IMAGES)
    assert paused.published(TrainingPaused)
    assert paused.result.history == straight.result.history


def test_pauses_do_not_count_as_training_time(trainer: Trainer) -> None:
    waited = threading.Event()

    def on_batch(run: Run) -> None:
        if run.calls == 4:
            run.control.pause()
        elif run.published(TrainingPaused) and not waited.is_set():
            waited.wait(1.0)
            waited.set()
            run.control.resume()

    run = Run(trainer, IMAGES, on_batch)
    assert run.result.seconds < 1.0


def test_stop_ends_a_pause_too(trainer: Trainer) -> None:
    def on_batch(run: Run) -> None:
        if run.calls == 4:
            run.control.pause()
        elif run.published(TrainingPaused):
            run.control.stop()

    run = Run(trainer, IMAGES, on_batch)
    assert run.result.outcome == "stopped"
    assert run.published(TrainingResumed) == []


def test_step_runs_one_epoch_and_pauses_after_it_has_been_told(trainer: Trainer) -> None:
    epochs_at_pause: list[int] = []

    def on_batch(run: Run) -> None:
        pauses = len(run.published(TrainingPaused))
        if pauses > len(epochs_at_pause):
            epochs_at_pause.append(len(run.published(EpochEnded)))
            if pauses == 1:
                run.control.step()
            else:
                run.control.resume()

    run = Run(trainer, IMAGES, on_batch, is_stepping=True, epochs=4)
    assert epochs_at_pause == [1, 2]
    assert run.result.outcome == "completed"
    assert run.result.epochs == 4


def test_a_step_through_the_last_epoch_ends_the_run_instead_of_a_pause(trainer: Trainer) -> None:
    run = Run(trainer, IMAGES, is_stepping=True, epochs=1)
    assert run.result.outcome == "completed"
    assert run.published(TrainingPaused) == []


def test_a_change_of_the_learning_rate_acts_from_the_next_execution_on(trainer: Trainer) -> None:
    def on_batch(run: Run) -> None:
        if run.calls == 10:
            run.control.change_learning_rate(1e-7)

    run = Run(trainer, IMAGES, on_batch, epochs=4)
    assert [epoch.learning_rate for epoch in run.published(EpochEnded)] == pytest.approx([3e-3, 1e-7, 1e-7, 1e-7])
    first, second, third, fourth = run.result.history["val_loss"]
    assert second == pytest.approx(first, abs=1e-4)
    assert fourth == pytest.approx(third, abs=1e-4)
