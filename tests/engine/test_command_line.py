"""The command line takes what the README says, and refuses all else with 2 and a sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.command_line import EvaluateOptions, ScoreOptions, TourOptions, TrainOptions, parse
from engine.settings import PRESETS


def refusal(capsys: pytest.CaptureFixture[str], line: str) -> str:
    """Return what is said of a wrong command line."""
    with pytest.raises(SystemExit) as exit_info:
        parse(line.split())
    captured = capsys.readouterr()
    assert exit_info.value.code == 2
    assert captured.out == ""
    return captured.err


def test_train_needs_only_an_output() -> None:
    assert parse(["train", "--output", "model.aestudio"]) == TrainOptions(
        "auto", None, PRESETS["clear"], Path("model.aestudio"), is_json=False
    )


def test_train_takes_every_option() -> None:
    line = (
        "train --data x.npz --normal 3,1 --preset article --samples 400 --epochs 3 --batch-size 32 "
        "--learning-rate 0.01 --validation-split 0.2 --seed 5 --output m --json"
    )
    expected = replace(
        PRESETS["article"], samples=400, epochs=3, batch_size=32, learning_rate=0.01, validation_split=0.2, seed=5
    )
    assert parse(line.split()) == TrainOptions("x.npz", (1, 3), expected, Path("m"), is_json=True)


def test_evaluate_takes_every_option() -> None:
    assert parse(["evaluate", "m", "--data", "mnist", "--normal", "all", "--json"]) == EvaluateOptions(
        Path("m"), "mnist", None, is_json=True
    )


def test_score_takes_every_option() -> None:
    assert parse(["score", "m", "a.png", "folder", "--csv", "out.csv"]) == ScoreOptions(
        Path("m"), (Path("a.png"), Path("folder")), Path("out.csv"), is_json=False
    )


def test_tour_takes_a_folder() -> None:
    assert parse(["tour", "--output", "pictures"]) == TourOptions(Path("pictures"))


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--epochs 0", "argument --epochs: Epochs must be from 1 to 100,000, not 0."),
        ("--epochs 1.5", "argument --epochs: '1.5' is no whole number of at most 18 digits."),
        ("--epochs " + "9" * 5000, "is no whole number of at most 18 digits."),
        ("--epochs 1_000", "argument --epochs: '1_000' is no whole number"),
        ("--batch-size 99999999", "Batch size must be from 1 to 65,536"),
        ("--learning-rate nan", "Learning rate must be a number from 1e-07 to 10, not nan."),
        ("--learning-rate -1", "Learning rate must be from 1e-07 to 10, not -1."),
        ("--learning-rate fast", "argument --learning-rate: 'fast' is no number."),
        ("--validation-split 1", "Validation split must be from 0 to 0.9, not 1."),
        ("--samples 1", "Training images must be from 2 to 100,000,000, not 1."),
        ("--seed -1", "Seed must be from 0 to 2,147,483,647, not -1."),
        ("--preset best", "argument --preset: invalid choice: 'best'"),
        ("--normal 1,x", "argument --normal: '1,x' is neither all nor labels with commas between them, e.g. 1,3."),
        ("--normal 1,,2", "'1,,2' is neither all nor labels"),
        ("--epoch 3", "unrecognized arguments: --epoch 3"),
    ],
)
def test_a_bad_option_is_refused_with_a_sentence(
    capsys: pytest.CaptureFixture[str], option: str, sentence: str
) -> None:
    assert sentence in refusal(capsys, f"train --output m {option}")


@pytest.mark.parametrize(
    "line",
    ["train", "evaluate", "score", "score m", "tour", "fly", "", "evaluate m --epochs 3", "score m p --csv"],
)
def test_a_missing_or_foreign_argument_is_refused(capsys: pytest.CaptureFixture[str], line: str) -> None:
    assert "error:" in refusal(capsys, line)


def test_negative_labels_are_labels(capsys: pytest.CaptureFixture[str]) -> None:
    options = parse(["evaluate", "m", "--normal=-1, 2, 2"])
    assert isinstance(options, EvaluateOptions)
    assert options.normal == (-1, 2)


@pytest.mark.parametrize("line", ["--help", "train --help", "evaluate --help", "score --help", "tour --help"])
def test_help_is_given(capsys: pytest.CaptureFixture[str], line: str) -> None:
    with pytest.raises(SystemExit) as exit_info:
        parse(line.split())
    assert exit_info.value.code == 0
    assert "usage:" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_info:
        parse(["--version"])
    assert exit_info.value.code == 0
    assert capsys.readouterr().out.strip().count(".") == 2
