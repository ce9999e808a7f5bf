"""An experiment is carried from one machine to another: two sessions whose runs lie in different folders."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.errors import UserError
from engine.model_file import project_file
from engine.protocol.commands import Drawing, OpenExperiment, SaveExperiment
from engine.protocol.events import DatasetLoaded, DetectorReady, ModelReady, Scored
from engine.protocol.results import StudyRow
from engine.protocol.run_control import RunControl
from engine.protocol.run_events import ExperimentOpened, ExperimentSaved, RunsChanged, StudyRestored
from engine.protocol.run_info import RunStatus
from engine.runs.experiment_file import Contents, save
from engine.runs.run_store import RunStore
from engine.runs.study_file import StudyRecord, StudyStore
from engine.session import loop
from tests.engine.session.bench import SETTINGS, Bench, write_tiles

pytestmark = pytest.mark.slow

Weights = tuple[NDArray[np.float32], ...]
NOTES = "Tiles from the line.\n\nSeen on Monday."
PIXELS = np.zeros((280, 280), np.uint8)
PIXELS[60:220, 130:150] = 255
DRAWING = Drawing(1, PIXELS)


@dataclass(frozen=True)
class Origin:
    """The machine that the experiment comes from."""

    bench: Bench
    tiles: Path
    stopped: str
    other: str


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Origin]:
    """A session with a run on pen digits, and a stopped one on tiles whose class 0 is normal, with verdicts."""
    folder = tmp_path_factory.mktemp("origin")
    tiles = write_tiles(tmp_path_factory.mktemp("private") / "tiles.npz")
    bench = Bench(folder)
    other = bench.train()
    bench.session.load_dataset(str(tiles))
    stopped = bench.train(replace(SETTINGS, samples=None), stop_after=2, normal=(0,))
    bench.session.verdicts.learn_normal()
    bench.session.runs.edit(stopped, "Dark tiles", "Stopped too early.")
    study = StudyRecord(
        SETTINGS,
        "tiles.npz",
        bench.session.workspace.dataset.identity,
        ((0,), (1,)),
        (StudyRow((0,), 0.75, 0.5, 0.25, 3.5),),
    )
    StudyStore(folder / "studies").put(study)
    yield Origin(bench, tiles, stopped, other)
    bench.session.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Bench]:
    """A session on another machine, where nothing has been trained."""
    bench = Bench(tmp_path / "home")
    yield bench
    bench.session.close()


@pytest.fixture(scope="module")
def file(origin: Origin, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The experiment with both runs and the tiles, which are small."""
    path = tmp_path_factory.mktemp("carried") / "line.aestudio-experiment"
    bench = origin.bench
    bench.session.runs.make_current(origin.stopped)
    keys = (origin.other, origin.stopped)
    bench.session.experiments.save(SaveExperiment(path, keys, NOTES, 0.05, PIXELS))
    assert bench.latest(ExperimentSaved).path == path
    assert all(run.is_kept for run in bench.latest(RunsChanged).runs if run.key in keys)
    return path


def answered(bench: Bench) -> Scored:
    bench.session.answer(DRAWING)
    return bench.latest(Scored)


def test_an_experiment_restores_everything_in_an_empty_home(origin: Origin, file: Path, home: Bench) -> None:
    origin.bench.session.runs.make_current(origin.stopped)
    expected, weights = answered(origin.bench), origin.bench.weights()
    threshold = origin.bench.latest(DetectorReady).normal_scores
    event = home.session.experiments.open(file)
    assert home.latest(ExperimentOpened) is event
    assert event.path == file
    assert event.notes == NOTES
    assert event.false_alarms == 0.05
    assert event.drawing is not None
    np.testing.assert_array_equal(event.drawing, PIXELS)
    assert event.missing_data == ()

    theirs = origin.bench.run(origin.stopped)
    mine = home.run(event.keys[1])
    assert home.latest(RunsChanged).current == mine.key
    assert mine.key != theirs.key
    assert asdict(mine.model) == asdict(theirs.model)
    assert (mine.note, mine.status, mine.seconds) == (theirs.note, theirs.status, theirs.seconds)
    assert (mine.created, mine.snapshots, mine.has_verdicts) == (theirs.created, theirs.snapshots, True)
    assert mine.is_kept
    assert home.run(event.keys[0]).model.history == origin.bench.run(origin.other).model.history

    for there, here in zip(weights, home.weights(), strict=True):
        np.testing.assert_array_equal(here, there)
    assert home.latest(DetectorReady).normal_scores.keys() == threshold.keys()
    for choice, scores in home.latest(DetectorReady).normal_scores.items():
        np.testing.assert_array_equal(scores, threshold[choice])
    found = answered(home)
    for choice, verdict in found.by.items():
        there = expected.by[choice]
        assert (verdict.score, verdict.p_value) == (there.score, there.p_value)
        np.testing.assert_array_equal(verdict.contributions, there.contributions)

    study = home.latest(StudyRestored)
    assert (study.dataset, study.total, study.settings) == ("tiles.npz", 2, SETTINGS)
    assert [asdict(row) for row in study.rows] == [asdict(StudyRow((0,), 0.75, 0.5, 0.25, 3.5))]


