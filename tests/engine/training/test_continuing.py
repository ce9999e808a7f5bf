"""A training that is stopped and continued ends bit for bit like one that was never stopped."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.protocol.activity import Outcome
from engine.protocol.events import EpochEnded, Event
from engine.protocol.run_control import RunControl
from engine.runs.training_state import TrainingState
from engine.settings import TrainingSettings
from engine.training.trainer import Trainer, TrainingResult
from tests.engine.training.small_training import RUN_ID, SETTINGS, SHAPE, small_images

IMAGES = small_images(400)


class Kept:
    """Trains and keeps every state that is handed out.

    Args:
        stop_after: stop once so many batches are done; None never does.
    """

    def __init__(
        self,
        trainer: Trainer,
        settings: TrainingSettings,
        begun: TrainingState | None = None,
        stop_after: int | None = None,
    ) -> None:
        self.states: list[TrainingState] = []
        self.events: list[Event] = []
        control = RunControl()
        calls = 0

        def poll() -> None:
            nonlocal calls
            calls += 1
            if calls == stop_after:
                control.stop()

        def keep(state: TrainingState) -> float:
            self.states.append(state)
            return 0.0

        if begun is None:
            trainer.reset(settings.seed)
        else:
            trainer.restore(begun)
        self.result: TrainingResult = trainer.fit(
            IMAGES, settings, control, RUN_ID, self.events.append, poll, begun=begun, keep=keep
        )
        self.weights = trainer.weights()


def assert_same_end(whole: Kept, continued: Kept) -> None:
    assert whole.result.history == continued.result.history
    assert continued.result.outcome is Outcome.COMPLETED
    for expected, found in zip(whole.weights, continued.weights, strict=True):
        np.testing.assert_array_equal(expected, found)
    for expected, found in zip(whole.states[-1].optimizer, continued.states[-1].optimizer, strict=True):
        np.testing.assert_array_equal(expected, found)


@pytest.fixture(scope="module", params=["dense", "variational"])
def trainer(request: pytest.FixtureRequest) -> Trainer:
    return Trainer(replace(SETTINGS, architecture=request.param).model_spec(SHAPE), "bce")


def settings_of(trainer: Trainer, **changes: Any) -> TrainingSettings:
    is_variational = len(trainer.model.layers) > 8 and any("gaussian" in x.name for x in trainer.model.layers)
    return replace(SETTINGS, architecture="variational" if is_variational else "dense", **changes)


@pytest.mark.parametrize("stop_after", [1, 7, 14, 15, 22])  # 13 batches an epoch with its validation
@pytest.mark.parametrize("changes", [{}, {"decay": True, "noise_sd": 0.2}])
@pytest.mark.slow
def test_a_stopped_training_goes_on_as_if_it_had_never_stopped(
    trainer: Trainer, stop_after: int, changes: dict[str, Any]
) -> None:
    settings = settings_of(trainer, epochs=3, **changes)
    whole = Kept(trainer, settings)
    stopped = Kept(trainer, settings, stop_after=stop_after)
    assert stopped.result.outcome is Outcome.STOPPED
    Kept(trainer, replace(settings, seed=9))  # something else in between
    assert_same_end(whole, Kept(trainer, settings, begun=stopped.states[-1]))


@pytest.mark.slow
def test_more_epochs_equal_a_training_that_had_them_from_the_start(trainer: Trainer) -> None:
    whole = Kept(trainer, settings_of(trainer, epochs=4))
    short = Kept(trainer, settings_of(trainer, epochs=2))
    longer = Kept(trainer, settings_of(trainer, epochs=4), begun=short.states[-1])
    assert_same_end(whole, longer)
    assert [e.epoch for e in longer.events if isinstance(e, EpochEnded)] == [3, 4]
    assert longer.states[-1].seconds > short.states[-1].seconds


def test_every_epochs_state_can_be_continued(trainer: Trainer) -> None:
    settings = settings_of(trainer, epochs=3)
    whole = Kept(trainer, settings)
    assert [state.epochs for state in whole.states][-1] == 3
    for state in whole.states[:-1]:
        if state.epochs < 3:
            assert_same_end(whole, Kept(trainer, settings, begun=state))


def test_a_diverged_training_is_continued_from_its_last_good_weights(trainer: Trainer) -> None:
    wild = Kept(trainer, settings_of(trainer, epochs=4, learning_rate=10.0))
    if wild.result.outcome is not Outcome.DIVERGED:
        pytest.skip("this architecture survives it")
    state = wild.states[-1]
    assert not any(array.any() for array in state.optimizer)
    tame = Kept(trainer, settings_of(trainer, epochs=6), begun=replace(state, learning_rate=1e-3))
    assert tame.result.outcome is Outcome.COMPLETED
    assert tame.result.epochs == 6
