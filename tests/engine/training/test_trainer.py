import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.cancellation import Cancellation
from engine.errors import Cancelled, UserError
from engine.protocol.events import TrainingStarted
from engine.protocol.run_control import RunControl
from engine.settings import LOSSES, PRESETS, TrainingSettings
from engine.training import executions
from engine.training.batches import Batches
from engine.training.keras_backend import keras
from engine.training.trainer import Trainer
from tests.engine.training.small_training import RUN_ID, SETTINGS, SHAPE, Run, small_images

IMAGES = small_images(400)


@pytest.fixture(scope="module")
def trainer() -> Trainer:
    return Trainer(SETTINGS.model_spec(SHAPE), "bce")


# ---------------------------------------------------------------------------------- as Keras does it


KERAS_LOSSES = {"bce": "binary_crossentropy", "mse": "mse", "mae": "mae"}


@pytest.mark.slow
@pytest.mark.parametrize("loss", LOSSES)
def test_a_training_learns_what_stock_keras_learns(loss: str) -> None:
    """The same weights, the same order of images, an incomplete last batch, a validation: the same losses."""
    settings = replace(SETTINGS, loss=loss, epochs=1)
    trainer = Trainer(settings.model_spec(SHAPE), loss)
    stock = keras.models.clone_model(trainer.model)
    stock.set_weights(trainer.weights())
    stock.compile(keras.optimizers.Adam(settings.learning_rate), KERAS_LOSSES[loss])

    result = trainer.fit(IMAGES, settings, RunControl(), RUN_ID, lambda event: None, lambda: None)

    scaled = IMAGES.astype(np.float32) / np.float32(255)
    batches = Batches(IMAGES[:300], 300, settings.seed)
    shuffled = np.empty((1, 300, *SHAPE), np.uint8)
    batches.start_epoch(0)
    batches.fill(shuffled, 1)
    inputs = shuffled[0].astype(np.float32) / np.float32(255)
    history = stock.fit(
        inputs,
        inputs,
        batch_size=32,
        shuffle=False,
        validation_data=(scaled[300:], scaled[300:]),
        verbose=0,
    ).history
    np.testing.assert_allclose(result.history["loss"], history["loss"], rtol=1e-4)
    np.testing.assert_allclose(result.history["val_loss"], history["val_loss"], rtol=1e-4)
    for ours, theirs in zip(trainer.weights(), stock.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_errors_are_keras_losses_of_each_image(trainer: Trainer) -> None:
    images = np.random.default_rng(1).integers(0, 256, (30, *SHAPE), np.uint8)
    scaled = images.astype(np.float32) / np.float32(255)
    flat, reconstructed = scaled.reshape(30, -1), np.asarray(trainer.model(scaled)).reshape(30, -1)
    errors = trainer.errors(images)
    for name, function in (
        ("bce", keras.losses.binary_crossentropy),
        ("mse", keras.losses.mean_squared_error),
        ("mae", keras.losses.mean_absolute_error),
    ):
        np.testing.assert_allclose(errors[name], function(flat, reconstructed), rtol=1e-4)


@pytest.mark.shared_data
@pytest.mark.slow
def test_the_article_preset_reproduces_the_article(shared_mnist: Path) -> None:
    with np.load(shared_mnist) as mnist:
        first, test = mnist["x_train"][:500, ..., None], mnist["x_test"][..., None]
    article = PRESETS["article"]
    trainer = Trainer(article.model_spec((28, 28, 1)), article.loss)
    result = trainer.fit(first, article, RunControl(), RUN_ID, lambda event: None, lambda: None)
    assert result.epochs == 10
    errors = trainer.errors(test)
    assert errors["bce"].mean() == pytest.approx(0.27, abs=0.02)
    assert errors["mae"].mean() == pytest.approx(0.147, abs=0.015)


# --------------------------------------------------------------------------------- the same seed


@pytest.mark.parametrize(
    "architecture",
    ["dense", *(pytest.param(name, marks=pytest.mark.slow) for name in ("convolutional", "variational"))],
)
def test_the_same_seed_gives_the_same_model_to_the_bit(architecture: str) -> None:
    settings = replace(SETTINGS, architecture=architecture, noise_sd=0.1, mask_fraction=0.3)
    trainer = Trainer(settings.model_spec(SHAPE), "bce")
    changes: dict[str, Any] = {"architecture": architecture, "noise_sd": 0.1, "mask_fraction": 0.3}
    first = Run(trainer, IMAGES, **changes).result.history
    weights = trainer.weights()
    assert Run(trainer, IMAGES, **changes, seed=1).result.history != first
    assert Run(trainer, IMAGES, **changes).result.history == first
    for once, again in zip(weights, trainer.weights(), strict=True):
        np.testing.assert_array_equal(once, again)


@pytest.mark.slow
def test_what_is_learnt_does_not_depend_on_the_speed_of_the_machine(
    trainer: Trainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes: dict[str, Any] = {"noise_sd": 0.1, "decay": True}
    monkeypatch.setattr(executions, "EXECUTION_S", 1e-9)  # one step in each execution
    slow = Run(trainer, IMAGES, **changes).result.history
    monkeypatch.setattr(executions, "EXECUTION_S", 10.0)  # as many as there are
    assert Run(trainer, IMAGES, **changes).result.history == slow


def test_a_reset_trainer_starts_as_a_new_one(trainer: Trainer) -> None:
    Run(trainer, IMAGES)
    trainer.reset(3)
    new = Trainer(SETTINGS.model_spec(SHAPE), "bce")
    new.reset(3)
    for ours, fresh in zip(trainer.weights(), new.weights(), strict=True):
        np.testing.assert_array_equal(ours, fresh)


def test_random_weights_are_spread_as_glorot_asks() -> None:
    trainer = Trainer(TrainingSettings(architecture="dense").model_spec((28, 28, 1)), "bce")
    kernel, bias = trainer.weights()[:2]
    limit = math.sqrt(6 / (784 + 128))
    assert 0.99 * limit < np.abs(kernel).max() <= limit
    assert not bias.any()


# ----------------------------------------------------------------------------- what it is trained on


def test_the_last_images_are_for_validation(trainer: Trainer) -> None:
    odd_ones_last = IMAGES.copy()
    odd_ones_last[300:] = 255 - odd_ones_last[300:]
    history = Run(trainer, odd_ones_last, epochs=10).result.history
    assert history["val_loss"][-1] > 2 * history["loss"][-1]


def test_the_start_is_told_with_what_lies_ahead(trainer: Trainer) -> None:
    run = Run(trainer, IMAGES)
    (started,) = run.published(TrainingStarted)
    assert started is run.events[0]
    assert (started.run_id, started.samples, started.steps_per_epoch) == (RUN_ID, 300, 10)
    assert started.parameters == sum(array.size for array in trainer.weights())


@pytest.mark.slow
def test_what_was_prepared_for_few_images_serves_for_a_few_more_or_fewer() -> None:
    trainer = Trainer(SETTINGS.model_spec(SHAPE), "mse")
    trainer.prepare(70, replace(SETTINGS, batch_size=1024, validation_split=0.0))
    for count in (70, 128, 65):
        Run(trainer, IMAGES[:count], loss="mse", batch_size=1024, validation_split=0.0)
    assert trainer._fused.steps._train.experimental_get_tracing_count() == 1


@pytest.mark.slow
def test_the_losses_of_few_plain_images_do_not_depend_on_the_room_in_their_batch(trainer: Trainer) -> None:
    exact, roomy = (
        Run(trainer, IMAGES[:12], batch_size=batch_size, validation_split=0.0) for batch_size in (12, 1024)
    )
    assert roomy.result.history["loss"] == pytest.approx(exact.result.history["loss"], rel=1e-5)


def test_fewer_images_than_a_batch_are_one_batch(trainer: Trainer) -> None:
    run = Run(trainer, IMAGES[:12], batch_size=1024)
    assert run.result.outcome == "completed"
    assert [event.steps_per_epoch for event in run.published(TrainingStarted)] == [1]
    assert len(run.result.history["loss"]) == 3


@pytest.mark.parametrize(
    ("count", "split", "problem"),
    [
        (5, 1e-17, "A validation split of 1e-17 of 5 images is less than one image"),
        (1, 0.1, "A validation split of 0.1 leaves none of the 1 images to train on"),
        (2, 0.9, "A validation split of 0.9 leaves none of the 2 images to train on"),
    ],
)
def test_a_split_that_rounds_to_nothing_is_told(trainer: Trainer, count: int, split: float, problem: str) -> None:
    with pytest.raises(UserError, match=problem):
        Run(trainer, IMAGES[:count], validation_split=split)
    with pytest.raises(UserError, match=problem):
        trainer.prepare(count, replace(SETTINGS, validation_split=split))


def test_images_of_a_mapped_file_train_as_those_in_memory(trainer: Trainer, tmp_path: Path) -> None:
    np.save(tmp_path / "images.npy", small_images(2000))
    mapped = np.load(tmp_path / "images.npy", mmap_mode="r")
    loss = Run(trainer, mapped).result.history["val_loss"][-1]
    assert loss == pytest.approx(Run(trainer, small_images(2000)).result.history["val_loss"][-1], rel=0.05)


def test_damaged_inputs_teach_it_to_mend(trainer: Trainer) -> None:
    images = small_images(2000)
    damaged = IMAGES.astype(np.float32) / np.float32(255)
    damaged[:, 2:5, 2:5] = 0

    def error() -> float:
        return float(np.abs(trainer.reconstruct(damaged) - IMAGES.astype(np.float32) / np.float32(255)).mean())

    Run(trainer, images, epochs=10)
    plain = error()
    Run(trainer, images, epochs=10, mask_fraction=0.4)
    assert error() < 0.8 * plain


def test_decay_ends_at_a_learning_rate_near_zero(trainer: Trainer) -> None:
    rates = []
    Run(
        trainer,
        IMAGES,
        lambda run: rates.append(float(run.trainer._fused.optimizer.learning_rate.numpy())),
        epochs=10,
        decay=True,
    )
    assert rates == sorted(rates, reverse=True)
    assert rates[0] == pytest.approx(3e-3, rel=0.1)
    assert rates[-1] < 3e-5


# ------------------------------------------------------------------------------- what it has learnt


def test_many_images_are_reconstructed_as_each_alone(trainer: Trainer) -> None:
    images = np.random.default_rng(0).random((13_000, *SHAPE), np.float32)  # more than one part
    together = trainer.reconstruct(images)
    for index in (0, 12_543, 12_544, 12_999):
        np.testing.assert_allclose(together[index], trainer.reconstruct(images[index : index + 1])[0], atol=1e-6)


def test_it_reconstructs_between_batches_as_sharp_as_it_has_learnt(trainer: Trainer) -> None:
    scaled = IMAGES.astype(np.float32) / np.float32(255)
    errors = []
    Run(trainer, IMAGES, lambda run: errors.append(np.abs(trainer.reconstruct(scaled) - scaled).mean()), epochs=10)
    assert errors[-1] < 0.7 * errors[0]


def test_weights_taken_out_and_put_back_reconstruct_to_the_bit(trainer: Trainer) -> None:
    Run(trainer, IMAGES)
    images = IMAGES.astype(np.float32) / np.float32(255)
    weights, reconstructions = trainer.weights(), trainer.reconstruct(images)
    trainer.reset(9)
    assert (trainer.reconstruct(images) != reconstructions).any()
    trainer.set_weights(weights)
    np.testing.assert_array_equal(trainer.reconstruct(images), reconstructions)


def test_measuring_errors_ends_when_it_is_cancelled_in_the_middle(trainer: Trainer) -> None:
    cancellation, polls = Cancellation(), []

    def poll() -> None:
        polls.append(len(polls))
        if len(polls) == 2:
            cancellation.cancel()

    many = np.broadcast_to(IMAGES[:1], (20_000, *IMAGES.shape[1:]))
    with pytest.raises(Cancelled):
        trainer.errors(many, cancellation, poll)
    assert len(polls) == 2
