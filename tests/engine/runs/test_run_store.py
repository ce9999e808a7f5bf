import multiprocessing
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.errors import UserError
from engine.protocol.run_info import RunStatus
from engine.runs.checkpoint import state_of, to_project, without_training
from engine.runs.run_store import RunStore
from tests.engine.runs.small_run import small_run, small_state

_TRAIN_UNTIL_KILLED = """
import sys, time
from pathlib import Path
from engine.runs.checkpoint import to_project
from engine.runs.run_store import RunStore
from tests.engine.runs.small_run import small_run, small_state
store = RunStore(Path(sys.argv[1]))
store.begin(small_run(epochs=2))
store.write_model("a-run", to_project(small_run().model, small_state(epochs=3)))  # one epoch ahead of the record
(store.folder / "a-run" / ".0123.tmp").write_bytes(b"half of a file")
print("training", flush=True)
time.sleep(60)
"""


def read_again(folder: Path) -> RunStore:
    store = RunStore(folder)
    store.load()
    return store


def test_an_empty_or_missing_folder_has_no_runs(tmp_path: Path) -> None:
    assert read_again(tmp_path / "nowhere").runs == ()


def test_a_training_state_survives_the_file_bit_for_bit(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    store.begin(small_run())
    state = small_state()
    store.write_model("a-run", to_project(small_run().model, state))
    found = state_of(store.model("a-run"))
    for name in ("history", "batch_losses", "learning_rate", "untrained_loss", "seconds"):
        assert getattr(found, name) == getattr(state, name)
    np.testing.assert_array_equal(found.seeds, state.seeds)
    for mine, theirs in zip((*found.weights, *found.optimizer), (*state.weights, *state.optimizer), strict=True):
        np.testing.assert_array_equal(mine, theirs)
        assert mine.dtype == theirs.dtype
    plain = without_training(store.model("a-run"))
    assert plain.extra == {}
    with pytest.raises(UserError, match="cannot be continued"):
        state_of(plain)


def test_a_killed_training_is_interrupted_and_what_was_written_last_counts(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _TRAIN_UNTIL_KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "training\n"
    assert [run.status for run in read_again(tmp_path).runs] == [RunStatus.TRAINING]  # by that process, now
    with pytest.raises(UserError, match="by another window"):
        RunStore(tmp_path).begin(small_run())
    os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    process.communicate()
    run = read_again(tmp_path).run("a-run")
    assert run.status is RunStatus.INTERRUPTED
    assert run.epochs == 3
    assert not list((tmp_path / "runs" / "a-run").glob(".*.tmp"))
    assert read_again(tmp_path).run("a-run").status is RunStatus.INTERRUPTED


def test_deleted_runs_come_back_until_the_store_is_closed(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    for key in ("one", "two"):
        store.begin(small_run(key))
        store.write(replace(store.run(key), status=RunStatus.STOPPED))
        store.end(key)
    store.delete(("one", "two"))
    assert read_again(tmp_path).runs == ()  # nor does another start of the program throw them away
    store.restore(("one",))
    assert [run.key for run in store.runs] == ["one"]
    store.close()
    with pytest.raises(UserError, match="not there any more"):
        store.restore(("two",))
    assert not list((tmp_path / "deleted").iterdir())


def test_what_a_killed_process_had_deleted_goes_with_the_next_start(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_delete_and_die, args=(tmp_path,))
    process.start()
    process.join(60)
    assert [folder.name for folder in (tmp_path / "deleted").iterdir() if folder.is_dir()] != []
    read_again(tmp_path)
    assert [folder.name for folder in (tmp_path / "deleted").iterdir() if folder.is_dir()] == []


def _delete_and_die(folder: Path) -> None:
    store = RunStore(folder)
    store.begin(small_run("one"))
    store.write(replace(store.run("one"), status=RunStatus.STOPPED))
    store.delete(("one",))
    os._exit(9)


def test_a_run_that_is_being_trained_cannot_be_deleted(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    store.begin(small_run())
    with pytest.raises(UserError, match="stop it before you delete it"):
        store.delete(("a-run",))
    store.close()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"format": "autoencoder-studio-run"}', b"\xff\xfe", b"null", b"[" * 5000],
)
def test_a_damaged_record_leaves_out_that_run_only(tmp_path: Path, content: bytes) -> None:
    store = RunStore(tmp_path)
    for key in ("good", "bad"):
        store.begin(small_run(key))
        store.write(replace(store.run(key), status=RunStatus.STOPPED))
        store.end(key)
    (store.folder / "bad" / "run.json").write_bytes(content)
    assert [run.key for run in read_again(tmp_path).runs] == ["good"]


def test_a_damaged_model_file_is_said_when_it_is_needed(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    store.begin(small_run())
    store.write_model("a-run", to_project(small_run().model, small_state()))
    path = store.folder / "a-run" / "model.aestudio"
    path.write_bytes(path.read_bytes()[:-40])
    store.close()
    again = read_again(tmp_path)
    assert again.run("a-run").status is RunStatus.INTERRUPTED
    with pytest.raises(UserError, match="damaged"):
        again.model("a-run")
