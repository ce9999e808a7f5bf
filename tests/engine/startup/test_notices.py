from __future__ import annotations

import os
import sys
import threading

import pytest

from engine.startup.notices import wait_for_stderr, without_notices


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


def test_what_another_thread_says_waits_until_stderr_is_back(capfd: pytest.CaptureFixture[str]) -> None:
    is_held, may_end = threading.Event(), threading.Event()

    def hold_back() -> None:
        with without_notices():
            is_held.set()
            may_end.wait(10)

    holding = threading.Thread(target=hold_back)
    holding.start()
    is_held.wait(10)
    wait_for_stderr(0.01)
    assert not may_end.is_set(), "it waits no longer than it may"
    threading.Timer(0.1, may_end.set).start()
    wait_for_stderr(10)
    assert may_end.is_set()
    holding.join()
    wait_for_stderr(0)
