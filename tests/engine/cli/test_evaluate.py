"""``evaluate``, as a script uses it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from tests.engine.cli.headless import (
    FROM_40,
    Run,
)


def test_evaluate_reports_the_errors_overall_and_per_class(run: Run, model: Path, data: Path) -> None:
    result = run("evaluate", model, "--data", data, "--json")
    assert result.status == 0
    found = result.json
    assert found["n"] == 30
    assert [(row["label"], row["n"]) for row in found["classes"]] == [(1, 15), (4, 15)]
    for name in ("bce", "mse", "mae"):
        assert found[name] == pytest.approx(np.mean([row[name] for row in found["classes"]]))


def test_evaluate_looks_only_at_the_normal_classes_overall(run: Run, model: Path, data: Path) -> None:
    found = run("evaluate", model, "--data", data, "--normal", "4", "--json").json
    assert found["n"] == 15
    assert found["mae"] == found["classes"][1]["mae"]


def test_evaluate_prints_a_table_for_people(run: Run, model: Path, data: Path) -> None:
    result = run("evaluate", model, "--data", data)
    assert [line.split()[:2] for line in result.out.splitlines()] == [
        ["label", "n"],
        ["all", "30"],
        ["1", "15"],
        ["4", "15"],
    ]


def test_evaluate_and_score_agree_on_every_verdict(
    run: Run, verdict_model: Path, digits: Path, digit_pictures: Path
) -> None:
    evaluated = run(
        "evaluate", verdict_model, "--data", digits, "--normal", 1, "--false-alarms", FROM_40, "--json"
    ).json
    scored = run("score", verdict_model, digit_pictures, "--false-alarms", FROM_40, "--json").json["pictures"]
    is_abnormal = [False] * 25 + [True] * 25
    assert evaluated["auroc"] == pytest.approx(roc_auc_score(is_abnormal, [row["score"] for row in scored]))
    assert evaluated["auroc_error"] == pytest.approx(
        roc_auc_score(is_abnormal, [row["mse"] for row in scored]), abs=0.005
    )
    alarms, hits = (sum(row["verdict"] == "abnormal" for row in rows) for rows in (scored[:25], scored[25:]))
    assert evaluated["confusion"] == {
        "hits": hits,
        "misses": 25 - hits,
        "false_alarms": alarms,
        "passes": 25 - alarms,
    }
    assert evaluated["auroc"] > 0.9
    assert hits > 12


def test_where_nothing_is_abnormal_evaluate_damages_copies_and_says_so(
    run: Run, verdict_model: Path, digits: Path
) -> None:
    assert (
        run("evaluate", verdict_model, "--data", digits, "--json")
        .json.keys()
        .isdisjoint({"auroc", "auroc_error", "confusion"})
    )
    result = run(
        "evaluate", verdict_model, "--data", digits, "--normal", "1,4", "--false-alarms", FROM_40, "--json"
    )
    assert 0.5 < result.json["auroc"] <= 1
    assert 0 < result.json["auroc_error"] <= 1
    assert sum(result.json["confusion"].values()) == 50 + 50
    assert result.err.splitlines()[-1] == (
        "All test images are of the normal classes, so the abnormal ones are damaged copies of them."
    )


def test_a_promise_that_the_normal_images_cannot_keep_is_told(
    run: Run, verdict_model: Path, digits: Path, digit_pictures: Path
) -> None:
    sentence = "No verdicts: At most 1 false alarm in 100 normal images cannot be promised from 40: "
    evaluated = run("evaluate", verdict_model, "--data", digits, "--normal", 1, "--json")
    assert evaluated.status == 0
    assert evaluated.json["auroc"] > 0.9
    assert evaluated.json["confusion"] is None
    assert evaluated.err.splitlines()[-1].startswith(sentence)
    scored = run("score", verdict_model, digit_pictures / "00.png", "--json")
    assert scored.status == 0
    assert scored.json["pictures"][0]["verdict"] is None
    assert 0 < scored.json["pictures"][0]["p_value"] <= 1
    assert scored.err.splitlines()[-1].startswith(sentence)


def test_a_model_without_verdicts_is_judged_by_the_plain_error(run: Run, plain_model: Path, digits: Path) -> None:
    result = run("evaluate", plain_model, "--data", digits, "--normal", 1, "--json")
    assert result.status == 0
    assert result.json["auroc"] is None
    assert 0 <= result.json["auroc_error"] <= 1
    assert result.json["confusion"] is None
    assert result.err.splitlines()[-1] == (
        "This model gives no verdicts, so only the plain error is judged; train it again."
    )


def test_evaluate_prints_the_verdicts_below_the_errors(run: Run, verdict_model: Path, digits: Path) -> None:
    result = run("evaluate", verdict_model, "--data", digits, "--normal", 1, "--false-alarms", FROM_40)
    errors, verdicts = result.out.split("\n\n")
    assert len(errors.splitlines()) == 4
    assert [line.split()[0] for line in verdicts.splitlines()] == [
        "judge_by",
        "auroc",
        "auroc_error",
        "auroc",  # by error, by error and code, by all
        "auroc",
        "auroc",
        "hits",
        "misses",
        "false_alarms",
        "passes",
    ]
