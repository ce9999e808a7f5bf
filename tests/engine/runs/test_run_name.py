from dataclasses import replace

import pytest

from engine.runs.run_name import preset_name, run_name
from engine.settings import PRESET_LABELS, PRESETS


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_called_changed_as_soon_as_one_setting_differs(preset: str) -> None:
    label = PRESET_LABELS[preset][0]
    assert preset_name(preset, PRESETS[preset]) == label
    assert preset_name(preset, replace(PRESETS[preset], seed=8)) == f"{label}, changed"
    assert preset_name(preset, None) == f"{label}, changed", "a field holds no number"


def test_a_preset_as_it_is_needs_its_name_and_the_data_only() -> None:
    assert run_name(PRESETS["clear"], "MNIST", None) == "Clear · MNIST"


def test_the_name_says_what_was_changed_and_what_is_normal() -> None:
    settings = replace(PRESETS["clear"], latent_dim=16, decay=False, samples=500, loss="mse", seed=7)
    assert run_name(replace(settings, loss="bce", samples=None), "Tiles", (0, 2)) == (
        "Clear, changed · Tiles · normal 0, 2 · latent size 16, decay off"
    )
    assert (
        run_name(settings, "Tiles", None)
        == "Clear, changed · Tiles · loss mse, latent size 16, training images 500 and 1 more"
    )


def test_two_runs_never_have_the_same_name() -> None:
    assert run_name(PRESETS["clear"], "MNIST", None, {"Clear · MNIST", "Clear · MNIST (2)"}) == "Clear · MNIST (3)"
