"""What an execution hands over to be learnt, recorded instead of learnt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.settings import TrainingSettings
from engine.training.executions import EXECUTION_S, Executions

IMAGES = np.full((64, 8, 8, 1), 100, np.uint8)
SETTINGS = TrainingSettings(epochs=2, batch_size=8, learning_rate=0.01)  # 16 steps in all


class Recorder:
    """Takes the place of the compiled steps and remembers what they are given, step by step."""

    def __init__(self) -> None:
        self.inputs: list[NDArray[np.uint8]] = []
        self.rates: list[float] = []

    def new_chunk(self, batch_size: int) -> NDArray[np.uint8]:
        return np.zeros((5, batch_size, 8, 8, 1), np.uint8)

    def train(self, inputs, targets, counts, rates, steps: int) -> NDArray[np.float32]:
        self.inputs += list(inputs[:steps].copy())
        self.rates += rates[:steps].tolist()
        assert (targets[:steps] == 100).all()
        return np.zeros(steps, np.float32)


def recorded(steps_at_once: int, **changes: object) -> Recorder:
    recorder = Recorder()
    executions = Executions(recorder, IMAGES, replace(SETTINGS, **changes))
    for _ in range(16):
        executions._step_s = EXECUTION_S / (steps_at_once + 0.5)  # as if that were the machine's speed
        executions.next_batch()
    return recorder


@pytest.mark.parametrize("steps_at_once", [1, 3])
def test_a_decaying_rate_falls_along_half_a_cosine_however_fast_the_machine_is(steps_at_once: int) -> None:
    expected = 0.01 * (1 + np.cos(np.pi * np.arange(16) / 16)) / 2
    np.testing.assert_allclose(recorded(steps_at_once, decay=True).rates, expected, rtol=1e-5)


def test_without_decay_the_rate_stays() -> None:
    assert recorded(3).rates == pytest.approx([0.01] * 16)


@pytest.mark.parametrize("changes", [{"noise_sd": 0.1}, {"mask_fraction": 0.5}])
def test_noise_alone_and_a_block_alone_damage_the_input_of_every_step_anew(changes: dict[str, float]) -> None:
    inputs = recorded(3, **changes).inputs
    assert all((batch != 100).any() for batch in inputs)
    assert len({batch.tobytes() for batch in inputs}) == 16


def test_the_damage_does_not_depend_on_how_steps_are_grouped() -> None:
    one, three = (recorded(steps, noise_sd=0.1, mask_fraction=0.5).inputs for steps in (1, 3))
    np.testing.assert_array_equal(one, three)


def test_whole_images_are_handed_over_where_no_damage_is_asked_for() -> None:
    assert all((batch == 100).all() for batch in recorded(2).inputs)
