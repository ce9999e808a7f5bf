"""``score``, as a script uses it."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.engine.cli.headless import (
    COLUMNS,
    FROM_40,
    KINDS,
    TRAINING,
    Run,
)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    normal = np.zeros((12, 10), np.uint8)
    normal[:4] = 210
    Image.fromarray(normal).save(folder / "a normal.png")
    Image.fromarray(255 - normal).save(folder / "b turned around.png")
    (folder / "c broken.png").write_text("no picture")
    return folder


def test_score_gives_a_row_a_picture_and_tells_those_it_cannot_read(
    run: Run, model: Path, pictures: Path, tmp_path: Path
) -> None:
    result = run("score", model, pictures, "--json", "--csv", tmp_path / "out.csv")
    assert result.status == 0
    normal, turned = result.json["pictures"]
    assert normal["file"] == str(pictures / "a normal.png")
    assert normal["score"] < turned["score"]
    (broken,) = result.json["unreadable"]
    assert broken["file"] == str(pictures / "c broken.png")
    assert broken["reason"] in result.err
    with (tmp_path / "out.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["file"] for row in rows] == [normal["file"], turned["file"]]
    assert float(rows[1]["mse"]) == turned["mse"]


def test_a_picture_s_score_is_the_error_that_evaluate_reports(
    run: Run, model: Path, data: Path, tmp_path: Path
) -> None:
    with np.load(data) as arrays:
        for index, image in enumerate(arrays["x_test"]):
            Image.fromarray(image).save(tmp_path / f"{index}.png")
    scored = run("score", model, tmp_path, "--json").json["pictures"]
    evaluated = run("evaluate", model, "--data", data, "--json").json
    assert len(scored) == evaluated["n"]
    for name in ("mae", "mse"):
        assert np.mean([row[name] for row in scored]) == pytest.approx(evaluated[name], rel=1e-4)


def test_score_fails_where_nothing_can_be_read(run: Run, model: Path, tmp_path: Path) -> None:
    result = run("score", model, tmp_path / "missing.png")
    assert result.status == 1
    assert result.out == ""
    assert result.err.splitlines()[-1] == "None of the pictures could be read; give at least one that can."


def test_a_model_without_verdicts_scores_by_the_plain_error(
    run: Run, plain_model: Path, digit_pictures: Path, tmp_path: Path
) -> None:
    result = run("score", plain_model, digit_pictures / "00.png", "--json", "--csv", tmp_path / "out.csv")
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


def test_scores_order_as_the_p_values_and_stand_with_their_evidence(
    run: Run, verdict_model: Path, digit_pictures: Path, tmp_path: Path
) -> None:
    result = run(
        "score", verdict_model, digit_pictures, "--false-alarms", FROM_40, "--json", "--csv", tmp_path / "out.csv"
    )
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


def test_score_prints_the_verdicts_for_people(run: Run, verdict_model: Path, digit_pictures: Path) -> None:
    result = run("score", verdict_model, digit_pictures / "00.png", "--false-alarms", FROM_40)
    header, row = result.out.splitlines()
    assert header.split() == COLUMNS
    assert row.split()[-1] in {"normal", "abnormal"}


@pytest.mark.slow
def test_light_parts_on_a_light_table_are_judged_at_any_size_as_they_were_trained(
    run: Run, tmp_path: Path
) -> None:
    parts = np.stack([light_part(np.random.default_rng(seed)) for seed in range(120)])
    np.savez(tmp_path / "parts.npz", x_train=parts)
    model, folder = tmp_path / "parts.aestudio", tmp_path / "pictures"
    folder.mkdir()
    assert run("train", "--data", tmp_path / "parts.npz", *TRAINING, "--output", model).status == 0
    for seed in range(6):
        part = Image.fromarray(light_part(np.random.default_rng(1_000 + seed), is_broken=seed % 2 == 1))
        for factor in (1, 2, 3):
            side = 48 * factor
            part.resize((side, side), Image.Resampling.NEAREST).save(folder / f"{seed} times {factor}.png")
    rows = run("score", model, folder, "--json").json["pictures"]
    verdicts = [row["verdict"] for row in rows]
    assert [row["score"] for row in rows[0::3]] == pytest.approx([row["score"] for row in rows[1::3]], rel=1e-5)
    assert verdicts[0::3] == verdicts[1::3] == verdicts[2::3]
    assert verdicts[0::6].count("normal") >= 2


def light_part(rng: np.random.Generator, *, is_broken: bool = False) -> NDArray[np.uint8]:
    """Return a ring, lighter than the light table that it lies on, (48, 48) uint8; a broken one has a gap."""
    y, x = np.mgrid[:48, :48] - 24 + rng.uniform(-1.5, 1.5)
    ring = np.clip(2.5 - np.abs(np.hypot(x, y) - rng.uniform(13, 15)), 0, 1)
    if is_broken:
        ring[:24, 20:28] = 0
    return np.clip(185 + rng.normal(0, 2, (48, 48)) + 50 * ring, 0, 255).astype(np.uint8)
