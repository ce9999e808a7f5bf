from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.datasets.pen_digits import generate
from engine.errors import Cancelled, UserError
from engine.model_file import project_file
from engine.protocol import model_info
from engine.protocol.commands import Drawing
from engine.protocol.events import (
    DetectorMissing,
    Event,
    ModelReady,
    Reconstructed,
    SamplesReconstructed,
    TrainingStarted,
)
from engine.protocol.inbox import Inbox
from engine.protocol.run_control import RunControl
from engine.session.session import Session
from engine.settings import TrainingSettings
from engine.startup import preview

SETTINGS = TrainingSettings(architecture="dense", preset="article", epochs=2, batch_size=64)


@pytest.fixture(scope="module")
def digits_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    images, labels = generate(400, 1)
    path = tmp_path_factory.mktemp("data") / "digits.npz"
    np.savez(path, x_train=images[:300], y_train=labels[:300], x_test=images[300:], y_test=labels[300:])
    return path


class Listener(list[Event]):
    """Keeps what a session publishes."""

    def of(self, kind: type) -> list:
        return [event for event in self if isinstance(event, kind)]


@pytest.fixture(scope="module")
def all_events() -> Listener:
    return Listener()


@pytest.fixture(scope="module")
def one_session(all_events: Listener) -> Session:
    """One for all tests, since compiling a model takes seconds; each test loads and trains anew."""
    return Session(all_events.append)


@pytest.fixture
def published(all_events: Listener) -> Listener:
    all_events.clear()
    return all_events


@pytest.fixture
def session(one_session: Session, published: Listener, digits_file: Path) -> Session:
    one_session.load_dataset(str(digits_file))
    return one_session


def train(session: Session, settings: TrainingSettings = SETTINGS, normal: model_info.Normal = None, **kwargs):
    return session.training.begin(settings, normal, kwargs.pop("control", RunControl()), run_id=1)


def test_a_training_makes_the_model_that_answers_from_then_on(session, published):
    finished = train(session)
    assert finished.outcome == "completed"
    assert finished.epochs == 2
    assert len(session.workspace.model_info.history["loss"]) == 2
    session.answer(Drawing(1, np.full((280, 280), 255, np.uint8)))
    assert published.of(Reconstructed)[-1].drawing_id == 1
    assert not published.of(Reconstructed)[-1].model_input.flags.writeable


def test_only_normal_classes_are_trained_on(session, published):
    threes = np.count_nonzero(session.workspace.dataset.y_train == 3)
    train(session, normal=(3,))
    assert published.of(TrainingStarted)[-1].samples == int(threes * 0.9)  # the rest is for validation
    assert session.workspace.model_info.normal == (3,)


@pytest.mark.slow
def test_what_is_compiled_ahead_fits_the_images_that_will_be_trained_on(session):
    settings = TrainingSettings(preset="article", architecture="wide_dense", epochs=1, batch_size=128)
    session.warm_up(settings, (3,))  # some thirty images: less than a batch
    train(session, settings, normal=(3,))
    compiled = session.workspace.trainer._fused.steps._train
    assert compiled.experimental_get_tracing_count() == 1
    train(session, settings)
    assert compiled.experimental_get_tracing_count() == 2  # for more images, as a check that it is counted


def test_compiling_ahead_for_what_does_not_fit_the_data_is_left_to_the_training_to_refuse(session, published):
    none_left = TrainingSettings(architecture="variational", latent_dim=3, validation_split=0.99, samples=10)
    for settings, normal in ((none_left, None), (SETTINGS, (77,))):
        published.clear()
        session.warm_up(settings, normal)
        assert not published  # not even a model was built
        with pytest.raises(UserError):
            train(session, settings, normal)


def test_the_first_samples_are_taken_where_fewer_are_wished(session, published):
    train(session, TrainingSettings(preset="article", architecture="dense", epochs=1, samples=100))
    assert published.of(TrainingStarted)[-1].samples == 90


