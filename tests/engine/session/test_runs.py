"""Runs in a real session: written as they are trained, continued, and what can be done with them afterwards."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.errors import UserError
from engine.model_file.project_file import open_project
from engine.protocol.commands import Drawing
from engine.protocol.events import EpochEnded, Event, ModelReady
from engine.protocol.run_control import RunControl
from engine.protocol.run_events import RunsChanged, RunsCompared, RunsDropped, RunsNotKept
from engine.protocol.run_info import RunInfo, RunStatus
from engine.runs.run_store import RunStore
from tests.engine.session.bench import SETTINGS, Bench


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bench, str]]:
    """A session with one completed run."""
    bench = Bench(tmp_path_factory.mktemp("runs"))
    yield bench, bench.train()
    bench.session.close()


def again(bench: Bench) -> tuple[RunInfo, ...]:
    """Return the runs as another process would find them."""
    store = RunStore(bench.folder)
    store.load()
    return store.runs


def test_a_training_is_a_run_with_its_losses_and_snapshots(trained: tuple[Bench, str]) -> None:
    bench, key = trained
    run = bench.run(key)
    assert run.status is RunStatus.COMPLETED
    assert run.epochs == 3
    assert run.name == "Article, changed · Pen digits · epochs 3, batch size 64, latent size 4 and 1 more"
    assert run.data_source == "pen-digits"
    assert run.seconds > 0
    found = next(found for found in again(bench) if found.key == key)
    assert found.model.history == run.model.history
    assert found.snapshots[-1] == 3
    assert found.size_bytes > 100_000


def test_a_stopped_run_is_continued_as_if_it_had_never_stopped(trained: tuple[Bench, str]) -> None:
    bench, whole = trained
    bench.session.runs.make_current(whole)
    expected = bench.weights()
    stopped = bench.train(stop_after=1)
    assert bench.run(stopped).status is RunStatus.STOPPED
    bench.train(replace(SETTINGS, seed=5))  # something else in between
    bench.session.training.resume(stopped, RunControl(), 9)
    assert bench.run(stopped).status is RunStatus.COMPLETED
    assert bench.run(stopped).model.history == bench.run(whole).model.history
    for mine, theirs in zip(expected, bench.weights(), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_a_completed_run_wants_more_epochs_and_can_take_another_learning_rate(trained: tuple[Bench, str]) -> None:
    bench, _ = trained
    key = bench.train()
    with pytest.raises(UserError, match="has done all of its 3 epochs"):
        bench.session.training.resume(key, RunControl(), 9)
    bench.session.training.resume(key, RunControl(), 10, epochs=5, learning_rate=1e-4)
    assert bench.run(key).epochs == 5
    assert bench.run(key).model.settings.learning_rate == 1e-4
    assert [e.learning_rate for e in bench.events if isinstance(e, EpochEnded)][-1] == pytest.approx(1e-4)


@pytest.mark.slow
def test_continuing_finds_the_data_again_or_says_which_are_missing(
    trained: tuple[Bench, str], tmp_path: Path
) -> None:
    bench, _ = trained
    images = np.random.default_rng(0).integers(0, 255, (300, 28, 28), dtype=np.uint8)
    np.savez(tmp_path / "mine.npz", x_train=images, x_test=images[:50])
    bench.session.load_dataset(str(tmp_path / "mine.npz"))
    key = bench.train(replace(SETTINGS, samples=None))
    bench.session.load_dataset("pen-digits")
    bench.session.training.resume(key, RunControl(), 9, epochs=4)
    assert bench.session.workspace.dataset.name == "mine.npz" or "mine" in bench.session.workspace.dataset.name
    bench.session.load_dataset("pen-digits")
    (tmp_path / "mine.npz").unlink()
    with pytest.raises(UserError, match=r"was trained on .*mine.* not found"):
        bench.session.training.resume(key, RunControl(), 9, epochs=5)
    assert bench.session.workspace.dataset.source == "pen-digits"


def test_a_run_or_one_of_its_snapshots_becomes_the_current_model(trained: tuple[Bench, str]) -> None:
    bench, key = trained
    bench.session.runs.make_current(key)
    assert bench.latest(RunsChanged).current == key
    last = bench.weights()
    bench.session.runs.make_current(key, epoch=1)
    assert bench.latest(ModelReady).model.name.endswith("epoch 1")
    assert bench.latest(RunsChanged).current is None
    assert any((a != b).any() for a, b in zip(last, bench.weights(), strict=True))
    bench.session.open_bundled()
    assert bench.latest(RunsChanged).current is None


@pytest.mark.slow
def test_what_is_measured_and_learnt_afterwards_belongs_to_the_run(trained: tuple[Bench, str]) -> None:
    bench, key = trained
    bench.session.load_dataset("pen-digits")
    bench.session.runs.make_current(key)
    bench.session.evaluate(None)
    bench.session.verdicts.learn_normal(most=300)
    run = next(found for found in again(bench) if found.key == key)
    assert run.has_verdicts
    assert 0 < run.model.metrics["mse"] < 1
    bench.session.open_bundled()
    bench.session.runs.make_current(key)
    assert bench.session.workspace.judge.has_detector
    bench.session.training.resume(key, RunControl(), 9, epochs=4)  # with the detector in its file
    assert not bench.run(key).has_verdicts  # it is that of an earlier model
    assert "mse" not in bench.run(key).model.metrics


def test_a_run_is_renamed_annotated_and_saved(trained: tuple[Bench, str], tmp_path: Path) -> None:
    bench, _ = trained
    key = bench.train()
    bench.session.runs.edit(key, "  Mine,\n better ", "first line\nsecond line")
    assert bench.run(key).name == "Mine, better"
    found = next(found for found in again(bench) if found.key == key)
    assert (found.name, found.note, found.is_kept) == ("Mine, better", "first line\nsecond line", True)
    bench.session.runs.save(key, tmp_path / "saved.aestudio")
    saved = open_project(tmp_path / "saved.aestudio")
    assert saved.info.name == "Mine, better"
    assert not any(name.startswith("training") for name in saved.extra)
    with pytest.raises(UserError, match="1 to 200 characters"):
        bench.session.runs.edit(key, "   ", None)


def test_a_deleted_run_can_be_brought_back(trained: tuple[Bench, str]) -> None:
    bench, _ = trained
    key = bench.train()
    bench.session.runs.delete((key,))
    assert key not in {run.key for run in again(bench)}
    assert bench.latest(RunsChanged).current is None
    bench.session.runs.restore((key,))
    assert bench.run(key).status is RunStatus.COMPLETED
    bench.session.runs.make_current(key)


def test_two_runs_are_compared_and_the_current_model_stays(trained: tuple[Bench, str]) -> None:
    bench, key = trained
    bench.session.load_dataset("pen-digits")
    other = bench.train(replace(SETTINGS, epochs=1, seed=3))
    before = bench.weights()
    pixels = np.zeros((280, 280), np.uint8)
    pixels[60:220, 130:150] = 255
    bench.session.runs.compare((key, other), Drawing(1, pixels))
    event = bench.latest(RunsCompared)
    assert [run.key for run in event.runs] == [key, other]
    assert event.samples is not None
    assert event.sample_reconstructions is not None
    assert event.drawing_errors is not None
    assert (event.sample_reconstructions[0] != event.sample_reconstructions[1]).any()
    np.testing.assert_array_equal(
        event.sample_reconstructions[1], bench.session.workspace.reconstruct(event.samples)
    )
    for mine, theirs in zip(before, bench.weights(), strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.slow
def test_the_oldest_run_that_nobody_kept_goes_when_the_space_is_used_up(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    kept, first = bench.train(), bench.train()
    bench.session.runs.edit(kept, "Kept", None)
    bench.session._keeper.store.limit_bytes = bench.latest(RunsChanged).used_bytes + 1000
    latest = bench.train()
    assert {run.key for run in bench.latest(RunsChanged).runs} == {kept, latest}
    assert len(bench.latest(RunsDropped).names) == 1
    assert first not in {run.key for run in again(bench)}
    bench.session.close()


@pytest.mark.slow
def test_a_training_goes_on_where_runs_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    bench = Bench(tmp_path / "file")
    bench.session.training.begin(SETTINGS, None, RunControl(), 1)
    assert "cannot be kept" in bench.latest(RunsNotKept).reason
    assert bench.latest(RunsChanged).current is None  # so that closing the window asks about the model
    assert len(bench.session.workspace.model_info.history["loss"]) == 3
    bench.session.close()


@pytest.mark.slow
def test_a_run_whose_disk_gets_full_is_not_the_current_one_since_it_is_behind_its_model(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    publish = bench.events.append

    def break_the_folder(event: Event) -> None:
        publish(event)
        if isinstance(event, EpochEnded) and event.epoch == 2:
            bench.session._keeper._writer.flush()
            for folder in (tmp_path / "runs").iterdir():
                shutil.rmtree(folder)
                folder.write_text("in the way")

    bench.session.workspace.publish = break_the_folder
    bench.session.training.begin(SETTINGS, None, RunControl(), 1)
    assert bench.latest(RunsNotKept).reason
    assert bench.latest(RunsChanged).current is None
    assert len(bench.session.workspace.model_info.history["loss"]) == 3
    bench.session.close()


def test_a_run_that_was_killed_before_anything_was_written_begins_anew(trained: tuple[Bench, str]) -> None:
    bench, whole = trained
    bench.session.load_dataset("pen-digits")
    key = bench.train()
    folder = bench.folder / "runs" / key
    (folder / "model.aestudio").unlink()
    store = bench.session._keeper.store
    run = store.run(key)
    store.write(replace(run, model=replace(run.model, history={}), status=RunStatus.INTERRUPTED))
    bench.session.training.resume(key, RunControl(), 9)
    assert bench.run(key).status is RunStatus.COMPLETED
    assert bench.run(key).model.history["loss"] == bench.run(whole).model.history["loss"][:3]


def test_a_damaged_run_is_left_out_and_the_others_are_there(trained: tuple[Bench, str]) -> None:
    bench, key = trained
    broken = bench.folder / "runs" / "broken"
    shutil.copytree(bench.folder / "runs" / key, broken)
    (broken / "run.json").write_text("{")
    assert {run.key for run in again(bench)} >= {key}
    assert "broken" not in {run.key for run in again(bench)}
    shutil.rmtree(broken)
