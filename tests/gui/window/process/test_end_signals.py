"""What the system's signals do to a program that listens to them."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="only POSIX sends these to any process")

PROGRAM = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, getattr(signal, sys.argv[2]))
from PySide6.QtCore import QCoreApplication, QTimer
from gui.window.process.end_signals import EndSignals
application = QCoreApplication([])
signals = EndSignals()
number = getattr(signal, sys.argv[1])
send = lambda: os.kill(os.getpid(), number)
def note(received):
    print("received", received - number, flush=True)
    signals.let_the_next_one_kill()
    QTimer.singleShot(0, send)
signals.received.connect(note)
QTimer.singleShot(0, send)
QTimer.singleShot(3000, lambda: application.exit(5))  # not killed
sys.exit(application.exec())
"""


def run(name: str, sighup: str = "SIG_DFL") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, name, sighup], cwd=REPOSITORY, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_first_signal_is_heard_while_qt_waits_and_the_second_kills(name: str) -> None:
    done = run(name)
    assert done.stdout == "received 0\n"
    assert done.returncode == -getattr(signal, name)
    assert done.stderr == ""


def test_a_signal_that_was_ignored_before_stays_ignored_as_under_nohup() -> None:
    done = run("SIGHUP", "SIG_IGN")
    assert (done.stdout, done.returncode) == ("", 5)
