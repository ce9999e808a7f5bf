"""What a user's environment may not change, variable by variable."""

from __future__ import annotations

import os

import pytest

from engine.startup.environment import settle_environment, without_variables
from tests.environments import kinds

KEPT = (
    "CUDA_VISIBLE_DEVICES",
    "LC_ALL",
    "LANG",
    "PYTHONIOENCODING",
    "HOME",
    "TMPDIR",
    "KERAS_HOME",
    "MPLCONFIGDIR",
)
KEPT += (
    "QT_QPA_PLATFORM",
    "QT_QPA_PLATFORMTHEME",
    "XDG_CONFIG_HOME",
    "XDG_RUNTIME_DIR",
    "TF_CPP_MIN_LOG_LEVEL",
    "TF_FORCE_GPU_ALLOW_GROWTH",
)
KNOWN = [
    (name, value)
    for kind in (*kinds.NUMBERS, *kinds.WINDOWS)
    for name, value in kind.variables.items()
    if value is not None and name not in KEPT
]


@pytest.mark.parametrize(("name", "value"), KNOWN)
def test_what_may_change_a_number_or_end_the_program_is_taken_out(name: str, value: str) -> None:
    environment = {name: value, "PATH": "/bin"}
    assert settle_environment(environment) == (name,)
    assert environment == {"PATH": "/bin"}


@pytest.mark.parametrize("name", KEPT)
def test_where_files_lie_and_what_is_shown_where_is_kept(name: str) -> None:
    environment = {name: "/some/where"}
    assert settle_environment(environment) == ()
    assert environment == {name: "/some/where"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QT_SCALE_FACTOR", "1.5"),
        ("QT_FONT_DPI", "144"),
        ("QT_SCREEN_SCALE_FACTORS", "1;2"),
        ("QT_SCREEN_SCALE_FACTORS", "HDMI-1=1.5;eDP-1=2"),
    ],
)
def test_a_sensible_scale_of_the_window_is_kept(name: str, value: str) -> None:
    assert settle_environment({name: value}) == ()


def test_variables_taken_out_for_a_while_are_as_before_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_ONE", "1")
    monkeypatch.setenv("OTHER", "2")
    with without_variables("SOME_"):
        assert "SOME_ONE" not in os.environ
        assert os.environ["OTHER"] == "2"
        os.environ["SOME_MORE"] = "3"
    assert os.environ["SOME_ONE"] == "1"
    assert "SOME_MORE" not in os.environ