@pytest.mark.slow
def test_pen_digits_come_in_any_number(session, published):
    session.load_dataset("pen-digits")
    train(session, TrainingSettings(preset="article", architecture="dense", epochs=1, samples=7000))
    assert published.of(TrainingStarted)[-1].samples == 6300


@pytest.mark.parametrize(
    ("settings", "normal", "word"),
    [
        (SETTINGS, (12,), "12"),
        (TrainingSettings(epochs=0), None, "Epochs"),
        (TrainingSettings(samples=2, validation_split=0.9), None, "validation"),
    ],
)
def test_what_cannot_be_trained_is_refused_and_the_model_stays(session, settings, normal, word):
    train(session)
    image = np.zeros((1, 28, 28, 1), np.float32)
    before = session.workspace.reconstruct(image)
    with pytest.raises(UserError, match=word):
        train(session, settings, normal)
    assert np.array_equal(session.workspace.reconstruct(image), before)


def test_a_run_stopped_before_its_turn_leaves_the_model_alone(session):
    train(session)
    image = np.zeros((1, 28, 28, 1), np.float32)
    before = session.workspace.reconstruct(image)
    control = RunControl()
    control.stop()
    finished = train(session, control=control)
    assert (finished.outcome, finished.epochs, finished.has_begun) == ("stopped", 0, False)
    assert np.array_equal(session.workspace.reconstruct(image), before)


def test_an_evaluation_gives_all_and_each_class(session):
    train(session)
    rows = session.evaluate(None).rows
    assert [row.label for row in rows] == [None, *range(10)]
    assert rows[0].n == sum(row.n for row in rows[1:]) == 100
    weighted = np.average([row.mae for row in rows[1:]], weights=[row.n for row in rows[1:]])
    assert rows[0].mae == pytest.approx(weighted, rel=1e-5)


def test_the_overall_figures_are_those_of_the_normal_classes(session):
    train(session)
    rows = session.evaluate((1, 2)).rows
    assert rows[0].n == rows[2].n + rows[3].n


def test_a_set_without_test_images_cannot_be_evaluated_on(session, tmp_path):
    train(session)
    np.save(tmp_path / "only.npy", np.zeros((20, 28, 28), np.uint8))
    session.load_dataset(str(tmp_path / "only.npy"))
    with pytest.raises(UserError, match="test"):
        session.evaluate(None)


def test_a_model_does_not_judge_images_of_another_shape(session):
    train(session)
    with pytest.raises(UserError, match="28 × 28"):
        session.workspace.errors_of(np.zeros((2, 16, 16, 1), np.uint8))


def test_before_there_is_anything_each_wish_says_what_to_do_first():
    session = Session(lambda event: None)
    for wish in (
        lambda: session.workspace.reconstruct(np.zeros((1, 28, 28, 1), np.float32)),
        lambda: session.evaluate(None),
        lambda: session.save(Path("never.aestudio")),
        lambda: train(session),
    ):
        with pytest.raises(UserError, match="first"):
            wish()


def test_a_model_saved_and_opened_again_is_the_same_to_the_bit(session, tmp_path, digits_file):
    train(session)
    images = np.random.default_rng(0).random((5, 28, 28, 1)).astype(np.float32)
    before = session.workspace.reconstruct(images)
    session.evaluate(None)
    path = tmp_path / "model.aestudio"
    session.save(path)
    other = Session(lambda event: None)
    info = other.open(path)
    assert np.array_equal(other.workspace.reconstruct(images), before)
    assert info.settings == SETTINGS
    assert info.metrics["mse"] == pytest.approx(session.evaluate(None).rows[0].mse)
    assert info.history == session.workspace.model_info.history


