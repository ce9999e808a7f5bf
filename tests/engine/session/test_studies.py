"""Studies are written row by row, so that a kill in the middle loses the choice that was being measured, no more."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from engine.protocol.events import StudyAdvanced
from engine.protocol.results import StudyRow
from engine.protocol.run_events import RunsNotKept, StudyRestored
from engine.runs.study_file import StudyRecord, StudyStore
from engine.session.studies import Studies
from tests.conftest import REPOSITORY
from tests.engine.session.bench import SETTINGS, Bench, write_tiles

pytestmark = pytest.mark.slow

STUDY = replace(SETTINGS, epochs=1, samples=None)
CHOICES = ((0,), (1, 2), (2,))
RECORD = StudyRecord(STUDY, "Tiles", "00112233445566778899", CHOICES, (StudyRow((0,), 0.75, 0.5, 0.25, 3.5),))
_STUDY_UNTIL_KILLED = """
import sys, time
from pathlib import Path
from engine.protocol.events import StudyAdvanced
from engine.session.session import Session
from tests.engine.session.test_studies import CHOICES, STUDY

def publish(event):
    if isinstance(event, StudyAdvanced) and event.done == 2:
        print(event.row.auroc, flush=True)
        time.sleep(600)  # in the middle of the study

session = Session(publish, runs_folder=Path(sys.argv[1]))
session.load_dataset(sys.argv[2])
session.verdicts.study(STUDY, CHOICES)
"""


def test_after_a_kill_the_next_start_tells_the_rows_so_far(tmp_path: Path) -> None:
    tiles = write_tiles(tmp_path / "tiles.npz", classes=3)
    with subprocess.Popen(
        [sys.executable, "-c", _STUDY_UNTIL_KILLED, str(tmp_path), str(tiles)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        auroc = float(process.stdout.readline())
        process.kill()
    bench = Bench(tmp_path)
    bench.session.load_dataset(str(tiles))
    told = [event for event in bench.events if isinstance(event, StudyRestored)]
    assert len(told) == 2  # at the start, and with the data
    for event in told:
        assert (event.settings, event.dataset, event.total) == (STUDY, "tiles.npz", 3)
        assert event.data_identity == bench.session.workspace.dataset.identity
        assert [row.normal for row in event.rows] == [(0,), (1, 2)]
        assert event.rows[1].auroc == auroc
    bench.session.close()


def test_a_study_goes_on_where_it_cannot_be_written(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.session.load_dataset(str(write_tiles(tmp_path / "tiles.npz", classes=3)))
    (tmp_path / "studies").write_text("in the way")
    rows = bench.session.verdicts.study(STUDY, CHOICES[:1])
    assert len(rows) == 1
    assert bench.latest(StudyAdvanced).done == 1
    assert "was not saved" in bench.latest(RunsNotKept).reason
    bench.session.close()


@pytest.mark.parametrize("is_later", [True, False])
def test_a_study_from_elsewhere_takes_the_place_of_an_earlier_one_only(tmp_path: Path, is_later: bool) -> None:
    events: list[object] = []
    store = StudyStore(tmp_path)
    own = replace(RECORD, rows=(), dataset="Mine")
    store.put(replace(own, created=RECORD.created.replace(year=RECORD.created.year + (-1 if is_later else 1))))
    Studies(events.append, store).take_in(RECORD)
    (event,) = events
    assert isinstance(event, StudyRestored)
    found = store.of(RECORD.data_identity)
    assert found is not None
    assert event.dataset == found.dataset == ("Tiles" if is_later else "Mine")
