from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid

import pytest

from gui.window.single_instance import SingleInstance, instance_name
from tests.conftest import REPOSITORY

SECOND = """
import json, sys
from PySide6.QtCore import QCoreApplication
from gui.window.single_instance import SingleInstance
application = QCoreApplication([])
print(json.dumps(SingleInstance(sys.argv[1]).hand_over(sys.argv[2:])))
"""


def start_second(name: str, *files: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SECOND, name, *files], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    )


def test_a_second_launch_hands_its_files_to_the_first_and_ends(qtbot):
    first = SingleInstance(f"test-{uuid.uuid4()}")
    assert not first.hand_over([])
    with qtbot.waitSignal(first.launched_again, timeout=60_000) as asked:
        second = start_second(first._name, "a digit.npz", "--style=x")
    assert asked.args == [[os.path.realpath(REPOSITORY / "a digit.npz")]]
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    assert json.loads(second.stdout.read()) is True
    second.stdout.close()


def test_what_a_killed_process_left_does_not_keep_the_next_from_starting(qtbot):
    name = f"test-{uuid.uuid4()}"
    program = SECOND + "import os; os._exit(1)"
    subprocess.run([sys.executable, "-c", program, name], cwd=REPOSITORY, check=False, capture_output=True)
    first = SingleInstance(name)
    assert not first.hand_over([])
    with qtbot.waitSignal(first.launched_again, timeout=60_000):
        second = start_second(name)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    second.stdout.close()


def test_nonsense_from_another_program_is_ignored(qtbot):
    from PySide6.QtNetwork import QLocalSocket

    first = SingleInstance(f"test-{uuid.uuid4()}")
    assert not first.hand_over([])
    stranger = QLocalSocket()
    stranger.connectToServer(first._name)
    assert stranger.waitForConnected(5000)
    with qtbot.assertNotEmitted(first.launched_again):
        stranger.write(b"\xff not json\n")
        stranger.flush()
        qtbot.waitUntil(lambda: stranger.state() == QLocalSocket.LocalSocketState.UnconnectedState, timeout=10_000)


def test_one_that_has_stopped_listening_takes_no_files(qtbot):
    first = SingleInstance(f"test-{uuid.uuid4()}")
    assert not first.hand_over([])
    first.stop_listening()
    with qtbot.assertNotEmitted(first.launched_again):
        second = start_second(first._name, "a digit.npz")
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    assert json.loads(second.stdout.read()) is False
    second.stdout.close()


@pytest.mark.parametrize(
    ("platform", "environment"),
    [
        ("xcb", {"DISPLAY": ":98"}),
        ("xcb", {"DISPLAY": "far:99"}),
        ("wayland", {"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": "/run/user/1"}),
        ("wayland", {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/run/user/2"}),
        ("offscreen", {"DISPLAY": ":99"}),
        ("windows", {"SESSIONNAME": "RDP-Tcp#1"}),
    ],
)
def test_a_window_on_another_screen_takes_no_files(platform, environment):
    known = {
        instance_name("xcb", {"DISPLAY": ":99"}),
        instance_name("wayland", {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/run/user/1"}),
        instance_name("windows", {"SESSIONNAME": "Console"}),
    }
    assert instance_name(platform, environment) not in known


@pytest.mark.parametrize("display", [":0", ":0.0", ":0.1", "unix:0"])
def test_the_same_screen_under_another_name_is_the_same(display):
    assert instance_name("xcb", {"DISPLAY": display}) == instance_name("xcb", {"DISPLAY": ":0"})
