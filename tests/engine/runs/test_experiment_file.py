"""Experiment files without a session: written from one store of runs, read into another."""

import json
import zipfile
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError
from engine.protocol.results import StudyRow
from engine.protocol.run_info import RunInfo, RunStatus
from engine.runs import run_file
from engine.runs.checkpoint import state_of, to_project
from engine.runs.experiment_file import Contents, save
from engine.runs.experiment_reading import opened
from engine.runs.experiment_spec import describe, file_name
from engine.runs.run_import import import_runs
from engine.runs.run_store import RunStore
from engine.runs.study_file import StudyRecord
from engine.settings import TrainingSettings
from tests.engine.model_file.changed_project import members_of, write_members
from tests.engine.runs.small_run import small_run, small_state

VERSION_1 = Path(__file__).parent / "version-1.aestudio-experiment"
BEGUN = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)


def tiles() -> ImageDataset:
    """Return twelve images of 4 x 4 px in two classes that are no digits."""
    images = np.arange(12 * 16, dtype=np.uint8).reshape(12, 4, 4, 1)
    labels = np.array([0, 2] * 4, np.int64)
    return ImageDataset("Tiles", "/home/somebody/line 3/tiles.npz", images[:8], labels, images[8:], labels[:4])


def with_runs(folder: Path) -> RunStore:
    """Return a store with a stopped run that has two snapshots, and one whose process was killed."""
    store = RunStore(folder)
    identity = tiles().identity
    for key, status in (("one", RunStatus.COMPLETED), ("two", RunStatus.INTERRUPTED)):
        run = small_run(key, epochs=1, name=f"Run {key}")
        run = replace(
            run,
            created=BEGUN,
            data_source=tiles().source,
            note="note",
            model=replace(run.model, data_identity=identity),
        )
        store.begin(run)
        for epochs in (1, 2):
            state = small_state(epochs, seed=ord(key[0]))
            store.write_model(key, to_project(run.model, state))
        store.write(replace(run, status=status, model=replace(run.model, history=state.history)))
        store.end(key)
    return store


