from __future__ import annotations

import gc
import weakref

import pytest

from engine.cancellation import Cancellation
from engine.errors import Cancelled
from engine.protocol.commands import WarmUp
from engine.protocol.inbox import Inbox
from engine.session.session import Session
from engine.session.trainers import MOST_IDLE, Key, Trainers
from engine.settings import ModelSpec, TrainingSettings
from engine.training.compiling import let_compiling_end
from engine.training.trainer import Trainer
from tests.engine.cancellations import cancelled


def key(latent_dim: int) -> Key:
    return ModelSpec("dense", (8, 8, 1), latent_dim), "mse"


def requested(trainers: Trainers, latent_dim: int) -> Trainer:
    return trainers.for_key(key(latent_dim), Cancellation(), lambda: None)


@pytest.mark.slow
def test_the_latest_few_are_kept_and_the_others_released() -> None:
    trainers = Trainers(lambda: None)
    first = weakref.ref(requested(trainers, 1))
    second = requested(trainers, 2)
    for latent_dim in range(3, 3 + MOST_IDLE - 2):
        requested(trainers, latent_dim)
    assert requested(trainers, 2) is second  # so the first is the one that was requested longest ago
    requested(trainers, 20)
    assert len(trainers) == MOST_IDLE
    assert key(1) not in trainers
    gc.collect()
    assert first() is None
    assert requested(trainers, 2) is second
    requested(trainers, 3)
    requested(trainers, 21)  # the one of 20 was asked for before those of 2 and 3
    assert key(20) not in trainers
    assert requested(trainers, 2) is second


def test_the_current_model_s_is_never_released() -> None:
    current: list[Trainer] = []
    trainers = Trainers(lambda: current[0] if current else None)
    current.append(requested(trainers, 1))
    for latent_dim in range(2, 2 + MOST_IDLE + 2):
        requested(trainers, latent_dim)
    assert requested(trainers, 1) is current[0]
    assert len(trainers) == MOST_IDLE + 1


@pytest.mark.slow
def test_the_weights_of_one_that_was_released_take_no_memory() -> None:
    trainers = Trainers(lambda: None)
    first = requested(trainers, 1)
    for latent_dim in range(2, 2 + MOST_IDLE):
        requested(trainers, latent_dim)
    assert sum(weight.size for weight in first.weights()) == 0


def test_nothing_is_built_for_a_request_that_was_taken_back() -> None:
    trainers = Trainers(lambda: None)
    with pytest.raises(Cancelled):
        trainers.for_key(key(1), cancelled(), lambda: None)
    let_compiling_end()
    assert not len(trainers)


def test_of_the_settings_scrolled_past_none_is_built_while_a_later_request_waits() -> None:
    inbox = Inbox()
    session = Session(lambda event: None, inbox=inbox)
    session.load_dataset("pen-digits")
    inbox.put(WarmUp(TrainingSettings(latent_dim=3), None))
    with pytest.raises(Cancelled):
        session.warm_up(TrainingSettings(latent_dim=2), None)
    let_compiling_end()
    assert not len(session.workspace._trainers)
    assert isinstance(inbox.take(), WarmUp)
