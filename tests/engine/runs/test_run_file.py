import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.protocol.run_info import RunInfo, RunStatus
from engine.runs import run_file
from tests.engine.runs.small_run import small_run

FULL = replace(
    small_run(),
    status=RunStatus.STOPPED,
    note="first line\n\nthird \N{SNOWMAN}",
    seconds=3.5,
    data_source="/somewhere/tiles.npz",
    has_verdicts=True,
    is_kept=True,
)


def facts(run: RunInfo) -> dict[str, Any]:
    return {
        name: getattr(run, name) for name in RunInfo.__dataclass_fields__ if name not in ("model", "snapshots")
    } | {
        name: getattr(run.model, name)
        for name in ("name", "settings", "image_shape", "parameters", "normal", "history", "metrics")
    }


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    run_file.write(tmp_path / "run.json", FULL)
    assert facts(run_file.read(tmp_path / "run.json", FULL.key)) == facts(FULL)


def test_a_note_of_any_text_can_be_written() -> None:
    note = "a\tb\x00\ud800\r\n" + "x" * 5000 + "\n" * 500
    found = run_file.decode(run_file.encode(replace(FULL, note=note)), "a-run").note
    assert found.startswith("a b\n" + "x" * 1000 + "\n")
    assert len(found.split("\n")) == run_file.MOST_LINES


@pytest.mark.parametrize(
    "change",
    [
        {"status": "asleep"},
        {"status": None},
        {"note": "no list"},
        {"note": [1]},
        {"seconds": "long"},
        {"created": "2026-01-01"},
        {"data_source": 5},
        {"data_source": "x" * 300_000},
        {"has_verdicts": 1},
        {"is_kept": None},
        {"parameters": -1},
        {"model": []},
        {"format_version": 2},
        {"more": 1},
    ],
)
def test_a_record_with_a_wrong_value_is_refused(change: dict[str, Any]) -> None:
    entries = json.loads(run_file.encode(FULL)) | change
    with pytest.raises(ValueError, match=r"."):
        run_file.decode(json.dumps(entries).encode(), "a-run")
