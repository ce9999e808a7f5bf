import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.protocol.results import StudyRow
from engine.runs import study_file
from engine.runs.study_file import MOST_STUDIES, StudyRecord, StudyStore
from engine.settings import TrainingSettings

CHOICES = ((0,), (1, 2), (-7,))
ROWS = (StudyRow((0,), 0.75, 0.5, 0.1 + 0.2, 12.25), StudyRow((1, 2), 1.0, 0.0, 0.5, 0.0))
BEGUN = datetime(2026, 3, 14, 15, 9, 26, 535897, tzinfo=UTC)
RECORD = StudyRecord(
    TrainingSettings(seed=3, samples=None), "Tiles · 図", "0123456789abcdef", CHOICES, ROWS, BEGUN
)


def number(place: int) -> StudyRecord:
    """Return the study of other data that began so many seconds later; by name it comes earlier."""
    return replace(RECORD, data_identity=f"{99 - place:016x}", created=BEGUN + timedelta(seconds=place))


def test_a_study_is_read_as_it_was_written(tmp_path: Path) -> None:
    StudyStore(tmp_path / "new" / "studies").put(RECORD)
    (found,) = StudyStore(tmp_path / "new" / "studies").all()
    assert asdict(found) == asdict(RECORD)
    assert [row.normal for row in found.rows] == [(0,), (1, 2)]


def test_only_the_latest_study_of_the_same_data_is_kept(tmp_path: Path) -> None:
    store = StudyStore(tmp_path)
    store.put(replace(RECORD, rows=ROWS[:1]))
    store.put(RECORD)
    assert len(store.all()) == 1
    found = store.of(RECORD.data_identity)
    assert found is not None
    assert len(found.rows) == 2
    assert store.of("other data") is None


def test_the_oldest_studies_go_when_there_are_too_many(tmp_path: Path) -> None:
    store = StudyStore(tmp_path)
    for place in range(MOST_STUDIES + 3):
        store.put(number(place))
    assert [record.data_identity for record in store.all()] == [
        number(place).data_identity for place in range(3, MOST_STUDIES + 3)
    ]
    assert len(list(tmp_path.iterdir())) == MOST_STUDIES


def test_an_identity_that_is_no_hash_never_becomes_the_name_of_a_file(tmp_path: Path) -> None:
    store = StudyStore(tmp_path / "studies")
    store.put(replace(RECORD, data_identity="../../escaped"))
    assert [path.parent.name for path in tmp_path.rglob("*.json")] == ["studies"]
    assert store.of("../../escaped") is not None


def test_the_name_of_an_odd_file_is_written_so_that_it_can_be_read(tmp_path: Path) -> None:
    StudyStore(tmp_path).put(replace(RECORD, dataset="a\x07b"))
    assert StudyStore(tmp_path).all()[0].dataset == "a\ufffdb"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "something else"),
        ("format_version", 2),
        ("settings", {"epochs": -1}),
        ("settings", []),
        ("dataset", 3),
        ("choices", [[0]]),
        ("choices", [["0"], [1], [2]]),
        ("rows", [{"auroc": 0.5}]),
        ("rows", [{"auroc": 1.5, "auroc_error": 0.5, "auroc_neighbours": 0.5, "seconds": 1}]),
        ("rows", [{"auroc": 0.5, "auroc_error": None, "auroc_neighbours": 0.5, "seconds": 1}]),
        ("rows", [{"auroc": 0.5, "auroc_error": 0.5, "auroc_neighbours": 0.5, "seconds": -1}]),
        ("created", "2026-03-14"),
        ("more", 1),
    ],
)
def test_a_damaged_study_is_refused_and_left_out(tmp_path: Path, name: str, value: object) -> None:
    entries = {**json.loads(study_file.encode(RECORD)), name: value}
    encoded = json.dumps(entries).encode()
    with pytest.raises(ValueError):  # noqa: PT011 - each has a sentence of its own
        study_file.decode(encoded)
    store = StudyStore(tmp_path)
    store.put(number(1))
    (tmp_path / "damaged.json").write_bytes(encoded)
    assert len(store.all()) == 1
