"""Verdicts without the window: learnt by ``train``, given by ``evaluate`` and ``score``, measured by the others."""

import contextlib
import csv
import io
import json
import signal
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from sklearn.metrics import roc_auc_score

from engine.cli import commands
from engine.cli.study import print_study
from engine.datasets.pen_digits import generate
from engine.model_file import project_file
from engine.protocol.results import StudyRow
from engine.session.fault_panel import ROWS as MEASUREMENTS
from tests.engine.cli.headless import Run, no_tour, runner

KINDS = ["shape", "appearance", "exposure", "sharpness", "detail", "lines", "place", "damage"]
COLUMNS = ["file", "score", "mae", "mse", "p_value", "verdict"]
TRAINING = ["--preset", "article", "--epochs", "1", "--batch-size", "16", "--validation-split", "0.2"]
FROM_40 = 0.05  # a share of false alarms that 40 normal images can promise; 0.01 takes 99


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of 60 ones and 60 fours to train on, and 25 of each to test with, 14 x 14 px."""
    images, labels = generate(1_200, 5)
    images = images[:, ::2, ::2]
    ones, fours = images[labels == 1], images[labels == 4]
    path = tmp_path_factory.mktemp("data") / "digits.npz"
    np.savez(
        path,
        x_train=np.concatenate([ones[:60], fours[:60]]),
        y_train=np.repeat([1, 4], 60),
        x_test=np.concatenate([ones[60:85], fours[60:85]]),
        y_test=np.repeat([1, 4], 25),
    )
    return path


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    """Return a folder of the test images, in their order."""
    folder = tmp_path_factory.mktemp("pictures")
    with np.load(data) as arrays:
        for index, image in enumerate(arrays["x_test"]):
            Image.fromarray(image.squeeze()).save(folder / f"{index:02}.png")
    return folder


def trained(folder: Path, data: Path, *options: str) -> tuple[Path, Any, str]:
    """Train on the ones; return the model, the results and what was said on stderr."""
    path = folder / "ones.aestudio"
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        line = ["train", "--data", str(data), "--normal", "1", *TRAINING, *options, "--json"]
        assert commands.main([*line, "--output", str(path)], no_tour) == 0
    return path, json.loads(out.getvalue()), err.getvalue()


@pytest.fixture(scope="module")
def with_verdicts(tmp_path_factory: pytest.TempPathFactory, data: Path) -> tuple[Path, Any, str]:
    return trained(tmp_path_factory.mktemp("with"), data, "--verdict-images", "40")


@pytest.fixture(scope="module")
def without_verdicts(tmp_path_factory: pytest.TempPathFactory, data: Path) -> tuple[Path, Any, str]:
    return trained(tmp_path_factory.mktemp("without"), data, "--samples", "20")


@pytest.fixture
def model(with_verdicts: tuple[Path, Any, str]) -> Path:
    return with_verdicts[0]


@pytest.fixture
def plain_model(without_verdicts: tuple[Path, Any, str]) -> Path:
    return without_verdicts[0]


class InterruptedAt:
    """A stderr at which Ctrl-C is pressed as soon as it is told something."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.told = ""

    def write(self, text: str) -> int:
        is_pressed = self._text in self.told
        self.told += text
        if self._text in self.told and not is_pressed:
            signal.raise_signal(signal.SIGINT)
        return len(text)

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return False


# ------------------------------------------------------------------------------------- train


def test_train_learns_verdicts_and_saves_them(with_verdicts: tuple[Path, Any, str]) -> None:
    path, found, _ = with_verdicts
    project = project_file.open_project(path)
    assert found["verdict_images"] == 40
    assert len(project.extra["normal_scores"]) == 40
    assert project.info.metrics["mae"] == found["mae"]


def test_too_few_normal_images_leave_a_model_without_verdicts(without_verdicts: tuple[Path, Any, str]) -> None:
    path, found, err = without_verdicts
    assert found["verdict_images"] == 0
    assert not project_file.open_project(path).extra
    assert err.splitlines()[-1] == (
        "The model is saved without verdicts: Verdicts need at least 30 normal images and there are 20; add images "
        "or choose more classes."
    )


