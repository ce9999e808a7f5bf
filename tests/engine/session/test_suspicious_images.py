"""What does not belong among the normal images is named after a training, and a run finds its data without it again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.datasets.left_out import source_without
from engine.datasets.pen_digits import generate
from engine.protocol.data_events import SuspiciousImages
from engine.protocol.events import Event
from engine.protocol.run_control import RunControl
from engine.session.run_data import require_data
from engine.session.session import Session
from engine.settings import TrainingSettings

SETTINGS = TrainingSettings(architecture="dense", preset="article", epochs=1, batch_size=64, validation_split=0.2)


@pytest.mark.slow
def test_abnormal_training_images_are_named_left_out_and_found_out_again_by_the_run(tmp_path: Path) -> None:
    images, labels = generate(1_200, 1)
    threes = images[labels == 3][:100]
    wrong = (11, 40, 77)
    rectangle = np.zeros((28, 28, 1), np.uint8)
    rectangle[4:24, 4:24] = 255
    for number, place in enumerate(wrong):
        threes[place] = np.roll(rectangle, number, axis=0) // (number + 1)
    path = tmp_path / "threes.npz"
    np.savez(path, x_train=threes)
    events: list[Event] = []
    session = Session(events.append, runs_folder=tmp_path / "runs")
    session.load_dataset(str(path))
    session.training.begin(SETTINGS, None, RunControl(), run_id=1)
    session.verdicts.learn_normal()

    found = next(event for event in events if isinstance(event, SuspiciousImages))
    assert set(found.places[:3]) == set(wrong)
    assert found.suspicions[2] > 2
    assert np.array_equal(found.images, threes[list(found.places)])

    session.load_dataset(source_without(str(path), (40,), found.identity))
    session.training.begin(SETTINGS, None, RunControl(), run_id=2)
    session.verdicts.learn_normal()
    again = [event for event in events if isinstance(event, SuspiciousImages)][-1]
    assert set(again.places[:2]) == {11, 77}  # as they are numbered in the file
    assert 40 not in again.places

    key = session._keeper.current
    assert key is not None
    session.load_dataset(str(path))
    run = session._keeper.store.run(key)
    assert len(require_data(session.workspace, run, session.workspace.ending_with_window(None)).x_train) == 99
