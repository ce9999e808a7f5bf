"""Of data sorted by class, a training, its continuation and its verdicts use the same images of all classes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.datasets.pen_digits import generate
from engine.detection.detector import Detector
from engine.errors import Cancelled
from engine.protocol.run_control import RunControl
from engine.session.session import Session
from engine.settings import TrainingSettings
from engine.training.trainer import Trainer

SETTINGS = TrainingSettings(
    architecture="dense", preset="article", epochs=1, batch_size=64, validation_split=0.2, samples=100
)


@pytest.fixture
def sorted_file(tmp_path: Path) -> Path:
    images, labels = generate(300, 1)
    order = np.argsort(labels, kind="stable")
    np.savez(tmp_path / "sorted.npz", x_train=images[order], y_train=labels[order])
    return tmp_path / "sorted.npz"


@pytest.mark.slow
def test_a_sorted_file_is_learnt_continued_and_judged_by_the_same_images_of_all_classes(
    sorted_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained: list[np.ndarray] = []
    train = Trainer.fit

    def noting(self: Trainer, images: np.ndarray, *rest: Any, **named: Any) -> Any:
        trained.append(np.array(images))
        return train(self, images, *rest, **named)

    monkeypatch.setattr(Trainer, "fit", noting)
    session = Session(lambda event: None)
    dataset = session.load_dataset(str(sorted_file))
    session.training.begin(SETTINGS, None, RunControl(), run_id=1)
    key = session._keeper.current
    assert key is not None
    session.training.resume(key, RunControl(), 2, 2)
    np.testing.assert_array_equal(*trained)
    session.save(tmp_path / "model")

    label_of = {image.tobytes(): label for image, label in zip(dataset.x_train, dataset.y_train, strict=True)}
    labels = [label_of[image.tobytes()] for image in trained[0]]
    assert np.bincount(labels[:80], minlength=10).min() >= 5
    assert len(set(labels[80:])) >= 9  # those that validate

    taught: dict[str, Any] = {}

    def note(images: np.ndarray, *_: object, is_unseen: np.ndarray, **__: object) -> None:
        taught.update(images=images, is_unseen=is_unseen)
        raise Cancelled

    monkeypatch.setattr(Detector, "fit", note)
    opened = Session(lambda event: None)
    opened.open(tmp_path / "model")
    opened.load_dataset(str(sorted_file))
    with pytest.raises(Cancelled):
        opened.verdicts.learn_normal()
    np.testing.assert_array_equal(taught["images"], trained[0])
    np.testing.assert_array_equal(taught["is_unseen"], np.arange(100) >= 80)
