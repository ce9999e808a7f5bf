from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid

from gui.window.single_instance import SingleInstance
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
