"""A TensorFlow that cannot be imported: one sentence, one attempt, a button to try again, and no processor time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.environments import probe

WINDOW = """
import sys, time
import main
import gui.window.application as application
from PySide6.QtCore import QTimer

QUIET_S = 3
create = application.create_window
attempts = []

def watched(*arguments):
    window = create(*arguments)
    bar = window.notice_bar

    def failed(event):
        attempts.append(event.activity.name)
        shown = bar._start_again.isVisible(), len(bar._queue.waiting)
        print(event.activity.name, window.state.phase.name, *shown, flush=True)
        if len(attempts) == 1:
            QTimer.singleShot(1000, begin)
        else:
            window.close()

    def begin():
        used = time.process_time()
        QTimer.singleShot(1000 * QUIET_S, lambda: end(used))

    def end(used):
        print("burnt" if time.process_time() - used > 0.2 * QUIET_S else "quiet", flush=True)
        print(bar._text.text(), flush=True)
        bar._start_again.click()
        print(window.state.phase.name, bar.isVisible(), flush=True)

    window.client.engine_failed.connect(failed)
    return window

application.create_window = watched
sys.exit(main.main([]))
"""
LOOP = """
import queue, sys, threading
from pathlib import Path
from engine.protocol import commands, events
from engine.protocol.inbox import Inbox
from engine.session import loop

inbox, published = Inbox(), queue.Queue()
thread = threading.Thread(target=loop.run, args=(inbox, published.put))
thread.start()

def wait_for(kind):
    while True:
        event = published.get(timeout=200)
        if isinstance(event, kind):
            return event
        assert not isinstance(event, events.EngineFailed), event

print(wait_for(events.EngineFailed).activity.name)
load = commands.LoadDataset("pen-digits")
inbox.put(load)
assert wait_for(events.CommandEnded).command is load
Path(sys.argv[1]).unlink()
inbox.put(commands.StartAgain())
wait_for(events.EngineReady)
inbox.put(commands.LoadDataset("pen-digits"))
print(wait_for(events.DatasetLoaded).dataset.name)
inbox.close()
thread.join()
"""


def break_tensorflow(folder: Path, how: str) -> Path:
    """Put a module before TensorFlow that raises when it is imported."""
    folder.mkdir()
    (folder / "tensorflow.py").write_text(f"raise {how}\n", "utf-8")
    return folder


@pytest.mark.parametrize(
    "how", ["OSError('libcuda.so: invalid ELF header')", "AttributeError('no attribute')", "ImportError()"]
)
def test_a_command_says_so_in_one_sentence(how: str, tmp_path: Path) -> None:
    probe.write_inputs(tmp_path)
    broken = break_tensorflow(tmp_path / "broken", how)
    command = ["train", "--data", str(tmp_path / "data.npz"), "--output", str(tmp_path / "a.aestudio")]
    done = subprocess.run(
        [sys.executable, "main.py", *command],
        cwd=probe.REPOSITORY,
        env=probe.plain_environment(tmp_path) | {"PYTHONPATH": str(broken)},
        capture_output=True,
        text=True,
        timeout=probe.SLOWEST_S,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    lines = done.stderr.splitlines()
    assert lines[0] == "Starting TensorFlow"
    assert len(lines) == 2
    assert lines[1].startswith(
        f"The engine could not start, since TensorFlow cannot be loaded ({how.split('(')[0]}"
    )


def test_the_window_says_so_once_stays_quiet_and_tries_again_on_request(tmp_path: Path) -> None:
    broken = break_tensorflow(tmp_path / "broken", "RuntimeError('built for another processor')")
    outcome = probe.run_python(WINDOW, [], tmp_path, {"PYTHONPATH": str(broken)})

    assert outcome.status == 0, outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert outcome.stdout.splitlines() == [
        "STARTING FAILED True 0",
        "quiet",
        "The engine could not start, since TensorFlow cannot be loaded (RuntimeError: built for another processor); "
        "install the application again.",
        "STARTING False",
        "STARTING FAILED True 0",
    ]


@pytest.mark.slow
def test_trying_again_starts_the_engine_once_the_fault_is_mended(tmp_path: Path) -> None:
    broken = break_tensorflow(tmp_path / "broken", "RuntimeError('half an update')")
    outcome = probe.run_python(LOOP, [str(broken / "tensorflow.py")], tmp_path, {"PYTHONPATH": str(broken)})

    assert outcome.status == 0, outcome.stderr
    assert outcome.stdout.splitlines() == ["STARTING", "Pen digits"]
