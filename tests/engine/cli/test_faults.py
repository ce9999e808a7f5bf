"""``faults``, as a script uses it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.session.fault_panel import ROWS as MEASUREMENTS
from tests.engine.cli.headless import (
    Run,
)


def test_every_fault_is_measured_on_the_model_s_own_normal_classes(
    run: Run, verdict_model: Path, digits: Path
) -> None:
    own, ones, every = (
        run("faults", verdict_model, "--data", digits, *option, "--json").json["faults"]
        for option in ([], ["--normal", 1], ["--normal", "all"])
    )
    assert [(row["name"], row["strength"]) for row in own] == list(MEASUREMENTS)
    for row in own:
        assert list(row) == ["name", "strength", "auroc", "auroc_error"]
        assert 0 <= row["auroc_error"] <= 1
    assert np.mean([row["auroc"] for row in own]) > 0.8
    assert own == ones
    assert own != every


def test_faults_are_a_table_for_people(run: Run, verdict_model: Path, digits: Path) -> None:
    result = run("faults", verdict_model, "--data", digits)
    assert result.status == 0
    header, *rows = (line.split() for line in result.out.splitlines())
    assert header == ["name", "strength", "auroc", "auroc_error"]
    assert [(name, float(strength)) for name, strength, *_ in rows] == list(MEASUREMENTS)
    assert f"Measured {len(rows)} of {len(rows)} faults" in result.err


def test_faults_need_a_model_that_gives_verdicts(run: Run, plain_model: Path, digits: Path) -> None:
    result = run("faults", plain_model, "--data", digits, "--json")
    assert (result.status, result.out) == (1, "")
    assert result.err.splitlines()[-1] == (
        "ones.aestudio gives no verdicts, so faults cannot be measured; train it again."
    )