def contents(store: RunStore) -> Contents:
    data = tiles()
    study = StudyRecord(
        TrainingSettings(), "Tiles", data.identity, ((0,), (2,)), (StudyRow((0,), 0.75, 0.5, 0.25, 3.5),), BEGUN
    )
    return Contents(
        runs=(store.run("one"), store.run("two")),
        current=1,
        studies=(study,),
        data=(describe(data, ("x_train", "y_train", "x_test", "y_test")),),
        datasets={data.identity: data},
        notes="First line.\nSecond.",
        false_alarms=0.01,
        drawing=np.eye(20, dtype=np.uint8) * 255,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "line.aestudio-experiment"
    store = with_runs(tmp_path / "there")
    save(path, contents(store), store)
    return path


def take_in(path: Path, store: RunStore) -> tuple[RunInfo, ...]:
    """Take in all runs of a file as the engine does, after all else in it has been read, too."""
    with opened(path) as experiment, store.scratch() as scratch:
        runs = []
        for place in range(len(experiment.runs)):
            run, _ = experiment.extract_run(place, scratch / str(place))
            runs.append((run, scratch / str(place)))
        for place, described in enumerate(experiment.spec.data):
            if described.arrays:
                assert experiment.dataset(place).identity == described.identity
        return import_runs(store, runs)


def test_everything_is_read_as_it_was_written(file: Path, tmp_path: Path) -> None:
    with opened(file) as experiment:
        spec = experiment.spec
        assert (spec.current, spec.false_alarms, spec.notes) == (1, 0.01, "First line.\nSecond.")
        (described,) = spec.data
        assert (described.name, described.source, described.image_shape) == ("Tiles", "tiles.npz", (4, 4, 1))
        assert (described.train_images, described.test_images, described.labels) == (8, 4, (0, 2))
        found = experiment.dataset(0)
        for name in ("x_train", "y_train", "x_test", "y_test"):
            np.testing.assert_array_equal(getattr(found, name), getattr(tiles(), name))
        assert experiment.drawing is not None
        np.testing.assert_array_equal(experiment.drawing, np.eye(20) * 255)
        there = contents(with_runs(tmp_path / "again"))
        assert [asdict(study) for study in experiment.studies] == [asdict(study) for study in there.studies]
        assert [run.name for run in experiment.runs] == ["Run one", "Run two"]


def test_runs_are_taken_in_with_their_files_under_keys_of_their_own(file: Path, tmp_path: Path) -> None:
    there = RunStore(tmp_path / "there")
    there.load()
    here = RunStore(tmp_path / "here")
    imported = take_in(file, here)
    assert here.runs == tuple(sorted(imported, key=lambda run: run.key, reverse=True))
    for theirs, mine in zip(("one", "two"), imported, strict=True):
        assert mine.key != theirs
        assert mine.is_kept
        assert mine.status is (RunStatus.COMPLETED if theirs == "one" else RunStatus.STOPPED)
        assert (mine.name, mine.note, mine.created) == (f"Run {theirs}", "note", BEGUN)
        assert mine.data_source == "tiles.npz"
        assert mine.snapshots == there.run(theirs).snapshots == (1, 2)
        for epoch in (None, 1, 2):
            expected = there.model_file(theirs, epoch).read_bytes()
            assert here.model_file(mine.key, epoch).read_bytes() == expected
        assert state_of(here.model(mine.key)).history == mine.model.history
    again = RunStore(tmp_path / "here")
    again.load()
    assert [run_file.encode(run) for run in again.runs] == [run_file.encode(run) for run in here.runs]
    assert [run.size_bytes for run in again.runs] == [run.size_bytes for run in here.runs]


def test_a_name_that_is_taken_gets_a_number(file: Path, tmp_path: Path) -> None:
    here = RunStore(tmp_path / "here")
    take_in(file, here)
    assert [run.name for run in take_in(file, here)] == ["Run one (2)", "Run two (2)"]


def test_the_same_experiment_makes_the_same_file(file: Path, tmp_path: Path) -> None:
    store = with_runs(tmp_path / "elsewhere")
    save(tmp_path / "second.aestudio-experiment", contents(store), store)
    names = [name for name in members_of(file) if not name.endswith(".aestudio")]  # these hold the time of saving
    assert all(
        members_of(file)[name] == members_of(tmp_path / "second.aestudio-experiment")[name] for name in names
    )


def test_a_damaged_snapshot_is_left_out_and_a_damaged_model_is_said(tmp_path: Path) -> None:
    store = with_runs(tmp_path)
    store.model_file("one", 1).write_bytes(b"PK")
    path = tmp_path / "x.aestudio-experiment"
    save(path, contents(store), store)
    with opened(path) as experiment:
        assert experiment.spec.snapshots == ((2,), (1, 2))
    path.unlink()
    store.model_file("one").write_bytes(b"PK")
    with pytest.raises(UserError, match="The files of the run Run one are damaged"):
        save(path, contents(store), store)
    assert not path.exists()


def test_nothing_is_left_when_one_of_the_runs_cannot_be_taken_in(file: Path, tmp_path: Path) -> None:
    here = RunStore(tmp_path / "here")
    with opened(file) as experiment, here.scratch() as scratch:
        first, _ = experiment.extract_run(0, scratch / "0")
        with pytest.raises(UserError):
            import_runs(here, [(first, scratch / "0"), (first, scratch / "not there")])
    assert here.runs == ()
    assert list((tmp_path / "here" / "runs").iterdir()) == []
    assert list((tmp_path / "here" / "deleted").glob("*/*")) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("mnist", "mnist"),
        (None, None),
        ("/home/me/tiles.npz", "tiles.npz"),
        (r"C:\Users\me\tiles.npz", "tiles.npz"),
        ("/me/a as pictures fit=pad&normal=test%2Fb", "a as pictures fit=pad&normal=test%2Fb"),
        ("/", None),
        ("/a/..", None),
        ("..", None),
    ],
)
def test_of_a_source_only_the_name_of_the_file_is_told(source: str | None, expected: str | None) -> None:
    assert file_name(source) == expected


def test_a_file_of_version_1_opens(tmp_path: Path) -> None:
    here = RunStore(tmp_path)
    imported = take_in(VERSION_1, here)
    assert [run.name for run in imported] == ["Run one", "Run two"]
    assert state_of(here.model(imported[0].key)).learning_rate == 1e-3


def test_a_file_of_a_newer_version_is_refused_with_a_reason(file: Path) -> None:
    members = members_of(file)
    members["experiment.json"] = json.dumps(
        {
            "format": "autoencoder-studio-experiment",
            "format_version": 2,
            "app_version": "99.1",
            "something": "else",
        }
    ).encode()
    write_members(file, members)
    with pytest.raises(UserError, match=r"newer version of Autoencoder Studio \(99\.1\)"), opened(file):
        pass


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)])
def test_another_file_is_no_experiment(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.aestudio-experiment"
    path.write_bytes(content)
    with pytest.raises(UserError), opened(path):
        pass


def test_a_model_file_is_no_experiment(tmp_path: Path) -> None:
    store = with_runs(tmp_path)
    with (
        pytest.raises(UserError, match="is not an experiment of Autoencoder Studio"),
        opened(store.model_file("one")),
    ):
        pass


def test_a_compressed_member_is_refused(file: Path) -> None:
    write_members(file, members_of(file), zipfile.ZIP_DEFLATED)
    with pytest.raises(UserError, match="damaged or was changed"), opened(file):
        pass
