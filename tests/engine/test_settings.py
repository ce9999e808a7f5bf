from __future__ import annotations

import math
from dataclasses import asdict, replace

import pytest

from engine.errors import UserError
from engine.settings import (
    DEFAULT_PRESET,
    FIELDS,
    PRESET_LABELS,
    PRESETS,
    TrainingSettings,
    plain_number,
    problem_of,
    settings_from_dict,
    validated,
)


@pytest.mark.parametrize("name", FIELDS)
def test_both_bounds_of_every_number_are_allowed_and_what_is_beyond_is_not(name: str) -> None:
    field = FIELDS[name]
    kind = int if field.is_integer else float
    for bound, beyond in ((field.low, -1), (field.high, 1)):
        assert problem_of(name, kind(bound)) is None
        assert f"{field.label} must be from" in str(problem_of(name, kind(bound + beyond)))


@pytest.mark.parametrize("value", [True, None, "3", 2.5, math.nan, math.inf, 10**400])
def test_what_is_no_whole_number_is_no_number_of_epochs(value: object) -> None:
    assert "Epochs must be a whole number from 1 to 100,000, not " in str(problem_of("epochs", value))


@pytest.mark.parametrize("value", [False, None, math.nan, -math.inf, 10**400])
def test_what_is_no_number_is_no_learning_rate(value: object) -> None:
    assert "Learning rate must be a number from 1e-07 to 10, not " in str(problem_of("learning_rate", value))


def test_only_the_number_of_images_may_be_left_open() -> None:
    assert problem_of("samples", None) is None
    assert problem_of("seed", None) is not None


def test_choices_are_named() -> None:
    assert str(problem_of("loss", "mape")) == "There is no loss 'mape'; choose one of bce, mse, mae."
    assert problem_of("decay", 1) is not None
    assert problem_of("decay", True) is None


def test_settings_come_back_from_plain_data_and_are_looked_at() -> None:
    settings = replace(PRESETS["denoising"], seed=3, samples=40)
    assert settings_from_dict(asdict(settings)) == settings
    with pytest.raises(UserError, match="no training setting called 'colour'"):
        settings_from_dict({"colour": "red"})
    with pytest.raises(UserError, match="Latent size must be from 1 to 4,096, not 5,000"):
        settings_from_dict({"latent_dim": 5_000})


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_allowed_and_has_a_label(name: str) -> None:
    assert validated(PRESETS[name]).preset == name
    assert name in PRESET_LABELS


def test_the_presets_are_the_articles_recipe_and_the_one_that_was_chosen_by_measuring() -> None:
    """`tests.benchmarks.clear_preset` measures what the default reaches."""
    assert PRESETS["article"] == TrainingSettings(
        "article", "dense", 10, 128, 0.001, 0.1, "bce", 64, samples=500, seed=0, decay=False
    )
    clear = PRESETS[DEFAULT_PRESET]
    assert (clear.preset, clear.epochs, clear.learning_rate, clear.decay) == ("clear", 12, 0.005, True)


def test_numbers_are_written_as_a_person_writes_them() -> None:
    assert [plain_number(number) for number in (60_000, 0.001, 1e-7, 2.0)] == ["60,000", "0.001", "1e-07", "2"]