def test_the_runs_and_the_study_are_still_there_at_the_next_start(file: Path, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    keys = bench.session.experiments.open(file).keys
    bench.session.close()
    again = Bench(tmp_path)
    assert {run.key for run in again.latest(RunsChanged).runs} == set(keys)
    assert again.latest(StudyRestored).dataset == "tiles.npz"
    again.session.close()


def test_a_carried_run_goes_on_as_if_it_had_never_left(origin: Origin, file: Path, home: Bench) -> None:
    key = home.session.experiments.open(file).keys[1]
    home.session.load_dataset("pen-digits")
    home.session.training.resume(key, RunControl(), 5)
    copied = origin.bench.session.experiments.open(file).keys[1]
    origin.bench.session.training.resume(copied, RunControl(), 5)
    assert home.session.workspace.dataset.name == "tiles.npz"
    assert home.run(key).status is RunStatus.COMPLETED
    assert home.run(key).model.history == origin.bench.run(copied).model.history
    for there, here in zip(origin.bench.weights(), home.weights(), strict=True):
        np.testing.assert_array_equal(here, there)
    origin.bench.session.load_dataset(str(origin.tiles))
    whole = origin.bench.train(replace(SETTINGS, samples=None), normal=(0,))
    assert origin.bench.run(whole).model.history == home.run(key).model.history
    for there, here in zip(origin.bench.weights(), home.weights(), strict=True):
        np.testing.assert_array_equal(here, there)


def test_the_engine_carries_both_requests_out(origin: Origin, file: Path, home: Bench, tmp_path: Path) -> None:
    loop._carry_out(home.session, OpenExperiment(file))
    keys = home.latest(ExperimentOpened).keys
    again = tmp_path / "again.aestudio-experiment"
    loop._carry_out(home.session, SaveExperiment(again, keys))
    assert home.latest(ExperimentSaved).path == again
    assert len(home.session.experiments.open(again).keys) == 2


def test_names_that_are_taken_get_a_number(file: Path, home: Bench) -> None:
    home.session.experiments.open(file)
    second = home.session.experiments.open(file).keys
    assert home.run(second[1]).name == "Dark tiles (2)"
    assert len({run.name for run in home.latest(RunsChanged).runs}) == 4


def test_class_0_of_the_tiles_never_becomes_the_digit_0(file: Path, home: Bench) -> None:
    """The window had pen digits; afterwards it has the tiles, under their own name and with their own two classes."""
    assert home.session.workspace.dataset.labels == tuple(range(10))
    key = home.session.experiments.open(file).keys[1]
    dataset = home.latest(DatasetLoaded).dataset
    assert (dataset.name, dataset.labels) == ("tiles.npz", (0, 1))
    model = home.latest(ModelReady).model
    assert (model.trained_on, model.normal, model.data_identity) == ("tiles.npz", (0,), dataset.identity)
    assert home.run(key).data_source == dataset.source
    assert Path(dataset.source).is_relative_to(home.folder)


def test_the_file_names_no_folder_of_the_machine_it_comes_from(origin: Origin, file: Path) -> None:
    content = file.read_bytes()
    assert b"tiles.npz" in content
    assert str(origin.tiles.parent).encode() not in content
    assert str(origin.bench.folder).encode() not in content


def test_data_that_are_neither_in_the_file_nor_here_are_named(origin: Origin, home: Bench, tmp_path: Path) -> None:
    path = tmp_path / "without.aestudio-experiment"
    origin.bench.session.experiments.save(SaveExperiment(path, (origin.stopped,), with_data=False))
    event = home.session.experiments.open(path)
    assert event.missing_data == ("tiles.npz",)
    assert home.session.workspace.dataset.source == "pen-digits"
    assert home.run(event.keys[0]).data_source is None
    with pytest.raises(UserError, match=r"was trained on tiles\.npz, which was not found"):
        home.session.training.resume(event.keys[0], RunControl(), 5)
    home.session.load_dataset(str(origin.tiles))  # as the window asks the user to
    home.session.training.resume(event.keys[0], RunControl(), 6)
    assert home.run(event.keys[0]).status is RunStatus.COMPLETED


def test_data_beside_the_file_are_found(origin: Origin, home: Bench, tmp_path: Path) -> None:
    path = tmp_path / "without.aestudio-experiment"
    origin.bench.session.experiments.save(SaveExperiment(path, (origin.stopped,), with_data=False))
    shutil.copy(origin.tiles, tmp_path)
    event = home.session.experiments.open(path)
    assert event.missing_data == ()
    assert home.session.workspace.dataset.source == str(tmp_path / "tiles.npz")
    write_tiles(tmp_path / "tiles.npz")
    np.savez(
        tmp_path / "tiles.npz", x_train=np.zeros((9, 28, 28), np.uint8)
    )  # others of the same name are not they
    home.session.load_dataset("pen-digits")
    home.session.runs.delete(event.keys)
    assert home.session.experiments.open(path).missing_data == ("tiles.npz",)


def test_data_that_must_be_put_in_but_are_gone_are_an_error(origin: Origin, tmp_path: Path) -> None:
    bench = Bench(tmp_path / "own")
    tiles = write_tiles(tmp_path / "gone.npz")
    bench.session.load_dataset(str(tiles))
    key = bench.train(replace(SETTINGS, samples=None, epochs=1))
    bench.session.load_dataset("pen-digits")
    tiles.unlink()
    path = tmp_path / "x.aestudio-experiment"
    with pytest.raises(UserError, match=r"gone\.npz was not found, so it cannot be put into the file"):
        bench.session.experiments.save(SaveExperiment(path, (key,), with_data=True))
    assert not path.exists()
    bench.session.experiments.save(SaveExperiment(path, (key,)))  # described only
    assert bench.session.experiments.open(path).missing_data == ("gone.npz",)
    bench.session.close()


def test_a_run_that_has_learnt_nothing_is_left_out(origin: Origin, tmp_path: Path) -> None:
    bench = origin.bench
    empty = replace(bench.run(origin.other), key="empty", status=RunStatus.TRAINING)
    store = bench.session._keeper.store
    store.begin(empty)
    with pytest.raises(UserError, match="has learnt nothing yet"):
        bench.session.experiments.save(SaveExperiment(tmp_path / "x.aestudio-experiment", ("empty",)))
    store.remove("empty")


def of_a_larger_code(weights: Weights) -> Weights:
    """Return weights of other shapes than the settings of their model say."""
    return tuple(np.concatenate([array, array], axis=-1) for array in weights)


def overflowing(weights: Weights) -> Weights:
    """Return weights, each of which may be in a file, whose model answers NaN."""
    huge = [np.full_like(array, 1e6) for array in weights]
    huge[-2][::2] *= -1
    return tuple(huge)


@pytest.mark.parametrize(
    ("change", "reason"), [(of_a_larger_code, "do not fit its settings"), (overflowing, "gives no finite numbers")]
)
def test_an_experiment_whose_current_model_cannot_be_used_changes_nothing(
    origin: Origin, home: Bench, tmp_path: Path, change: Callable[[Weights], Weights], reason: str
) -> None:
    shutil.copytree(origin.bench.folder / "runs", tmp_path / "changed" / "runs")
    changed = RunStore(tmp_path / "changed")
    changed.load()
    project = changed.model(origin.stopped)
    project_file.save(changed.model_file(origin.stopped), replace(project, weights=change(project.weights)))
    path = tmp_path / "x.aestudio-experiment"
    save(path, Contents((changed.run(origin.stopped),), current=0), changed)
    before = home.latest(RunsChanged)
    with pytest.raises(UserError, match=reason):
        home.session.experiments.open(path)
    assert home.latest(RunsChanged) is before
    assert not list((home.folder / "runs").glob("*"))
    assert not list((home.folder / "deleted").glob("*/scratch*"))
