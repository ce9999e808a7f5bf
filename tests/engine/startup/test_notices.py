from __future__ import annotations

import os
import sys

import pytest

from engine.startup.notices import without_notices


def test_notices_are_held_back_and_all_else_is_passed_on(capfd: pytest.CaptureFixture[str]) -> None:
    with without_notices():
        os.write(2, b"I0000 00:00:17 port.cc:153] oneDNN custom operations are on.\n")
        os.write(2, b"E0000 the disk is on fire\n")
    assert capfd.readouterr().err == "E0000 the disk is on fire\n"


def test_afterwards_everything_reaches_the_terminal_again(capfd: pytest.CaptureFixture[str]) -> None:
    with without_notices():
        pass
    os.write(2, b"I0000 a notice of later\n")
    print("a line", file=sys.stderr, flush=True)
    assert capfd.readouterr().err == "I0000 a notice of later\na line\n"


def fail_to_load() -> None:
    with without_notices():
        os.write(2, b"cannot open a library\n")
        raise ImportError


def test_what_was_said_before_an_error_is_not_lost(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ImportError):
        fail_to_load()
    assert capfd.readouterr().err == "cannot open a library\n"
