import itertools
from pathlib import Path

import pytest

from engine.model_file.project_file import open_project
from engine.runs import snapshots
from engine.runs.checkpoint import to_project
from tests.engine.runs.small_run import small_run, small_state


def kept_after(folder: Path, epochs: range) -> tuple[int, ...]:
    """Return the snapshots after a training that handed out its state after these epochs."""
    folder.mkdir(exist_ok=True)
    for epoch in epochs:
        snapshots.add(folder, to_project(small_run().model, small_state(epoch)))
    return snapshots.epochs(folder)


def test_a_short_run_keeps_every_epoch(tmp_path: Path) -> None:
    assert kept_after(tmp_path, range(1, 13)) == tuple(range(1, 13))


@pytest.mark.parametrize("epochs", [17, 40, 70, 200])
def test_a_long_run_keeps_a_bounded_number_evenly_apart(tmp_path: Path, epochs: int) -> None:
    kept = kept_after(tmp_path, range(1, epochs + 1))
    assert snapshots.MOST_SNAPSHOTS // 2 <= len(kept) <= snapshots.MOST_SNAPSHOTS
    assert len({later - earlier for earlier, later in itertools.pairwise(kept)}) == 1
    assert kept[-1] > epochs * 0.9


def test_fast_epochs_of_which_not_all_are_handed_out_keep_some(tmp_path: Path) -> None:
    assert len(kept_after(tmp_path, range(4, 400, 8))) >= 4


def test_a_snapshot_is_a_model_file_that_opens_without_the_training(tmp_path: Path) -> None:
    kept_after(tmp_path, range(1, 4))
    project = open_project(snapshots.path(tmp_path, 2))
    assert len(project.info.history["loss"]) == 2
    assert not project.extra
    assert "training" not in project.extra_json
