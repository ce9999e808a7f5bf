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

from engine import loop, messages, preview
from engine.inbox import Inbox
from engine.messages import Drawing, Event
from engine.run_control import RunControl
from engine.settings import TrainingSettings
from tests.engine.held_compiling import compiling_held

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
    assert worker.wait_for(messages.ModelReady).path is None
    worker.wait_for(messages.EngineReady)
    worker.inbox.put_drawing(a_drawing(2))
    assert worker.wait_for(messages.Reconstructed).drawing_id == 2


def test_keras_and_numpy_see_the_same_in_a_drawing(worker):
    early = preview.load_bundled().answer(a_drawing(1))
    worker.wait_for(messages.EngineReady)
    worker.inbox.put_drawing(a_drawing(2))
    late = worker.wait_for(messages.Reconstructed)
    assert np.array_equal(early.model_input, late.model_input)
    assert np.allclose(early.reconstruction, late.reconstruction, atol=1e-5)


def test_a_command_that_fails_is_told_and_the_next_one_is_carried_out(worker, data):
    worker.inbox.put(messages.LoadDataset("/no/such/file.npz"))
    failed = worker.wait_for(messages.EngineFailed)
    assert failed.doing == "loading the data"
    assert "file.npz" in str(failed.error)
    worker.wait_for(messages.CommandEnded)
    worker.inbox.put(messages.LoadDataset(data))
    assert len(worker.wait_for(messages.DatasetLoaded).dataset.x_train) == 200


def test_drawings_are_answered_in_the_middle_of_a_training_that_then_stops(worker, data):
    control = RunControl(worker.inbox.changed)
    worker.inbox.put(messages.LoadDataset(data))
    worker.inbox.put(messages.Train(1, TrainingSettings(epochs=100_000), None, control))
    worker.wait_for(messages.EpochEnded)
    worker.inbox.put_drawing(a_drawing(5))
    answer = worker.wait_for(messages.Reconstructed)
    assert answer.is_training
    control.pause()
    worker.wait_for(messages.TrainingPaused)
    worker.inbox.put_drawing(a_drawing(6))
    assert worker.wait_for(messages.Reconstructed, lambda event: event.drawing_id == 6)
    control.stop()
    assert worker.wait_for(messages.TrainingFinished).outcome == "stopped"
    worker.wait_for(messages.CommandEnded, lambda event: isinstance(event.command, messages.Train))


@pytest.mark.parametrize(
    ("settings", "is_known"),
    [
        (TrainingSettings(architecture="wide_dense", batch_size=50), False),  # the bundled model's architecture
        (TrainingSettings(architecture="variational"), False),
        (TrainingSettings(epochs=1), True),
    ],
)
def test_drawings_and_stop_are_served_while_something_is_compiled(worker, data, settings, is_known):
    worker.inbox.put(messages.LoadDataset(data))
    worker.wait_for(messages.CommandEnded)
    if is_known:
        worker.inbox.put(messages.Train(1, settings, None, RunControl(worker.inbox.changed)))
        worker.wait_for(messages.CommandEnded)
    models = len(worker.of(messages.ModelReady))
    control = RunControl(worker.inbox.changed)
    with compiling_held():
        worker.inbox.put(messages.Train(2, settings, None, control))
        for drawing_id in (5, 6):
            worker.inbox.put_drawing(a_drawing(drawing_id))
            worker.wait_for(messages.Reconstructed, lambda event: event.drawing_id == drawing_id)  # noqa: B023
        control.stop()
        finished = worker.wait_for(messages.TrainingFinished, lambda event: event.run_id == 2)
    assert (finished.outcome, finished.epochs, finished.has_begun) == ("stopped", 0, False)
    assert len(worker.of(messages.ModelReady)) == models


def test_getting_ready_for_a_training_gives_way_to_the_next_command(worker, data):
    worker.inbox.put(messages.LoadDataset(data))
    worker.wait_for(messages.CommandEnded)
    settings = TrainingSettings(architecture="variational", batch_size=50)
    with compiling_held():
        worker.inbox.put(messages.WarmUp(settings, None))
        worker.inbox.put(messages.Evaluate(None))
        worker.wait_for(messages.Evaluated)
    assert not worker.of(messages.EngineFailed)
    worker.inbox.put(messages.Train(1, settings, None, RunControl(worker.inbox.changed)))
    assert worker.wait_for(messages.TrainingFinished).outcome == "completed"


def test_closing_ends_a_training(worker, data):
    control = RunControl(worker.inbox.changed)
    worker.inbox.put(messages.LoadDataset(data))
    worker.inbox.put(messages.Train(1, TrainingSettings(epochs=100_000), None, control))
    worker.wait_for(messages.EpochEnded)
    control.stop()
    worker.end()


def test_an_unforeseen_failure_keeps_its_traceback_for_the_details(worker):
    worker.wait_for(messages.EngineReady)
    worker.inbox.put(messages.Command())  # one that nobody has taught the loop
    failed = worker.wait_for(messages.EngineFailed)
    assert "TypeError" in str(failed.error)
    assert "Traceback" in failed.details


def test_drawings_are_answered_while_keras_is_still_being_imported():
    """In a process of its own, since here Keras may be imported already."""
    program = """
import queue, sys, threading
import numpy as np
from engine import loop, messages
from engine.inbox import Inbox

inbox, events = Inbox(), queue.Queue()
threading.Thread(target=loop.run, args=(inbox, events.put)).start()
inbox.put_drawing(messages.Drawing(1, np.full((280, 280), 255, np.uint8)))
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
from engine import loop, messages
from engine.inbox import Inbox

inbox, events = Inbox(), queue.Queue()
threading.Thread(target=loop.run, args=(inbox, events.put)).start()
kinds = []
while "EngineFailed" not in kinds:
    kinds.append(type(events.get(timeout=120)).__name__)
for number in range(3):
    inbox.put_drawing(messages.Drawing(number, np.full((280, 280), 255, np.uint8)))
    kinds.append(type(events.get(timeout=120)).__name__)
inbox.put(messages.Evaluate(None))
kinds.append(type(events.get(timeout=120)).__name__)
inbox.close()
print(kinds)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    expected = ["ModelReady", "EngineFailed", *["Reconstructed"] * 3, "EngineFailed"]
    assert done.stdout.strip() == str(expected), done.stderr
