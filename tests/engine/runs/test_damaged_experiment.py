"""Experiment files that are damaged or were made to do harm: they are refused, and nothing of them is left behind."""

import json
import random
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from engine.errors import UserError
from engine.runs.experiment_file import save
from engine.runs.run_store import RunStore
from tests.engine.model_file.changed_project import Members, members_of, write_members
from tests.engine.runs.test_experiment_file import contents, take_in, with_runs

_SEEDS = range(150)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    store = with_runs(folder / "there")
    save(folder / "x.aestudio-experiment", contents(store), store)
    return folder / "x.aestudio-experiment"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> RunStore:
    """A store with two runs, which must stay as they are."""
    return with_runs(tmp_path_factory.mktemp("here"))


def listing(store: RunStore) -> list[tuple[Path, bytes]]:
    """Return every file of the store with its content."""
    return [(path, path.read_bytes()) for path in sorted(store.base.rglob("*")) if path.is_file()]


def assert_refused(path: Path, store: RunStore) -> None:
    before = listing(store), store.runs
    with pytest.raises(UserError):
        take_in(path, store)
    files = [(path, content) for path, content in listing(store) if path.suffix != ".lock"]
    assert (files, store.runs) == ([(p, c) for p, c in before[0] if p.suffix != ".lock"], before[1])


def damaged(content: bytes, seed: int) -> bytes:
    """Return the bytes of a file with one kind of damage, by chance."""
    chance = random.Random(seed)
    changed = bytearray(content)
    match seed % 5:
        case 0:
            return content[: chance.randrange(len(content))]
        case 1:
            for _ in range(chance.randrange(1, 20)):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        case 2:  # sizes, places and checksums in the zip's directory
            directory = content.rindex(b"PK\x01\x02", 0, content.rindex(b"PK\x05\x06"))
            at = chance.choice([directory + offset for offset in (16, 20, 24, 42)])
            changed[at : at + 4] = chance.randbytes(4)
        case 3:
            first, second = sorted(chance.sample(range(len(content) - 600), 2))
            changed[first : first + 500], changed[second : second + 500] = (
                changed[second : second + 500],
                changed[first : first + 500],
            )
        case _:
            at = chance.randrange(len(content))
            changed[at:at] = chance.randbytes(chance.randrange(1, 2_000))
    return bytes(changed)


@pytest.mark.parametrize("seed", _SEEDS)
def test_damaged_bytes_are_refused_or_do_not_matter(whole: Path, tmp_path: Path, seed: int) -> None:
    """What does not matter, e.g. a bit of a member's date, gives exactly the runs that were saved."""
    path = tmp_path / "x.aestudio-experiment"
    path.write_bytes(damaged(whole.read_bytes(), seed))
    store = RunStore(tmp_path / "store")
    try:
        imported = take_in(path, store)
    except UserError:
        assert store.runs == ()
        assert not list((tmp_path / "store").glob("runs/*"))
        assert not list((tmp_path / "store").glob("deleted/*/*"))
        return
    for run, expected in zip(imported, take_in(whole, RunStore(tmp_path / "other")), strict=True):
        assert asdict(run.model) == asdict(expected.model)
        assert run.size_bytes == expected.size_bytes


def drop(name: str) -> Callable[[Members], object]:
    return lambda members: members.pop(name)


def put(name: str, content: bytes) -> Callable[[Members], object]:
    return lambda members: members.update({name: content})


def swap(one: str, other: str) -> Callable[[Members], object]:
    def change(members: Members) -> None:
        members[one], members[other] = members[other], members[one]

    return change


def in_spec(
    change: Callable[[dict[str, Any]], object], name: str = "experiment.json"
) -> Callable[[Members], object]:
    def changed(members: Members) -> None:
        spec = json.loads(members[name])
        change(spec)
        members[name] = json.dumps(spec).encode()

    return changed


def in_data(name: str, value: object) -> Callable[[Members], object]:
    return in_spec(lambda spec: spec["data"][0].update({name: value}))


def in_model(name: str, value: object) -> Callable[[Members], object]:
    return in_spec(lambda record: record["model"].update({name: value}), "runs/0000/run.json")


def in_settings(name: str, value: object) -> Callable[[Members], object]:
    return in_spec(lambda record: record["model"]["settings"].update({name: value}), "runs/0000/run.json")


@pytest.mark.parametrize(
    "change",
    [
        drop("experiment.json"),
        drop("runs/0001/model.aestudio"),
        drop("runs/0000/epoch-000001.aestudio"),
        drop("drawing.npy"),
        put("../../escaped", b"x"),
        put("runs/0000/../../../escaped", b"x"),
        put("runs/0002/run.json", b"{}"),
        put("experiment.json", b"[" * 100_000),
        put("experiment.json", b"{}"),
        put("drawing.npy", b"\x93NUMPY"),
        put("runs/0000/run.json", b"{}"),
        put("runs/0000/model.aestudio", b"PK\x03\x04"),
        put("studies/0000.json", b"null"),
        swap("runs/0000/run.json", "studies/0000.json"),
        swap("runs/0000/model.aestudio", "runs/0000/run.json"),
        swap("runs/0000/model.aestudio", "runs/0000/epoch-000001.aestudio"),  # it has no training to go on with
        swap("data/0000/x_train.npy", "data/0000/x_test.npy"),
        swap("data/0000/x_train.npy", "data/0000/y_train.npy"),
        swap("data/0000/x_train.npy", "drawing.npy"),
        in_spec(lambda spec: spec.update(current=2)),
        in_spec(lambda spec: spec.update(current=-1)),
        in_spec(lambda spec: spec.update(runs=spec["runs"] * 200)),
        in_spec(lambda spec: spec.update(studies=10**9)),
        in_spec(lambda spec: spec.update(false_alarms=1.5)),
        in_spec(lambda spec: spec.update(false_alarms=True)),
        in_spec(lambda spec: spec.update(notes=["x"] * 1000)),
        in_spec(lambda spec: spec.update(notes=[["x"]])),
        in_spec(lambda spec: spec.update(has_drawing="yes")),
        in_spec(lambda spec: spec.update(data=spec["data"] * 2)),
        in_spec(lambda spec: spec.update(more=1)),
        in_spec(lambda spec: spec["runs"][0].update(snapshots=[2, 1])),
        in_spec(lambda spec: spec["runs"][0].update(snapshots=["../1"])),
        in_data("identity", "0" * 64),
        in_data("image_shape", [8, 2, 1]),
        in_data("image_shape", [10**9, 4, 1]),
        in_data("source", "/etc/passwd"),
        in_data("source", ".."),
        in_data("arrays", ["x_train", "../x"]),
        in_data("arrays", ["y_train"]),
        in_data("labels", ["digit 0"]),
        in_settings("latent_dim", 4),  # of another size than the weights
        in_settings("loss", "mse"),
        in_model("image_shape", [4, 8, 1]),
        in_spec(lambda record: record["model"]["data"].update(identity="of other data"), "runs/0000/run.json"),
        in_spec(lambda record: record["model"]["data"].update(normal=[0]), "runs/0000/run.json"),
        in_spec(lambda record: record.update(is_kept=1), "runs/0001/run.json"),
    ],
)
def test_members_that_do_not_belong_together_are_refused(
    whole: Path, store: RunStore, tmp_path: Path, change: Callable[[Members], object]
) -> None:
    members = members_of(whole)
    change(members)
    path = tmp_path / "x.aestudio-experiment"
    write_members(path, members)
    assert_refused(path, store)
    assert not list(tmp_path.rglob("escaped"))
