"""Compiling beside the thread that answers, and what that does not disturb."""

import threading
from collections.abc import Callable

import numpy as np
import pytest

from engine.cancellation import Cancellation
from engine.errors import Cancelled
from engine.training.compiling import compile_beside
from engine.training.trainer import Trainer
from tests.engine.training.held_compiling import compiling_held
from tests.engine.training.small_training import SETTINGS, SHAPE, Run, small_images

IMAGES = small_images(400)


@pytest.fixture(scope="module")
def trainer() -> Trainer:
    return Trainer(SETTINGS.model_spec(SHAPE), "bce")


@pytest.mark.slow
def test_warming_up_changes_nothing(trainer: Trainer) -> None:
    trainer.reset(0)
    before = trainer.weights()
    trainer.warm_up(48)
    for array, again in zip(before, trainer.weights(), strict=True):
        np.testing.assert_array_equal(array, again)


def test_the_model_answers_while_it_is_compiled(trainer: Trainer) -> None:
    images = IMAGES[:1].astype(np.float32) / np.float32(255)
    expected = trainer.reconstruct(images)
    answers = []
    trainer.warm_up(40, poll=lambda: answers.append(trainer.reconstruct(images)))
    assert len(answers) > 1
    np.testing.assert_array_equal(answers[-1], expected)


def test_nobody_need_wait_for_the_compiling_to_end(trainer: Trainer) -> None:
    cancellation = Cancellation()
    with pytest.raises(Cancelled):
        trainer.warm_up(24, cancellation, poll=cancellation.cancel)


@pytest.mark.parametrize(
    "change", [lambda trainer, weights: trainer.reset(3), lambda trainer, weights: trainer.set_weights(weights)]
)
def test_weights_change_only_when_nothing_is_compiled(trainer: Trainer, change: Callable[..., None]) -> None:
    with compiling_held() as is_compiled:
        changing = threading.Thread(target=change, args=(trainer, trainer.weights()))
        changing.start()
        changing.join(0.2)
        assert changing.is_alive()
        is_compiled.set()
    changing.join()


def test_a_failure_to_compile_is_told_where_it_is_waited_for() -> None:
    def fail() -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        compile_beside(fail)


@pytest.mark.slow
def test_what_was_compiled_beside_is_not_traced_again_by_a_training() -> None:
    trainer = Trainer(SETTINGS.model_spec(SHAPE), "mse")
    trainer.warm_up(SETTINGS.batch_size)
    Run(trainer, IMAGES, loss="mse")
    assert trainer._fused.steps._train.experimental_get_tracing_count() == 1
