"""The end of the real program, as a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.endings.program import home_environment

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX")

PROGRAM = """
import ctypes, os, signal, sys, threading, time
import main
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication, QMessageBox
from engine.session import loop
from gui.state import engine_client
from gui.window import application, single_instance
from gui.window.process import ending
create = application.create_window
def create_and_act(files):
    window = create(files)
    window.closed.connect(lambda: print("closed"))
    QTimer.singleShot(100, lambda: act(window))
    return window
application.create_window = create_and_act
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
{act}
sys.exit(main.main([]))
"""


def run(home: Path, act: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(act=act)],
        cwd=REPOSITORY,
        env=home_environment(home),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    notices = "This plugin does not support"  # of Qt, off-screen
    done.stderr = "".join(line for line in done.stderr.splitlines(True) if not line.startswith(notices))
    return done


def has_written_settings(home: Path) -> bool:
    settings = home / "xdg_config_home" / "autoencoder-studio" / "window.ini"
    return settings.is_file() and "geometry" in settings.read_text()


@pytest.mark.parametrize(
    ("act", "status"),
    [
        ("act = lambda window: window.close()", 0),
        ("act = lambda _window: QApplication.instance().commitDataRequest.emit(None)", 0),
        pytest.param("act = lambda _window: os.kill(os.getpid(), signal.SIGINT)", 130, marks=posix),
        pytest.param("act = lambda _window: os.kill(os.getpid(), signal.SIGTERM)", 143, marks=posix),
        pytest.param("act = lambda _window: os.kill(os.getpid(), signal.SIGHUP)", 129, marks=posix),
    ],
    ids=["button", "session", "SIGINT", "SIGTERM", "SIGHUP"],
)
def test_each_way_of_ending_saves_the_settings_and_has_its_status(tmp_path: Path, act: str, status: int) -> None:
    done = run(tmp_path, act)
    assert (done.returncode, done.stdout, done.stderr) == (status, "closed\n", "")
    assert has_written_settings(tmp_path)


@posix
def test_a_signal_ends_it_although_a_dialog_waits_for_an_answer(tmp_path: Path) -> None:
    act = """
def act(window):
    QTimer.singleShot(300, lambda: os.kill(os.getpid(), signal.SIGTERM))
    QMessageBox(window).exec()
"""
    assert run(tmp_path, act).returncode == 143


def test_an_engine_that_does_not_end_is_left_behind(tmp_path: Path) -> None:
    act = """
engine_client._LONGEST_CLOSING_MS = 200
loop.run = lambda *_arguments: time.sleep(600)
threading.Thread(target=time.sleep, args=(600,)).start()
def act(window):
    if not window.client.is_running:
        QTimer.singleShot(10, lambda: act(window))
    else:
        window.close()
"""
    done = run(tmp_path, act)
    assert (done.returncode, done.stdout, done.stderr) == (0, "closed\n", "")


@posix
def test_a_library_that_keeps_the_interpreter_lock_for_ever_does_not_keep_the_process(tmp_path: Path) -> None:
    act = """
ending._LONGEST_CLOSING_S = 1
def act(window):
    window.closed.connect(lambda: ctypes.PyDLL(None).sleep(600))  # PyDLL does not let go of the lock
    window.close()
"""
    done = run(tmp_path, act)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_window_that_is_closing_takes_no_files_of_a_later_start() -> None:
    act = """
def tell_whether_it_listens():
    socket = QLocalSocket()
    socket.connectToServer(single_instance.instance_name("offscreen"))
    print(socket.waitForConnected(5000))
def act(window):
    tell_whether_it_listens()
    window.closing.connect(tell_whether_it_listens)
    window.close()
"""
    with tempfile.TemporaryDirectory(prefix="home-") as home:  # short: a socket's path has at most 107 characters
        assert run(Path(home), act).stdout == "True\nFalse\nclosed\n"