def test_an_interrupt_while_verdicts_are_learnt_keeps_the_model(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stderr = InterruptedAt("Rebuilding normal images")
    monkeypatch.setattr(sys, "stderr", stderr)
    result = run("train", "--data", data, *TRAINING, "--json", "--output", tmp_path / "model")
    assert result.status == 130
    assert result.json["outcome"] == "completed"
    assert result.json["verdict_images"] == 0
    project = project_file.open_project(tmp_path / "model")
    assert project.info.history["loss"] == tuple(result.json["loss"])
    assert not project.extra


# ------------------------------------------------------------------------------------- evaluate and score


def test_evaluate_and_score_agree_on_every_verdict(run: Run, model: Path, data: Path, pictures: Path) -> None:
    evaluated = run("evaluate", model, "--data", data, "--normal", 1, "--false-alarms", FROM_40, "--json").json
    scored = run("score", model, pictures, "--false-alarms", FROM_40, "--json").json["pictures"]
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


def test_evaluate_says_nothing_of_verdicts_where_nothing_is_abnormal(run: Run, model: Path, data: Path) -> None:
    assert (
        run("evaluate", model, "--data", data, "--json")
        .json.keys()
        .isdisjoint({"auroc", "auroc_error", "confusion"})
    )
    result = run("evaluate", model, "--data", data, "--normal", "1,4", "--false-alarms", FROM_40, "--json")
    assert (result.json["auroc"], result.json["auroc_error"]) == (None, None)
    assert sum(result.json["confusion"].values()) == 50
    assert result.err.splitlines()[-1] == (
        "All test images are of the normal classes, so there is nothing to tell them from."
    )


def test_a_promise_that_the_normal_images_cannot_keep_is_told(
    run: Run, model: Path, data: Path, pictures: Path
) -> None:
    sentence = "No verdicts: At most 1 false alarm in 100 normal images cannot be promised from 40: "
    evaluated = run("evaluate", model, "--data", data, "--normal", 1, "--json")
    assert evaluated.status == 0
    assert evaluated.json["auroc"] > 0.9
    assert evaluated.json["confusion"] is None
    assert evaluated.err.splitlines()[-1].startswith(sentence)
    scored = run("score", model, pictures / "00.png", "--json")
    assert scored.status == 0
    assert scored.json["pictures"][0]["verdict"] is None
    assert 0 < scored.json["pictures"][0]["p_value"] <= 1
    assert scored.err.splitlines()[-1].startswith(sentence)


def test_a_model_without_verdicts_is_judged_by_the_plain_error(run: Run, plain_model: Path, data: Path) -> None:
    result = run("evaluate", plain_model, "--data", data, "--normal", 1, "--json")
    assert result.status == 0
    assert result.json["auroc"] is None
    assert 0 <= result.json["auroc_error"] <= 1
    assert result.json["confusion"] is None
    assert result.err.splitlines()[-1] == (
        "This model gives no verdicts, so only the plain error is judged; train it again."
    )


def test_a_model_without_verdicts_scores_by_the_plain_error(
    run: Run, plain_model: Path, pictures: Path, tmp_path: Path
) -> None:
    result = run("score", plain_model, pictures / "00.png", "--json", "--csv", tmp_path / "out.csv")
    assert result.status == 0
    (row,) = result.json["pictures"]
    assert list(row) == COLUMNS
    assert row["score"] == row["mae"]
    assert (row["p_value"], row["verdict"]) == (None, None)
    assert result.err.splitlines()[-1] == (
        "ones.aestudio gives no verdicts, so the score is the plain error; train it again."
    )
    header, values = (tmp_path / "out.csv").read_text().splitlines()
    assert header == ",".join(COLUMNS)
    assert values.endswith(",,")


def test_evaluate_prints_the_verdicts_below_the_errors(run: Run, model: Path, data: Path) -> None:
    result = run("evaluate", model, "--data", data, "--normal", 1, "--false-alarms", FROM_40)
    errors, verdicts = result.out.split("\n\n")
    assert len(errors.splitlines()) == 4
    assert [line.split()[0] for line in verdicts.splitlines()] == [
        "auroc",
        "auroc_error",
        "hits",
        "misses",
        "false_alarms",
        "passes",
    ]


def test_scores_order_as_the_p_values_and_stand_with_their_evidence(
    run: Run, model: Path, pictures: Path, tmp_path: Path
) -> None:
    result = run("score", model, pictures, "--false-alarms", FROM_40, "--json", "--csv", tmp_path / "out.csv")
    rows = sorted(result.json["pictures"], key=lambda row: row["score"])
    p_values = [row["p_value"] for row in rows]
    assert p_values == sorted(p_values, reverse=True)
    assert [row["verdict"] for row in rows] == ["normal" if p > FROM_40 else "abnormal" for p in p_values]
    assert rows[0]["score"] < rows[-1]["score"]
    with (tmp_path / "out.csv").open(newline="") as stream:
        table = csv.DictReader(stream)
        assert table.fieldnames == list(rows[0]) == COLUMNS + KINDS
        for written, row in zip(table, result.json["pictures"], strict=True):
            assert written == {name: str(value) for name, value in row.items()}


def test_score_prints_the_verdicts_for_people(run: Run, model: Path, pictures: Path) -> None:
    result = run("score", model, pictures / "00.png", "--false-alarms", FROM_40)
    header, row = result.out.splitlines()
    assert header.split() == COLUMNS
    assert row.split()[-1] in {"normal", "abnormal"}


# ------------------------------------------------------------------------------------- study


def test_a_study_of_each_class_has_a_row_a_class(run: Run, data: Path) -> None:
    result = run("study", "--data", data, *TRAINING, "--json")
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


def test_a_study_without_anything_abnormal_is_refused(run: Run, data: Path) -> None:
    result = run("study", "--data", data, "--normal", "1,4", *TRAINING, "--json")
    assert result.status == 1
    assert result.out == ""
    assert "so there is nothing to tell apart" in result.err.splitlines()[-1]


def test_an_interrupted_study_prints_no_results(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = InterruptedAt("Rebuilding normal images")
    monkeypatch.setattr(sys, "stderr", stderr)
    before = signal.getsignal(signal.SIGINT)
    result = run("study", "--data", data, "--normal", 1, *TRAINING, "--json")
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


# ------------------------------------------------------------------------------------- faults


def test_every_fault_is_measured_on_the_model_s_own_normal_classes(run: Run, model: Path, data: Path) -> None:
    own, ones, every = (
        run("faults", model, "--data", data, *option, "--json").json["faults"]
        for option in ([], ["--normal", 1], ["--normal", "all"])
    )
    assert [(row["name"], row["strength"]) for row in own] == list(MEASUREMENTS)
    for row in own:
        assert list(row) == ["name", "strength", "auroc", "auroc_error"]
        assert 0 <= row["auroc_error"] <= 1
    assert np.mean([row["auroc"] for row in own]) > 0.8
    assert own == ones
    assert own != every


def test_faults_are_a_table_for_people(run: Run, model: Path, data: Path) -> None:
    result = run("faults", model, "--data", data)
    assert result.status == 0
    header, *rows = (line.split() for line in result.out.splitlines())
    assert header == ["name", "strength", "auroc", "auroc_error"]
    assert [(name, float(strength)) for name, strength, *_ in rows] == list(MEASUREMENTS)
    assert f"Measured {len(rows)} of {len(rows)} faults" in result.err


def test_faults_need_a_model_that_gives_verdicts(run: Run, plain_model: Path, data: Path) -> None:
    result = run("faults", plain_model, "--data", data, "--json")
    assert (result.status, result.out) == (1, "")
    assert result.err.splitlines()[-1] == (
        "ones.aestudio gives no verdicts, so faults cannot be measured; train it again."
    )
