"""The worker's life, on a thread as in the window."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.datasets.pen_digits import generate
from engine.protocol import commands, events
from engine.protocol.activity import Activity
from engine.protocol.commands import Drawing
from engine.protocol.events import Event
from engine.protocol.inbox import Inbox
from engine.protocol.results import JudgeBy
from engine.protocol.run_control import RunControl
from engine.session import loop
from engine.settings import TrainingSettings
from engine.startup import preview
from tests.engine.training.held_compiling import compiling_held

WAIT_S = 120


class Worker:
    """The loop on its thread, and what it has published."""

    def __init__(self) -> None:
        self.inbox = Inbox()
        self._events: queue.Queue[Event] = queue.Queue()
        self.seen: list[Event] = []
        self._thread = threading.Thread(target=loop.run, args=(self.inbox, self._events.put), name="engine")
        self._thread.start()

    def wait_for(self, kind: type, is_it: Callable[[Event], bool] = lambda event: True) -> Event:
        while True:
            event = self._events.get(timeout=WAIT_S)
            self.seen.append(event)
            if isinstance(event, kind) and is_it(event):
                return event

    def of(self, kind: type) -> list[Event]:
        return [event for event in self.seen if isinstance(event, kind)]

    def collect(self) -> None:
        """Take in what has been published and not been waited for."""
        while not self._events.empty():
            self.seen.append(self._events.get())

    def end(self) -> None:
        self.inbox.close()
        self._thread.join(WAIT_S)
        assert not self._thread.is_alive()


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.end()


@pytest.fixture
def data(tmp_path: Path) -> str:
    images = (np.random.default_rng(0).random((200, 28, 28)) * 255).astype(np.uint8)
    np.savez(tmp_path / "data.npz", x_train=images, x_test=images[:40])
    return str(tmp_path / "data.npz")


def a_drawing(drawing_id: int) -> Drawing:
    pixels = np.zeros((280, 280), np.uint8)
    pixels[60:220, 130:150] = 255
    return Drawing(drawing_id, pixels)


def test_the_bundled_model_answers_as_soon_as_the_engine_is_ready(worker):
    assert worker.wait_for(events.ModelReady).path is None
    worker.wait_for(events.EngineReady)
    worker.inbox.put_drawing(a_drawing(2))
    assert worker.wait_for(events.Reconstructed).drawing_id == 2


def test_keras_and_numpy_see_the_same_in_a_drawing(worker):
    early = preview.load_bundled().answer(a_drawing(1))
    worker.wait_for(events.EngineReady)
    worker.inbox.put_drawing(a_drawing(2))
    late = worker.wait_for(events.Reconstructed)
    assert np.array_equal(early.model_input, late.model_input)
    assert np.allclose(early.reconstruction, late.reconstruction, atol=1e-5)


def test_a_command_that_fails_is_told_and_the_next_one_is_carried_out(worker, data):
    worker.inbox.put(commands.LoadDataset("/no/such/file.npz"))
    failed = worker.wait_for(events.EngineFailed)
    assert failed.activity is Activity.LOADING_DATA
    assert "file.npz" in str(failed.error)
    worker.wait_for(events.CommandEnded)
    worker.inbox.put(commands.LoadDataset(data))
    assert len(worker.wait_for(events.DatasetLoaded).dataset.x_train) == 200


def test_drawings_are_answered_in_the_middle_of_a_training_that_then_stops(worker, data):
    control = RunControl(worker.inbox.changed)
    worker.inbox.put(commands.LoadDataset(data))
    worker.inbox.put(commands.Train(1, TrainingSettings(epochs=100_000), None, control))
    worker.wait_for(events.EpochEnded)
    worker.inbox.put_drawing(a_drawing(5))
    answer = worker.wait_for(events.Reconstructed)
    assert answer.is_training
    control.pause()
    worker.wait_for(events.TrainingPaused)
    worker.inbox.put_drawing(a_drawing(6))
    assert worker.wait_for(events.Reconstructed, lambda event: event.drawing_id == 6)
    control.stop()
    assert worker.wait_for(events.TrainingFinished).outcome == "stopped"
    worker.wait_for(events.CommandEnded, lambda event: isinstance(event.command, commands.Train))


@pytest.mark.parametrize(
    ("settings", "is_known"),
    [
        (TrainingSettings(architecture="wide_dense", batch_size=50), False),  # the bundled model's architecture
        (TrainingSettings(architecture="variational"), False),
        (TrainingSettings(epochs=1), True),
    ],
)
def test_drawings_and_stop_are_served_while_something_is_compiled(worker, data, settings, is_known):
    worker.inbox.put(commands.LoadDataset(data))
    worker.wait_for(events.CommandEnded)
    if is_known:
        worker.inbox.put(commands.Train(1, settings, None, RunControl(worker.inbox.changed)))
        worker.wait_for(events.CommandEnded)
    models = len(worker.of(events.ModelReady))
    control = RunControl(worker.inbox.changed)
    with compiling_held():
        worker.inbox.put(commands.Train(2, settings, None, control))
        for drawing_id in (5, 6):
            worker.inbox.put_drawing(a_drawing(drawing_id))
            worker.wait_for(events.Reconstructed, lambda event: event.drawing_id == drawing_id)  # noqa: B023
        control.stop()
        finished = worker.wait_for(events.TrainingFinished, lambda event: event.run_id == 2)
    assert (finished.outcome, finished.epochs, finished.has_begun) == ("stopped", 0, False)
    assert len(worker.of(events.ModelReady)) == models


@pytest.mark.slow
def test_getting_ready_for_a_training_gives_way_to_the_next_command(worker, data):
    worker.inbox.put(commands.LoadDataset(data))
    worker.wait_for(events.CommandEnded)
    settings = TrainingSettings(architecture="variational", batch_size=50)
    with compiling_held():
        worker.inbox.put(commands.WarmUp(settings, None))
        worker.inbox.put(commands.Evaluate(None))
        worker.wait_for(events.Evaluated)
    assert not worker.of(events.EngineFailed)
    worker.inbox.put(commands.Train(1, settings, None, RunControl(worker.inbox.changed)))
    assert worker.wait_for(events.TrainingFinished).outcome == "completed"


def test_closing_ends_a_training(worker, data):
    control = RunControl(worker.inbox.changed)
    worker.inbox.put(commands.LoadDataset(data))
    worker.inbox.put(commands.Train(1, TrainingSettings(epochs=100_000), None, control))
    worker.wait_for(events.EpochEnded)
    control.stop()
    worker.end()


def test_an_unforeseen_failure_keeps_its_traceback_for_the_details(worker):
    worker.wait_for(events.EngineReady)
    worker.inbox.put(commands.Command())  # one that nobody has taught the loop
    failed = worker.wait_for(events.EngineFailed)
    assert "TypeError" in str(failed.error)
    assert "Traceback" in failed.details


def test_drawings_are_answered_while_keras_is_still_being_imported():
    """In a process of its own, since here Keras may be imported already."""
    program = """
