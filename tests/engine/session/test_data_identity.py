"""A model knows the data that it was trained on by their content, whatever they are called."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from engine.datasets.pen_digits import generate
from engine.detection.detector import Detector
from engine.errors import Cancelled
from engine.protocol.run_control import RunControl
from engine.session.session import Session
from engine.settings import TrainingSettings

SETTINGS = TrainingSettings(architecture="dense", preset="article", epochs=1, batch_size=64, validation_split=0.0)


def digits_file(folder: Path, seed: int) -> Path:
    images, labels = generate(100, seed)
    folder.mkdir()
    path = folder / "digits.npz"
    np.savez(path, x_train=images[:60], y_train=labels[:60], x_test=images[60:], y_test=labels[60:])
    return path


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return digits_file(tmp_path_factory.mktemp("data") / "own", seed=1)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return digits_file(tmp_path_factory.mktemp("data") / "other", seed=2)


@pytest.fixture(scope="module")
def session(own: Path) -> Session:
    session = Session(lambda event: None)
    session.load_dataset(str(own))
    session.training.begin(SETTINGS, None, RunControl(), run_id=1)
    session.evaluate(None)
    return session


@pytest.mark.slow
def test_evaluating_other_data_of_the_same_name_leaves_the_model_s_figures_alone(
    session: Session, other: Path
) -> None:
    noted = dict(session.workspace.model_info.metrics)
    assert noted
    dataset = session.load_dataset(str(other))
    assert dataset.name == session.workspace.model_info.trained_on
    assert session.evaluate(None).rows[0].bce != noted["bce"]
    assert session.workspace.model_info.metrics == noted


def test_the_same_data_are_known_again_in_a_file_of_another_name(
    session: Session, own: Path, tmp_path: Path
) -> None:
    session.save(tmp_path / "model")
    opened = Session(lambda event: None)
    info = opened.open(tmp_path / "model")
    shutil.copy(own, tmp_path / "renamed.npz")
    assert opened.load_dataset(str(tmp_path / "renamed.npz")).identity == info.data_identity


@pytest.mark.slow
def test_what_other_data_of_the_same_name_hold_counts_as_unseen(session: Session, other: Path) -> None:
    # What the model has learnt from flatters its error, which then is no evidence; here nothing was held out.
    session.load_dataset(str(other))
    session.verdicts.learn_normal()
    assert "reconstruction" in [kind.name for kind in session.workspace.judge.detector.kinds]


@pytest.mark.slow
def test_the_data_that_the_model_was_trained_on_are_seen(session: Session, own: Path, monkeypatch) -> None:
    taught: list[np.ndarray] = []

    def note(*_: object, is_unseen: np.ndarray, **__: object) -> None:
        taught.append(is_unseen)
        raise Cancelled

    monkeypatch.setattr(Detector, "fit", note)
    session.load_dataset(str(own))
    with pytest.raises(Cancelled):
        session.verdicts.learn_normal()
    assert not taught[0].any()