@pytest.mark.slow
@pytest.mark.parametrize("architecture", ["wide_dense", "convolutional", "variational"])
def test_every_architecture_is_saved_and_opened(session, tmp_path, architecture):
    train(session, TrainingSettings(architecture=architecture, epochs=1, latent_dim=8))
    images = np.random.default_rng(0).random((5, 28, 28, 1)).astype(np.float32)
    before = session.workspace.reconstruct(images)
    session.save(tmp_path / "model.aestudio")
    (other := Session(lambda event: None)).open(tmp_path / "model.aestudio")
    assert np.array_equal(other.workspace.reconstruct(images), before)


def test_a_file_that_is_no_model_leaves_the_model_alone(session, tmp_path):
    train(session)
    image = np.zeros((1, 28, 28, 1), np.float32)
    before = session.workspace.reconstruct(image)
    (tmp_path / "bad.aestudio").write_bytes(b"no model")
    with pytest.raises(UserError, match=r"bad\.aestudio"):
        session.open(tmp_path / "bad.aestudio")
    assert np.array_equal(session.workspace.reconstruct(image), before)


def test_the_bundled_model_opens_and_reconstructs_digits(session, published):
    session.open_bundled()
    images, _ = generate(50, 99)
    assert session.workspace.errors_of(images)["mse"].mean() < 0.02
    assert published.of(ModelReady)[-1].path is None


def test_fixed_samples_come_with_their_reconstructions_class_by_class(session, published):
    train(session)
    shown = published.of(SamplesReconstructed)[-1]
    assert shown.images.shape == shown.reconstructions.shape == (16, 28, 28, 1)


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_gives_the_same_model(session, seed):
    settings = TrainingSettings(preset="article", architecture="dense", epochs=1, seed=seed)
    image = np.full((1, 28, 28, 1), 0.5, np.float32)
    train(session, settings)
    first = session.workspace.reconstruct(image)
    train(session, settings)
    assert np.array_equal(session.workspace.reconstruct(image), first)


def test_errors_on_other_classes_are_not_noted_as_the_models_own(session):
    train(session, normal=(3,))
    session.evaluate((3,))
    own = dict(session.workspace.model_info.metrics)
    assert own
    assert session.evaluate(None).rows[0].mse != own["mse"]
    assert session.workspace.model_info.metrics == own


def test_a_drawing_after_a_training_is_not_answered_as_a_moment_of_it(session, published):
    train(session)
    session.answer(Drawing(5, np.full((280, 280), 255, np.uint8)))
    assert not published.of(Reconstructed)[-1].is_training


def test_a_model_without_verdicts_is_not_judged_by_the_detector_of_the_one_before(session, published, tmp_path):
    train(session)
    session.save(tmp_path / "plain.aestudio")
    session.open_bundled()
    assert session.workspace.judge.has_detector
    session.open(tmp_path / "plain.aestudio")
    assert not session.workspace.judge.has_detector
    assert "Learn what is normal" in published.of(DetectorMissing)[-1].reason


def test_a_model_whose_verdicts_cannot_be_read_is_not_judged_by_the_detector_of_the_one_before(
    session, published, tmp_path
):
    project = project_file.open_project(preview.BUNDLED_MODEL)
    facts = {**project.extra_json, "detector": {**project.extra_json["detector"], "version": 99}}
    project_file.save(tmp_path / "newer.aestudio", replace(project, extra_json=facts))
    session.open_bundled()
    assert session.workspace.judge.has_detector
    session.open(tmp_path / "newer.aestudio")
    assert not session.workspace.judge.has_detector
    assert "version 99" in published.of(DetectorMissing)[-1].reason


def test_closing_the_window_ends_an_evaluation_and_the_opening_of_a_model(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(session)
    session.save(path := tmp_path / "model.aestudio")
    inbox = Inbox()
    inbox.close()
    monkeypatch.setattr(session.workspace, "_inbox", inbox)
    with pytest.raises(Cancelled):
        session.evaluate(None)
    with pytest.raises(Cancelled):
        session.open(path)