import queue, sys, threading
import numpy as np
from engine.protocol import commands
from engine.protocol.inbox import Inbox
from engine.session import loop

inbox, events = Inbox(), queue.Queue()
threading.Thread(target=loop.run, args=(inbox, events.put)).start()
inbox.put_drawing(commands.Drawing(1, np.full((280, 280), 255, np.uint8)))
kinds = [type(events.get(timeout=120)).__name__ for _ in range(2)]
inbox.close()
print(kinds)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.strip() == "['ModelReady', 'Reconstructed']", done.stderr


def test_an_engine_that_cannot_start_says_so_once_and_still_answers_drawings():
    """In a process of its own, where TensorFlow cannot be imported."""
    program = """
import queue, sys, threading
sys.modules["tensorflow"] = None
import numpy as np
from engine.protocol import commands
from engine.protocol.inbox import Inbox
from engine.session import loop

inbox, events = Inbox(), queue.Queue()
threading.Thread(target=loop.run, args=(inbox, events.put)).start()
kinds = []
while "EngineFailed" not in kinds:
    kinds.append(type(events.get(timeout=120)).__name__)
for number in range(3):
    inbox.put_drawing(commands.Drawing(number, np.full((280, 280), 255, np.uint8)))
    kinds.append(type(events.get(timeout=120)).__name__)
inbox.put(commands.Evaluate(None))
kinds.append(type(events.get(timeout=120)).__name__)
inbox.close()
print(kinds)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    expected = ["ModelReady", "EngineFailed", *["Reconstructed"] * 3, "CommandEnded"]
    assert done.stdout.strip() == str(expected), done.stderr


def test_closing_ends_the_learning_of_what_is_normal(worker, tmp_path):
    images = generate(400, 1)[0]
    np.savez(tmp_path / "digits.npz", x_train=images)
    worker.wait_for(events.EngineReady)
    worker.inbox.put(commands.LoadDataset(str(tmp_path / "digits.npz")))
    worker.inbox.put(commands.FitDetector())
    worker.wait_for(events.Working, lambda event: "normal images" in event.template)
    worker.end()
    worker.collect()
    assert not [event for event in worker.of(events.DetectorReady) if len(event.normal_scores[JudgeBy.ALL]) == 400]
