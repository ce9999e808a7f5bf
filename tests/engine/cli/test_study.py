"""``study``, as a script uses it."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from engine.cli.study import print_study
from engine.protocol.results import StudyRow
from tests.engine.cli.headless import (
    TRAINING,
    InterruptedAt,
    Run,
)


@pytest.mark.slow
def test_a_study_of_each_class_has_a_row_a_class(run: Run, digits: Path) -> None:
    result = run("study", "--data", digits, *TRAINING, "--json")
    assert result.status == 0
    rows = result.json["classes"]
    assert [row["label"] for row in rows] == [1, 4]
    for row in rows:
        assert list(row) == ["label", "auroc", "auroc_error", "auroc_neighbours", "seconds"]
        assert row["auroc"] > 0.8
        assert row["seconds"] > 0
    assert result.json["mean"] == pytest.approx((rows[0]["auroc"] + rows[1]["auroc"]) / 2)
    assert result.json["worst"] == min(row["auroc"] for row in rows)
    told = [line for line in result.err.splitlines() if "AUROC" in line]
    assert [(line[:2], line[-6:]) for line in told] == [("1:", "1 of 2"), ("4:", "2 of 2")]


def test_a_study_without_anything_abnormal_is_refused(run: Run, digits: Path) -> None:
    result = run("study", "--data", digits, "--normal", "1,4", *TRAINING, "--json")
    assert result.status == 1
    assert result.out == ""
    assert "so there is nothing to tell apart" in result.err.splitlines()[-1]


@pytest.mark.slow
def test_an_interrupted_study_prints_no_results(run: Run, digits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = InterruptedAt("Rebuilding normal images")
    monkeypatch.setattr(sys, "stderr", stderr)
    before = signal.getsignal(signal.SIGINT)
    result = run("study", "--data", digits, "--normal", 1, *TRAINING, "--json")
    assert (result.status, result.out) == (130, "")
    assert stderr.told.splitlines()[-1] == "Interrupted."
    assert signal.getsignal(signal.SIGINT) is before


ROWS = [StudyRow((3,), 0.9, 0.5, 0.75, 12.34), StudyRow((1, 4), 0.7, 0.6, 0.25, 10.0)]


def test_classes_that_are_normal_together_are_one_label(capsys: pytest.CaptureFixture[str]) -> None:
    print_study(ROWS, is_json=True)
    found = json.loads(capsys.readouterr().out)
    assert [row["label"] for row in found["classes"]] == [3, [1, 4]]
    assert (found["mean"], found["worst"]) == (pytest.approx(0.8), 0.7)


def test_a_study_is_a_table_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    print_study(ROWS, is_json=False)
    assert capsys.readouterr().out == (
        "label   auroc  auroc_error  auroc_neighbours  seconds\n"
        "3      0.9000       0.5000            0.7500     12.3\n"
        "1, 4   0.7000       0.6000            0.2500     10.0\n"
        "mean   0.8000       0.5500            0.5000     11.2\n"
        "worst  0.7000       0.5000            0.2500     12.3\n"
    )
